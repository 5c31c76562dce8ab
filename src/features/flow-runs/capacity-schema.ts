import * as z from 'zod';
import { group, text, wholeNumber } from '../../values/fields';
import { CAPACITY_PROVIDER } from '../../values/limits/ecs';

const strategy = group({
  capacity_provider: text(CAPACITY_PROVIDER).describe(
    'FARGATE, FARGATE_SPOT, ec2 (the instances of capacity.ec2), or the name of a capacity provider of an existing cluster.',
  ),
  weight: wholeNumber(0, 1000)
    .default(1)
    .describe(
      'The relative share of this provider. It counts within one RunTask call, and each flow run is one call with one task.',
    ),
  base: wholeNumber(0, 100_000)
    .default(0)
    .describe(
      'Tasks of each RunTask call that use this provider first. With base: 1, every flow run uses this provider.',
    ),
});

export const runCapacity = z
  .union([z.enum(['fargate', 'fargate_spot', 'ec2']), z.array(strategy).min(1)])
  .default('fargate');
export type FlowRunCapacity = z.output<typeof runCapacity>;
