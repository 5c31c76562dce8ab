import type { Environment } from '../environment/environment';
import { isInEcr } from '../values/image-registry';

/** When Terraform creates something that it may also leave out: what the inputs of an apply decide. */
export type Condition =
  | { readonly input: 'worker_task_role_arn'; readonly is: null }
  | { readonly input: 'worker_type'; readonly is: 'ecs' }
  | { readonly apiPortIsNot: readonly number[] }
  /** worker: the image of the first worker; further: any other image of the workers and their sidecars. */
  | { readonly inEcr: 'worker' | 'further' | 'flow_runs' }
  | { readonly all: readonly Condition[] };

/** Whether a condition holds for the values of the stack file. */
export function holds(condition: Condition | undefined, environment: Environment): boolean {
  if (condition === undefined) return true;
  if ('all' in condition) return condition.all.every((one) => holds(one, environment));
  if ('apiPortIsNot' in condition) return !condition.apiPortIsNot.includes(apiPort(environment) ?? 0);
  if ('inEcr' in condition) return imagesOf(condition.inEcr, environment).some(isInEcr);
  const { workerTaskRoleArn = null, workerType } = environment.inputs;
  return (condition.input === 'worker_type' ? workerType : workerTaskRoleArn) === condition.is;
}

/**
 * Whether Terraform may create something for this stack file. An image changes from one apply to the next; a role that
 * is given stays.
 */
export function mayHold(condition: Condition | undefined, environment: Environment): boolean {
  if (condition === undefined || 'inEcr' in condition) return true;
  return 'all' in condition ? condition.all.every((one) => mayHold(one, environment)) : holds(condition, environment);
}

/** Images that the execution role pulls in addition to the first worker's; undefined: the first worker's. */
export function furtherImages({ worker, workers }: Pick<Environment, 'worker' | 'workers'>): string[] {
  const further = Object.values(workers);
  return [
    ...further.flatMap(({ inputs }) => inputs.workerImage ?? []),
    ...[worker, ...further.map(({ container }) => container)].flatMap(({ sidecars }) =>
      Object.values(sidecars).map(({ image }) => image),
    ),
  ];
}

function imagesOf(which: 'worker' | 'further' | 'flow_runs', environment: Environment): string[] {
  return which === 'further' ? furtherImages(environment) : [environment.inputs.workerImage];
}

/** undefined: only the apply knows it. */
function apiPort({ prefect: { apiUrl } }: Environment): number | undefined {
  if (typeof apiUrl !== 'string') return undefined;
  const { protocol, port } = new URL(apiUrl);
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}
