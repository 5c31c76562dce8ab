import { camelCase } from './fields';
import type { Path } from './path';

/**
 * The fields of the stack file that decide a value of the Environment, beside the field of the same name. `*`
 * stands for everything below.
 */
const DECIDED_BY: Readonly<Record<string, readonly string[]>> = {
  behaviour: ['preset'],
  'inputs.worker_image': ['preset'],
  'inputs.worker_extra_pip_packages': ['preset'],
  'inputs.worker_task_role_arn': ['roles.task.existing'],
  'network.vpc_lookup': ['vpc_id.*'],
  'network.subnet_lookup': ['worker_subnets.*'],
  'network.egress': ['preset'],
  'network.create.nat': ['network.create.*'],
  'network.create.division': ['network.create.*'],
  'network.create.private_subnets': ['network.create.*'],
  'network.create.public_subnets': ['network.create.*'],
  'network.create.endpoints': ['network.create.*'],
  'cluster.container_insights': ['preset'],
  'prefect.create_pool_if_not_found': ['preset'],
  api_key: ['api_key.*', 'prefect.auth'],
  backend: ['backend.*'],
  'backend.region': ['region'],
  naming: ['names.*'],
  instances: ['capacity.*', 'worker.architecture', 'worker.gpus', 'workers.*'],
  crash_detection: ['crash_detection.enabled', 'preset', 'worker_type'],
  'crash_detection.forward_logs': ['logs.*', 'flow_runs.log.*'],
  'crash_detection.log_is_readable': ['logs.*', 'flow_runs.log.*', 'preset'],
  'alarms.tasks_missing': ['service.autoscaling.*', 'service.schedule.*'],
  'alarms.oldest_event': ['crash_detection.*', 'preset', 'worker_type'],
  'alarms.failed_events': ['crash_detection.*', 'preset', 'worker_type'],
  'alarms.undelivered_events': ['crash_detection.*', 'preset', 'worker_type'],
  flow_runs: ['preset', 'worker_type', 'image'],
  'flow_runs.assign_public_ip': ['network.assign_public_ip'],
  'flow_runs.worker_security_groups': ['flow_runs.own_security_group', 'flow_runs.security_groups'],
  work_queues: ['prefect.work_queues', 'worker_work_pool_name'],
  worker: ['preset'],
  'worker.init_process': ['worker.entry_point', 'service.enable_execute_command'],
  'worker.temporary_files': ['worker.read_only_root_filesystem', 'capacity.type', 'region'],
  service: ['preset'],
  'service.circuit_breaker': ['service.deployment_circuit_breaker.*'],
  'service.availability_zone_rebalancing': ['service.deployment_maximum_percent'],
  'service.force_new_deployment': ['capacity.type'],
};

interface Source {
  readonly path: Path;
  readonly withAllBelow: boolean;
}

const FURTHER = Object.entries(DECIDED_BY).map(([of, fields]) => ({ of: parts(of), fields: fields.map(toSource) }));

/** The fields of the stack file that decide the value at `path` of an Environment. All paths are in camel case. */
export function sourcesOf(path: Path): Source[] {
  const [first, name, group, ...below] = path;
  if (first === 'config') return sourcesOf(path.slice(1));
  if (first === 'workers' && group === 'inputs')
    return [{ path: [first, name as string, ...below], withAllBelow: false }];
  if (first === 'workers' && group !== undefined) {
    const inherited = sourcesOf(group === 'container' ? ['worker', ...below] : [group, ...below]);
    return inherited.flatMap((source) => [source, { ...source, path: [first, name as string, ...source.path] }]);
  }
  const further = FURTHER.filter(({ of }) => of.every((part, at) => part === path[at]));
  const same = { path: first === 'inputs' ? path.slice(1) : path, withAllBelow: false };
  return [same, ...further.flatMap(({ fields }) => fields)];
}

function toSource(field: string): Source {
  const path = parts(field);
  return path.at(-1) === '*' ? { path: path.slice(0, -1), withAllBelow: true } : { path, withAllBelow: false };
}

function parts(path: string): Path {
  return path.split('.').map(camelCase);
}
