import { valueAt } from '../../environment/origin';
import { literal } from '../../terraform/terraform-text';
import { hasPlaceholder } from '../../values/placeholder';
import type { FlowRunResources } from './create-types';

type OfOnePool = Pick<FlowRunResources, 'settings' | 'context'>;

/** The families of this stack's task definitions that are not Prefect's own, `prefect_POOL_DEPLOYMENT`. */
export function ownFamilies({ settings, context }: OfOnePool): string[] {
  const { createTaskDefinition, variables, jobConfiguration } = settings;
  const named = [variables['family'], valueAt(jobConfiguration, ['task_definition', 'family'])];
  const known = named.filter((family): family is string => typeof family === 'string' && !hasPlaceholder(family));
  return [...(createTaskDefinition ? [context.names.flowRunFamily] : []), ...known.map(literal)];
}

/** {@link ownFamilies}, with that of an existing task definition: the groups of the tasks of flow runs. */
export function furtherFamilies(one: OfOnePool): string[] {
  const [, given] = /task-definition\/([^:]+):/.exec(one.settings.taskDefinitionArn ?? '') ?? [];
  return [...ownFamilies(one), ...(given === undefined ? [] : [given])];
}
