import { type JsonMap, merge } from '../../terraform/merge';
import { type JsonDocument, literalDocument } from '../../terraform/terraform-text';
import { type ContainerProps, containerDefinition } from '../container/resources/container-definition';
import defaultTemplate from './ecs-base-job-template.json';

/** What an environment says of the flow runs of its pool, in the words of ECS and of prefect-aws. */
export interface JobSettings {
  /** Defaults of the template's variables, by name. */
  readonly defaults: JsonMap;
  /** Variables that the template does not have, each with its JSON schema. */
  readonly newVariables: JsonMap;
  /** Attributes of the task definition. */
  readonly taskDefinition: JsonMap;
  /** The container in which the flow runs. */
  readonly container: ContainerProps;
  /** Containers beside it. */
  readonly sidecars: readonly JsonMap[];
  /** Attributes of the call that starts a task. */
  readonly taskRunRequest: JsonMap;
  /** What is merged over the job configuration, last but for `overrides`. */
  readonly jobConfiguration: JsonMap;
  /** Variables that deployments cannot set: their defaults stand in the job configuration. */
  readonly removedVariables: readonly string[];
  /** Whether a deployment may set others than the template has. */
  readonly additionalProperties: boolean;
  /** The user's own. */
  readonly overrides: JsonMap;
}

/**
 * The base job template that prefect-aws itself ships (0.7.12, the same since 0.7.7 but for descriptions), with an
 * environment's values: nothing of it is lost, so whatever a deployment could set before it still can.
 */
export function baseJobTemplate(settings: JobSettings): JsonDocument {
  const { variables, job_configuration: configuration } = literalDocument(defaultTemplate) as {
    readonly variables: JsonMap & { readonly properties: Readonly<Record<string, JsonMap>> };
    readonly job_configuration: JsonMap;
  };
  const properties = Object.fromEntries(
    Object.entries(variables.properties).map(([name, schema]) => {
      const value = settings.defaults[name];
      return [name, value === undefined ? schema : { ...schema, default: value }];
    }),
  );
  const all: JsonMap = { ...properties, ...settings.newVariables };
  const jobConfiguration = merge(
    merge(merge(configuration, ours(configuration, settings)), settings.jobConfiguration),
    settings.overrides,
  );
  const { removedVariables: removed, additionalProperties } = settings;
  if (removed.length === 0 && additionalProperties) {
    return { variables: { ...variables, properties: all }, job_configuration: jobConfiguration };
  }
  const kept = Object.entries(all).filter(([name]) => !removed.includes(name));
  const defaults = new Map(removed.map((name) => [name, (all[name] as JsonMap | undefined)?.['default']]));
  return {
    variables: {
      ...variables,
      properties: Object.fromEntries(kept),
      ...(!additionalProperties && { additionalProperties: false }),
    },
    job_configuration: filledIn(jobConfiguration, defaults),
  } as JsonDocument;
}

/** A document with these defaults for their placeholders. Without a default, what has the placeholder is left out. */
function filledIn(node: unknown, defaults: ReadonlyMap<string, unknown>): unknown {
  if (typeof node === 'string') {
    const [, name = ''] = /^\{\{ *(\w+) *\}\}$/.exec(node) ?? [];
    return defaults.has(name) ? (defaults.get(name) ?? undefined) : node;
  }
  if (Array.isArray(node)) return node.map((part) => filledIn(part, defaults)).filter((part) => part !== undefined);
  if (typeof node !== 'object' || node === null || Object.getPrototypeOf(node) !== Object.prototype) return node;
  const parts = Object.entries(node).map(([key, part]) => [key, filledIn(part, defaults)] as const);
  return Object.fromEntries(parts.filter(([, part]) => part !== undefined));
}

function ours(configuration: JsonMap, { taskDefinition, container, sidecars, taskRunRequest }: JobSettings): JsonMap {
  const [flow, ...others] = (configuration['task_definition'] as { readonly containerDefinitions: readonly JsonMap[] })
    .containerDefinitions;
  return {
    task_definition: {
      ...taskDefinition,
      containerDefinitions: [containerDefinition(container, flow), ...others, ...sidecars],
    },
    task_run_request: taskRunRequest,
  };
}
