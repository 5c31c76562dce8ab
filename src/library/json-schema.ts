import { withSharedParts } from '../environment/shared-schemas';
import { plainSchema } from '../environment/stack-file-schema';

/** The schema of a stack file, as a program has it: one without bases, so that what is required has to be there. */
export function stackFileJsonSchema(): Readonly<Record<string, unknown>> {
  return withSharedParts({ title: 'Stack file of cdktf-prefect-ecs-worker', ...plainSchema() });
}
