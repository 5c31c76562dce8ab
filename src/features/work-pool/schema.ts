import * as z from 'zod';
import { onChangeWith } from '../../values/changes';

export const workPool = z
  .enum(['output', 'managed'])
  .default('output')
  .describe(
    "Who creates the work pool. output: you, with the command of the runbook. managed: Terraform, with Prefect's provider (prefecthq/prefect), which reads its key from PREFECT_API_KEY or PREFECT_BASIC_AUTH_KEY. Import an existing pool first. managed follows the documentation of that provider, but is not tested with it.",
  )
  .meta(onChangeWith('The output stays.', 'has no effect on AWS'));
