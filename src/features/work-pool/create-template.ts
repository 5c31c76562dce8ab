import { type JsonMap, merge } from '../../terraform/merge';
import { type JsonDocument, literalDocument } from '../../terraform/terraform-text';
import { type ContainerProps, containerDefinition } from '../container/resources/container-definition';
import defaultTemplate from './ecs-base-job-template.json';

type Map = JsonMap;

/** What an environment says of the flow runs of its pool, in the words of ECS and of prefect-aws. */
export interface JobSettings {
  /** Defaults of the template's variables, by name. */
  readonly defaults: Map;
  /** Variables that the template does not have, each with its JSON schema. */
  readonly newVariables: Map;
  /** Attributes of the task definition. */
  readonly taskDefinition: Map;
  /** The container in which the flow runs. */
  readonly container: ContainerProps;
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
      containerDefinitions: [containerDefinition(container, flow), ...others, ...sidecars],
    },
    task_run_request: taskRunRequest,
  };
}
