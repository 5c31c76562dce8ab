import { faultAt, type Rule, warning, warningAt, when } from '../../environment/rule';
import { nearest } from '../../stack-file/nearest';
import { type Path, pathInWords } from '../../stack-file/path';
import { ECS_SHAPES, meantMember, shapeFaults } from '../../values/ecs-shapes';
import { namesInPlaceholders } from '../../values/placeholder';
import template from '../work-pool/ecs-base-job-template.json';
import { TEMPLATE_VARIABLES } from '../work-pool/template-variables';
import { FLOW_RUNS, ofFlowRuns } from './of-flow-runs';

/** What becomes the default of a variable, where Prefect reads blocks and variables of its own. */
const IN_DEFAULTS: readonly string[] = ['environment', 'image', 'log_configuration', 'variables'];

/**
 * Placeholders in the job configuration: Prefect refuses a template with one that is no variable of it.
 * Source: prefect 3.8, server/schemas/actions.py, validate_base_job_template.
 */
const declared: Rule = ofFlowRuns(({ template: wanted, variables, createTaskDefinition }, environment) => {
  const removed = wanted?.removeVariables ?? [];
  const known = [...TEMPLATE_VARIABLES, ...Object.keys(variables)].filter((name) => !removed.includes(name));
  const given = (environment.fileValue(FLOW_RUNS) ?? {}) as Readonly<Record<string, unknown>>;
  // A task definition that Terraform registers is not in the template.
  const fields = Object.entries(given).filter(([field]) =>
    createTaskDefinition ? field === 'job_configuration' : !IN_DEFAULTS.includes(field),
  );
  return fields.flatMap(([field, value]) =>
    textsIn(value, [...FLOW_RUNS, field]).flatMap(([path, text]) =>
      namesInPlaceholders(text).flatMap((name) =>
        removed.includes(name)
          ? faultAt(
              path,
              `{{ ${name} }} is removed from the template by ${pathInWords(FLOW_RUNS)}.template.remove_variables`,
              `write the value itself, or remove ${name} from remove_variables`,
            )
          : when(
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

/** The parts of which boto3 checks each member before it sends the request. */
const OF_ECS = ['task_definition', 'task_run_request'] as const;

/** Prefect ignores a key that its ECS worker does not have, and boto3 fails on what ECS does not have. */
const knownParts: Rule = ofFlowRuns(({ jobConfiguration }) => {
  const path = [...FLOW_RUNS, 'job_configuration'];
  const known = Object.keys(template.job_configuration);
  return [
    ...Object.keys(jobConfiguration).flatMap((key) =>
      warning(
        'unknown-attribute',
        !known.includes(key),
        [...path, key],
        'is not a part of the job configuration of ECS: Prefect ignores it',
        meantMember(key, known),
      ),
    ),
    ...OF_ECS.flatMap((part) =>
      shapeFaults(jobConfiguration[part], ECS_SHAPES[part], [...path, part]).flatMap(
        ({ path: at, message, hint, maybeNewer }) =>
          maybeNewer
            ? warningAt('unknown-attribute', at, `${message}: no flow run would start`, hint)
            : faultAt(at, `${message}: no flow run would start`, hint),
      ),
    ),
  ];
});

/** Blocks and variables of Prefect, each with a name. Source: prefect 3.8, utilities/templating.py. */
const namedOfPrefect: Rule = ofFlowRuns((_, environment) =>
  textsIn(environment.fileValue(FLOW_RUNS), FLOW_RUNS).flatMap(([path, text]) =>
    namesInPlaceholders(text).flatMap((name) =>
      when(
        /^prefect\.(blocks|variables)(\.|$)/.test(name) &&
          !/^prefect\.(blocks\.[\w-]+\.[\w-]|variables\.[\w-])/.test(name),
        path,
        `{{ ${name} }} has no name of a ${name.startsWith('prefect.blocks') ? 'block: each flow run would crash' : 'variable'}`,
        name.startsWith('prefect.blocks')
          ? 'write {{ prefect.blocks.BLOCK_TYPE.BLOCK_NAME }}'
          : 'write {{ prefect.variables.NAME }}',
      ),
    ),
  ),
);

export const TEMPLATE_RULES: readonly Rule[] = [namedOfPrefect, declared, imageOfPrefect, knownParts];
