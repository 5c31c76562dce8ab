import * as z from 'zod';
import { group, text } from '../../values/fields';
import { TERRAFORM_NAME } from '../../values/limits';
import { STACK_VALUES } from './stack-values';

export const outputs = z
  .record(
    text(TERRAFORM_NAME),
    z.union([
      z.enum(STACK_VALUES),
      group({
        expression: z
          .string()
          .min(1)
          .describe('A Terraform expression, without ${}: aws_ecs_service.prefect_worker_service.name'),
        description: z.string().optional().describe('What it is.'),
        sensitive: z.boolean().optional().describe('Do not show it.'),
      }),
    ]),
  )
  .default({})
  .describe('Further Terraform outputs by name: one of the values that the stack knows, or an expression.');
