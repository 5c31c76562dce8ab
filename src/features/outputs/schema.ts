import * as z from 'zod';
import { onChange } from '../../values/changes';
import { EXAMPLES, group, text } from '../../values/fields';
import { TERRAFORM_NAME } from '../../values/limits/terraform';
import type { TextLimit } from '../../values/limits/text-limit';
import { OUTPUT_VALUES } from './stack-values';

const PARAMETER_NAME: TextLimit = {
  pattern: /^(?!\/?([aA][wW][sS]|[sS][sS][mM]))((\/[A-Za-z0-9_.-]+){1,15}|[A-Za-z0-9_.-]+)$/,
  longest: 1011,
  allowed:
    'the name of an SSM parameter: letters, digits and _ . -, at most 15 parts that each begin with /, not beginning with aws or ssm',
  example: '/team/prefect/cluster_arn',
  source: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html',
};

export const outputParameters = z
  .partialRecord(z.enum(OUTPUT_VALUES), text(PARAMETER_NAME))
  .default({})
  .register(EXAMPLES, { example: { cluster_arn: '/team/prefect/cluster_arn' } })
  .describe(
    'Values of this stack as SSM parameters, for other stacks and for CI: each key is a value that outputs also has, each value the name of a parameter. A list becomes a StringList.',
  )
  .meta(onChange('creates or deletes the output parameters', 'replaces the output parameters'));

export const outputs = z
  .record(
    text(TERRAFORM_NAME),
    z.union([
      z.enum(OUTPUT_VALUES),
      group({
        expression: z
          .string()
          .min(1)
          .refine((text) => !/^\s*\$\{[\s\S]*\}\s*$/.test(text), { error: 'must be the expression without ${ and }' })
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
