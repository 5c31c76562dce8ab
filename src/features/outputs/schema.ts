import * as z from 'zod';
import { onChange } from '../../values/changes';
import { EXAMPLES, group, text } from '../../values/fields';
import { TERRAFORM_NAME } from '../../values/limits';
import { OUTPUT_VALUES } from './stack-values';

export const outputs = z
  .record(
    text(TERRAFORM_NAME),
    z.union([
      z.enum(OUTPUT_VALUES),
      group({
        expression: z
          .string()
          .min(1)
          .register(EXAMPLES, { example: 'aws_ecs_service.prefect_worker_service.name' })
          .describe('A Terraform expression without ${}, for example aws_ecs_service.prefect_worker_service.name'),
        description: z
          .string()
          .register(EXAMPLES, { example: 'The name of the service.' })
          .optional()
          .describe('Description of the output.'),
        sensitive: z.boolean().optional().describe('true: Terraform does not show the value.'),
      }),
    ]),
  )
  .default({})
  .describe('Further Terraform outputs by name: one of the values listed here, or an expression.')
  .meta(onChange('has no effect on AWS'));
