import { type Finding, faultAt, type Rule, when } from '../../environment/rule';
import { isMap } from '../../stack-file/is-map';
import { suggestionOfValue } from '../../stack-file/nearest';
import type { Path } from '../../stack-file/path';
import { leadingTo } from '../../values/fault';
import { imageFault } from '../../values/image-fault';
import { IMAGE } from '../../values/limits/images';
import { VPC_ID } from '../../values/limits/network';
import { hasPlaceholder } from '../../values/placeholder';
import { doubtsOnVariables, withoutAddress } from '../container/variable-doubts';
import { imageOfFlowRuns } from '../image/flow-image';
import { reservedTagFault } from '../tags/reserved-tags';
import { LAUNCH_TYPES, variableTypeFault } from '../work-pool/variable-types';
import { ofDeployments } from './of-deployments';

/** Prefect holds job variables against the schema of the template. Source: prefect 3.8, server/api/validation.py. */
const typesOfVariables: Rule = ofDeployments(({ jobVariables }, path) =>
  Object.entries(jobVariables).flatMap(([name, value]) =>
    faultAt(
      [...path, 'job_variables', name],
      leadingTo('Prefect refuses the deployment', variableTypeFault(name, value)),
    ),
  ),
);

const imageFits: Rule = ofDeployments(({ jobVariables: { image } }, path) => {
  if (!isText(image)) return [];
  const at = [...path, 'job_variables', 'image'];
  return [
    ...when(!IMAGE.pattern.test(image), at, `must be ${IMAGE.allowed}`, `for example image: ${IMAGE.example}`),
    ...faultAt(at, imageFault(image), `for example image: ${IMAGE.example}`),
  ];
});

/** What Prefect and ECS take as variables of a container and as tags of a task. */
const mappingsFit: Rule = ofDeployments(({ jobVariables: { env, labels } }, path) => {
  const isString = (value: unknown) => typeof value === 'string';
  const at = (...below: Path) => [...path, 'job_variables', ...below];
  return [
    ...wrongValues(env, at('env'), (value) => isString(value) || value === null),
    ...wrongValues(labels, at('labels'), isString),
    ...Object.keys(mappingOf(labels)).flatMap((key) => faultAt(at('labels', key), reservedTagFault(key), 'rename it')),
  ];
});

const variablesWork: Rule = ofDeployments(({ jobVariables: { env, image } }, path, environment) => {
  const started = typeof image === 'string' ? image : (imageOfFlowRuns(environment) ?? '');
  const at = (name: string) => [...path, 'job_variables', 'env', name];
  return [...doubtsOnVariables(mappingOf(env), started, at), ...withoutAddress(mappingOf(env), at)];
});

/** Values of a mapping that should be strings. */
function wrongValues(mapping: unknown, path: Path, isAllowed: (value: unknown) => boolean): Finding[] {
  return Object.entries(mappingOf(mapping)).flatMap(([key, value]) =>
    when(
      !isAllowed(value),
      [...path, key],
      'must be a string: Prefect refuses the deployment',
      typeof value === 'object' ? `for example ${key}: text` : `write it in quotes: ${key}: "${value}"`,
    ),
  );
}

const FAMILY = /^[A-Za-z0-9_-]{1,255}$/;

/** What Prefect or ECS refuses within a variable of the right type. Source: as {@link typesOfVariables}. */
const valuesOfVariables: Rule = ofDeployments(({ jobVariables }, path) => {
  const at = (name: string) => [...path, 'job_variables', name];
  const { launch_type, family, vpc_id } = jobVariables;
  return [
    ...when(
      isText(launch_type) && !LAUNCH_TYPES.includes(launch_type),
      at('launch_type'),
      'invalid value: Prefect refuses the deployment',
      suggestionOfValue(String(launch_type), LAUNCH_TYPES),
    ),
    ...when(
      isText(family) && !FAMILY.test(family),
      at('family'),
      'must be at most 255 letters, digits, hyphens and underscores',
      'for example family: my-flows',
    ),
    ...when(
      isText(vpc_id) && !VPC_ID.pattern.test(vpc_id),
      at('vpc_id'),
      `must be ${VPC_ID.allowed}`,
      `for example vpc_id: ${VPC_ID.example}`,
    ),
  ];
});

const networkNeedsVpc: Rule = ofDeployments(({ jobVariables, workPool }, path, { flowRuns, inputs }) => {
  const { vpc_id, network_configuration } = jobVariables;
  const isOurs = (workPool ?? inputs.workerWorkPoolName) === inputs.workerWorkPoolName;
  return when(
    isOurs && network_configuration !== undefined && vpc_id === undefined && flowRuns?.network === 'pinned',
    [...path, 'job_variables', 'network_configuration'],
    'requires vpc_id: without it, each flow run of the deployment crashes',
    'set vpc_id too',
  );
});

const strategyIsWhole: Rule = ofDeployments(({ jobVariables: { capacity_provider_strategy } }, path) => {
  const shares = Array.isArray(capacity_provider_strategy) ? capacity_provider_strategy : [];
  return shares.flatMap((share, index) => {
    const missing = ['capacityProvider', 'weight', 'base'].filter((name) => !Object.hasOwn(Object(share), name));
    return when(
      missing.length > 0,
      [...path, 'job_variables', 'capacity_provider_strategy', index],
      `must have ${missing.join(' and ')}: Prefect refuses the deployment`,
      'for example {capacityProvider: FARGATE, weight: 1, base: 0}',
    );
  });
});

/** A string that Prefect does not replace by a value of its own later. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && !hasPlaceholder(value);
}

function mappingOf(value: unknown): Readonly<Record<string, unknown>> {
  return isMap(value) ? value : {};
}

export const JOB_VARIABLE_VALUE_RULES: readonly Rule[] = [
  typesOfVariables,
  imageFits,
  mappingsFit,
  variablesWork,
  valuesOfVariables,
  networkNeedsVpc,
  strategyIsWhole,
];
