import type { Environment } from '../../environment/environment';
import { valueAt } from '../../environment/origin';
import { decidedBy, type Finding, faultAt, type Rule, when } from '../../environment/rule';
import { inYaml } from '../../stack-file/in-yaml';
import { isMap } from '../../stack-file/is-map';
import { nearest } from '../../stack-file/nearest';
import type { Path } from '../../stack-file/path';
import { leadingTo } from '../../values/fault';
import { inTable } from '../../values/in-table';
import { DECIDED_VARIABLES, TEMPLATE_VARIABLES } from '../work-pool/template-variables';
import { variableTypeFault } from '../work-pool/variable-types';
import { workersOf } from '../workers/workers-of';
import { FLOW_RUNS, ofFlowRuns } from './of-flow-runs';

/** Source: https://json-schema.org/draft/2020-12/json-schema-core, and what Python calls them. */
const JSON_TYPES: readonly string[] = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];

const JSON_TYPE_OF: Readonly<Record<string, string>> = {
  bool: 'boolean',
  dict: 'object',
  float: 'number',
  int: 'integer',
  list: 'array',
  map: 'object',
  str: 'string',
  text: 'string',
};

const variables = ofFlowRuns(({ variables: given, retries }, environment) => [
  ...Object.entries(given).flatMap(([name, value]) => onVariable(name, value)),
  ...variablesOfWorkers(environment).flatMap((name) =>
    when(
      retries !== undefined &&
        /^PREFECT_INTEGRATIONS_AWS_ECS_WORKER_(CREATE_TASK_RUN|REGISTER_TASK_DEFINITION)_/.test(name),
      [...FLOW_RUNS, 'retries'],
      `sets the same as the variable ${name} of the worker`,
      'remove one of the two',
    ),
  ),
]);

function onVariable(name: string, value: unknown): Finding[] {
  const path = [...FLOW_RUNS, 'variables', name];
  const field = inTable(DECIDED_VARIABLES, name);
  if (field !== undefined) return decidedBy(path, field);
  return TEMPLATE_VARIABLES.includes(name) ? onKnownVariable(name, value, path) : onNewVariable(name, value, path);
}

/** Keys of JSON schema that say what a value may be. */
const OF_SCHEMA = ['type', 'anyOf', 'oneOf', 'allOf', 'enum', 'const', '$ref'];

function isSchema(value: unknown): boolean {
  return isMap(value) && OF_SCHEMA.some((key) => Object.hasOwn(value, key));
}

/** The template has its JSON schema, and takes its default. */
function onKnownVariable(name: string, value: unknown, path: Path): Finding[] {
  const defaultValue = isSchema(value) ? valueAt(value, ['default']) : undefined;
  const fault = leadingTo('each flow run would crash', variableTypeFault(name, value));
  const hint = defaultValue === undefined ? undefined : `set its default alone: ${inYaml({ [name]: defaultValue })}`;
  return faultAt(path, fault && { ...fault, hint: hint ?? fault.hint });
}

function onNewVariable(name: string, value: unknown, path: Path): Finding[] {
  const type = valueAt(value, ['type']);
  const types = (type === undefined ? [] : [type].flat()).map((one) => (typeof one === 'string' ? one : inYaml(one)));
  const unknown = types.find((one) => !JSON_TYPES.includes(one));
  if (unknown !== undefined) {
    return faultAt(
      [...path, 'type'],
      `${Array.isArray(type) ? `contains ${unknown}, which is` : 'is'} not a type of JSON schema: Prefect could check no deployment`,
      `did you mean ${inTable(JSON_TYPE_OF, unknown.toLowerCase()) ?? nearest(unknown, JSON_TYPES) ?? 'string'}?`,
    );
  }
  const close = nearest(name, TEMPLATE_VARIABLES);
  return when(
    !isSchema(value),
    path,
    'is not a variable of the template',
    close
      ? `did you mean ${close}?`
      : 'for a new variable, set its JSON schema, for example {type: string, default: text}',
  );
}

function variablesOfWorkers(environment: Environment): string[] {
  const ofContainers = workersOf(environment).flatMap(({ container }) => Object.keys(container.environment));
  return [...new Set([...Object.keys(environment.prefect.settings), ...ofContainers])];
}

const removedVariables = ofFlowRuns(({ template, variables: given }) =>
  (template?.removeVariables ?? []).flatMap((name, index) => {
    const path = [...FLOW_RUNS, 'template', 'remove_variables', index];
    const known = [...TEMPLATE_VARIABLES, ...Object.keys(given)];
    const close = nearest(name, known);
    return [
      ...when(
        !known.includes(name),
        path,
        'is not a variable of the template',
        close ? `did you mean ${close}?` : `allowed: ${known.join(', ')}`,
      ),
      ...when(name === 'image', path, 'cannot be removed: each deployment sets its image', 'remove it from the list'),
    ];
  }),
);

export const VARIABLE_RULES: readonly Rule[] = [variables, removedVariables];
