import { type Finding, type Rule, warning, when } from '../../environment/rule';
import { nearest, suggestion } from '../../stack-file/nearest';
import { type Path, pathInWords } from '../../stack-file/path';
import { namesInPlaceholders } from '../../values/placeholder';
import template from '../work-pool/ecs-base-job-template.json';
import { TEMPLATE_VARIABLES } from '../work-pool/template-variables';
import { FLOW_RUNS, ofFlowRuns } from './of-flow-runs';

/** What becomes the default of a variable, where Prefect reads blocks and variables of its own. */
const IN_DEFAULTS: readonly string[] = ['environment', 'image', 'labels', 'log_configuration', 'variables'];

/**
 * Placeholders in the job configuration: Prefect refuses a template with one that is no variable of it.
 * Source: prefect 3.8, server/schemas/actions.py, validate_base_job_template.
 */
const declared: Rule = ofFlowRuns(({ template: wanted, variables, createTaskDefinition }, environment) => {
  const all = [...TEMPLATE_VARIABLES, ...Object.keys(variables)];
  const known = all.filter((name) => !wanted?.removeVariables.includes(name));
  const given = (environment.given(FLOW_RUNS) ?? {}) as Readonly<Record<string, unknown>>;
  // A task definition that Terraform registers is not in the template.
  const fields = Object.entries(given).filter(([field]) =>
    createTaskDefinition ? field === 'job_configuration' : !IN_DEFAULTS.includes(field),
  );
  return fields.flatMap(([field, value]) =>
    textsIn(value, [...FLOW_RUNS, field]).flatMap(([path, text]) =>
      namesInPlaceholders(text).flatMap((name) =>
        when(
          !known.includes(name),
          path,
          `{{ ${name} }} is not a variable of the template: Prefect refuses the work pool`,
          wayOut(name, known),
        ),
      ),
    ),
  );
});

function wayOut(name: string, known: readonly string[]): string {
  if (/^(prefect\.|\$)/.test(name)) {
    return `declare a variable that has it as its default, and write {{ my_variable }}: ${pathInWords(FLOW_RUNS)}.variables: {my_variable: {type: string, default: '{{ ${name} }}'}}`;
  }
  const close = nearest(name, known);
  return close === undefined
    ? `declare it: ${pathInWords(FLOW_RUNS)}.variables: {${name}: {type: string}}`
    : `did you mean {{ ${close} }}?`;
}

function textsIn(value: unknown, path: Path): [Path, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    textsIn(part, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** In the image Prefect replaces only what is Prefect's own: the variables of the template are not known there. */
const imageOfPrefect: Rule = ofFlowRuns(({ image }) =>
  namesInPlaceholders(image ?? '').flatMap((name) =>
    when(
      !/^(prefect\.(blocks|variables)\.|\$)/.test(name),
      [...FLOW_RUNS, 'image'],
      `{{ ${name} }} is neither a block nor a variable of Prefect, so it stays as it is`,
      `create a variable in Prefect, and write {{ prefect.variables.${name.replaceAll(/\W/g, '_')} }}`,
    ),
  ),
);

/** Members of RunTask and RegisterTaskDefinition. Source: the API reference of ECS, November 2026. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  task_run_request: [
    ...['capacityProviderStrategy', 'clientToken', 'cluster', 'count', 'enableECSManagedTags', 'enableExecuteCommand'],
    ...['group', 'launchType', 'networkConfiguration', 'overrides', 'placementConstraints', 'placementStrategy'],
    ...['platformVersion', 'propagateTags', 'referenceId', 'startedBy', 'tags', 'taskDefinition'],
    'volumeConfigurations',
  ],
  task_definition: [
    ...['containerDefinitions', 'cpu', 'enableFaultInjection', 'ephemeralStorage', 'executionRoleArn', 'family'],
    ...['inferenceAccelerators', 'ipcMode', 'memory', 'networkMode', 'pidMode', 'placementConstraints'],
    ...['proxyConfiguration', 'requiresCompatibilities', 'runtimePlatform', 'tags', 'taskRoleArn', 'volumes'],
  ],
};

/** Prefect ignores a key that its ECS worker does not have, and boto3 fails on a member that ECS does not have. */
const knownParts: Rule = ofFlowRuns(({ jobConfiguration }) => {
  const path = [...FLOW_RUNS, 'job_configuration'];
  const known = Object.keys(template.job_configuration);
  return [
    ...unknownKeys(jobConfiguration, known, path, 'is not a part of the job configuration of ECS: Prefect ignores it'),
    ...Object.entries(MEMBERS).flatMap(([part, members]) =>
      unknownKeys(
        jobConfiguration[part],
        members,
        [...path, part],
        'is not a member that ECS had in November 2026: no flow run would start',
      ),
    ),
  ];
});

function unknownKeys(value: unknown, known: readonly string[], path: Path, message: string): Finding[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) =>
    warning('unknown-attribute', !known.includes(key), [...path, key], message, suggestion(key, known)),
  );
}

export const TEMPLATE_RULES: readonly Rule[] = [declared, imageOfPrefect, knownParts];
