import * as z from 'zod';

export const workPool = z
  .enum(['output', 'managed'])
  .default('output')
  .describe(
    "Who makes the work pool. output: you, with the output prefect_base_job_template and the command beside it. managed: the same apply, with Prefect's own Terraform provider (prefecthq/prefect), which takes its key from the environment: PREFECT_API_KEY, or PREFECT_BASIC_AUTH_KEY. A pool that exists has to be imported first. The form of what is written was checked against that provider's documentation; it was never run with it.",
  );
