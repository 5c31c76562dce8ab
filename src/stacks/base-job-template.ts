import defaultTemplate from '../config/ecs-base-job-template.json';
import { Expression, type JsonDocument, literalDocument } from '../constructs/terraform-text';

type Map = { readonly [key: string]: JsonDocument | undefined };

/** What an environment says of the flow runs of its pool, in the words of ECS and of prefect-aws. */
export interface JobSettings {
  /** Defaults of the template's variables, by name. */
  readonly defaults: Map;
  /** Variables that the template does not have, each with its JSON schema. */
  readonly newVariables: Map;
  /** Attributes of the task definition. */
  readonly taskDefinition: Map;
  /** Attributes of the container in which the flow runs. */
  readonly container: Map;
  /** Containers beside it. */
  readonly sidecars: readonly Map[];
  /** Attributes of the call that starts a task. */
  readonly taskRunRequest: Map;
  /** What is merged over the job configuration, last but for `overrides`. */
  readonly jobConfiguration: Map;
  /** The user's own. */
  readonly overrides: Map;
}

/**
 * The base job template that prefect-aws itself ships (0.7.12, the same since 0.7.7 but for descriptions), with an
 * environment's values: nothing of it is lost, so whatever a deployment could set before it still can.
 */
export function baseJobTemplate(settings: JobSettings): JsonDocument {
  const { variables, job_configuration: configuration } = literalDocument(defaultTemplate) as {
    readonly variables: Map & { readonly properties: Readonly<Record<string, Map>> };
    readonly job_configuration: Map;
  };
  const properties = Object.fromEntries(
    Object.entries(variables.properties).map(([name, schema]) => {
      const value = settings.defaults[name];
      return [name, value === undefined ? schema : { ...schema, default: value }];
    }),
  );
  return {
    variables: { ...variables, properties: { ...properties, ...settings.newVariables } },
    job_configuration: merge(
      merge(merge(configuration, ours(configuration, settings)), settings.jobConfiguration),
      settings.overrides,
    ),
  };
}

function ours(configuration: Map, { taskDefinition, container, sidecars, taskRunRequest }: JobSettings): Map {
  const [flow, ...others] = (configuration['task_definition'] as { readonly containerDefinitions: readonly Map[] })
    .containerDefinitions;
  return {
    task_definition: {
      ...taskDefinition,
      containerDefinitions: [merge(flow ?? {}, container), ...others, ...sidecars],
    },
    task_run_request: taskRunRequest,
  };
}

/** Maps merge, everything else replaces, null removes. */
export function merge(below: Map, over: Map): Map {
  const merged: Record<string, JsonDocument | undefined> = { ...below };
  for (const [key, value] of Object.entries(over)) {
    const current = merged[key];
    if (value === null) delete merged[key];
    else merged[key] = isMap(value) && isMap(current) ? merge(current, value) : value;
  }
  return merged;
}

function isMap(value: JsonDocument | undefined): value is Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Expression);
}
