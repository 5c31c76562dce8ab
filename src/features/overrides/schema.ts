import * as z from 'zod';
import { onChange } from '../../values/changes';
import { EXAMPLES } from '../../values/fields';

const attributes = z.record(z.string(), z.unknown());

export const overrides = z
  .record(z.string(), attributes)
  .default({})
  .describe(
    'Any attribute of any resource or data source of the stack, by its Terraform address, for example aws_ecs_service.prefect_worker_service: {enable_ecs_managed_tags: true}. Merged last: mappings merge, lists and values replace, null removes. Terraform evaluates ${} expressions here. terraform plan shows the effect of a change.',
  )
  .meta(onChange('does what terraform plan shows'));

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
    "Further Terraform blocks in Terraform's JSON syntax, in addition to those of the stack. Terraform evaluates ${} expressions here.",
  )
  .meta(onChange('does what terraform plan shows'));

EXAMPLES.add(overrides, { example: { 'aws_ecs_service.prefect_worker_service': { enable_ecs_managed_tags: true } } });
EXAMPLES.add(terraform, { example: { locals: { team: 'data' } } });
