import { type KnownCause, NETWORK, TABLE } from './known-cause';

/** Why the worker does not poll, or takes no flow run. */
export const POLLING_CAUSES: readonly KnownCause[] = [
  {
    id: 'worker-overloaded',
    in: ['log'],
    text: /PoolTimeout/,
    cause: 'The worker starts more flow runs at a time than its connections allow, and its polls wait.',
    wayOut: 'Set prefect.limit in the stack file, or run more tasks of the worker.',
    section: 'Scale',
  },
  {
    id: 'job-variables-invalid',
    in: ['flow run'],
    text: /Failed to submit flow run to infrastructure: ValidationError/,
    cause:
      'A job variable of the deployment or of the run has a value that the template of the work pool does not allow.',
    wayOut: 'Correct job_variables, and deploy again.',
    section: 'First flow run',
  },
  {
    id: 'api-unreachable',
    in: ['log'],
    text: /Failed the last \d+ attempts|error threshold|ConnectError|ConnectTimeout|All connection attempts failed|Name or service not known/,
    cause: "The worker cannot reach Prefect's API.",
    wayOut: 'Check the way out of the subnets, the egress of the security group, and the API URL.',
    ...NETWORK,
  },
  {
    id: 'not-polled',
    in: ['log'],
    text: /has not polled/,
    cause: "The worker hangs, or Prefect's API does not answer it.",
    wayOut: 'ECS replaces the task; if it happens again, read the log above this line.',
    ...TABLE,
  },
];
