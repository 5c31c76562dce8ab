import * as z from 'zod';
import { EXAMPLES } from '../../values/fields';

const attributes = z.record(z.string(), z.unknown());

export const overrides = z
  .record(z.string(), attributes)
  .default({})
  .describe(
    'The escape hatch: any attribute of anything the stack makes, by its Terraform address (aws_ecs_service.prefect_worker_service, data.aws_region.current). Merged last: maps merge, lists and values replace, null removes. What stands here is your Terraform, ${} expressions included.',
  );

export const terraform = z
  .strictObject({
    resource: z.record(z.string(), z.record(z.string(), attributes)).optional().describe('TYPE: NAME: attributes'),
    data: z.record(z.string(), z.record(z.string(), attributes)).optional().describe('TYPE: NAME: attributes'),
    locals: attributes.optional().describe('Local values, as NAME: value'),
    variable: z.record(z.string(), attributes).optional().describe('NAME: attributes'),
    module: z.record(z.string(), attributes).optional().describe('NAME: attributes'),
    moved: z.array(attributes).optional().describe('A list of from and to.'),
    import: z.array(attributes).optional().describe('A list of to and id.'),
    removed: z.array(attributes).optional().describe('A list of from and lifecycle.'),
    check: z.record(z.string(), attributes).optional().describe('NAME: attributes'),
  })
  .default({})
  .describe(
    "Further Terraform blocks, in Terraform's JSON syntax, beside what the stack makes; ${} expressions included.",
  );

EXAMPLES.add(overrides, { example: { 'aws_ecs_service.prefect_worker_service': { enable_ecs_managed_tags: true } } });
EXAMPLES.add(terraform, { example: { locals: { team: 'data' } } });
