import type { Path } from '../stack-file/path';
import { camelCase } from '../values/fields';

/**
 * The fields of the stack file that decide a value of the Environment, beside the field of the same name. `*`
 * at the end stands for everything below, elsewhere for the same name on both sides.
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
  'network.create.subnets': ['network.create.*'],
  'network.create.tasks_in': ['network.create.*'],
  'network.create.zones': ['network.create.*'],
  'network.create.endpoints': ['network.create.*'],
  'cluster.container_insights': ['preset'],
  'prefect.create_pool_if_not_found': ['preset'],
  api_key: ['api_key.*', 'prefect.auth'],
  backend: ['backend.*'],
  'backend.region': ['region'],
  naming: ['names.*'],
  instances: [
    'capacity.*',
    'worker.architecture',
    'worker.gpus',
    'workers.*',
    'flow_runs.capacity.*',
    'flow_runs.gpus',
    'flow_runs.attributes.*',
  ],
  crash_detection: ['crash_detection.enabled', 'preset', 'worker_type'],
  'crash_detection.forward_logs': ['logs.*', 'flow_runs.log.*'],
  'crash_detection.log_is_readable': ['logs.*', 'flow_runs.log.*', 'preset'],
  'alarms.tasks_missing': ['service.autoscaling.*', 'service.schedule.*'],
  'alarms.further_tasks_missing': ['alarms.tasks_missing.*', 'service.*', 'workers.*'],
  'alarms.oldest_event': ['crash_detection.*', 'preset', 'worker_type'],
  'alarms.failed_events': ['crash_detection.*', 'preset', 'worker_type'],
  'alarms.undelivered_events': ['crash_detection.*', 'preset', 'worker_type'],
  flow_runs: ['preset', 'worker_type', 'image'],
  'flow_runs.assign_public_ip': ['network.assign_public_ip'],
  'flow_runs.worker_security_groups': ['flow_runs.own_security_group', 'flow_runs.security_groups'],
  'flow_runs.init_process_enabled': ['flow_runs.entry_point', 'flow_runs.enable_execute_command'],
  'flow_runs.temporary_files': ['flow_runs.readonly_root_filesystem', 'flow_runs.capacity.*', 'region'],
  'flow_runs.sidecars.*.temporary_files': [
    'flow_runs.sidecars.*.readonly_root_filesystem',
    'flow_runs.capacity.*',
    'region',
  ],
  'flow_runs.environment': ['bucket.results.*'],
  'image.code': ['image.*', 'bucket.*', 'flow_runs.image', 'flow_runs.task_definition_arn'],
  work_queues: ['prefect.work_queues', 'worker_work_pool_name'],
  owns_pool: ['worker_work_pool_name', 'workers.*'],
  worker: ['preset'],
  'worker.init_process_enabled': ['worker.entry_point', 'service.enable_execute_command'],
  'worker.temporary_files': ['worker.readonly_root_filesystem', 'capacity.type', 'region'],
  'worker.sidecars.*.temporary_files': ['worker.sidecars.*.readonly_root_filesystem', 'capacity.type', 'region'],
  service: ['preset'],
  'service.circuit_breaker': ['service.deployment_circuit_breaker.*'],
  'service.availability_zone_rebalancing': ['service.deployment_maximum_percent'],
  'service.force_new_deployment': ['capacity.type'],
};

export interface Source {
  readonly path: Path;
  readonly withAllBelow: boolean;
}

interface Further {
  readonly of: Path;
  readonly fields: readonly Source[];
}

/** By the first part of the path. */
const FURTHER = new Map<unknown, Further[]>();
for (const [of, fields] of Object.entries(DECIDED_BY)) {
  const path = parts(of);
  FURTHER.set(path[0], [...(FURTHER.get(path[0]) ?? []), { of: path, fields: fields.map(toSource) }]);
}

/** The fields of the stack file that decide the value at `path` of an Environment. All paths are in camel case. */
export function sourcesOf(path: Path): Source[] {
  const [first, name, group, ...below] = path;
  if (first === 'workers' && group === 'inputs')
    return [{ path: [first, name as string, ...below], withAllBelow: false }];
  if (first === 'workers' && group !== undefined) {
    const inherited = sourcesOf(group === 'container' ? ['worker', ...below] : [group, ...below]);
    return inherited.flatMap((source) => [source, { ...source, path: [first, name as string, ...source.path] }]);
  }
  const further = (FURTHER.get(first) ?? []).filter(({ of }) =>
    of.every((part, at) => part === '*' || part === path[at]),
  );
  const same = { path: first === 'inputs' ? path.slice(1) : path, withAllBelow: false };
  return [same, ...further.flatMap(({ fields }) => fields.map((field) => ofSame(field, path)))];
}

/** A field with the names that `path` has in the places of its `*`. */
function ofSame({ path: field, withAllBelow }: Source, path: Path): Source {
  return { path: field.map((part, at) => (part === '*' ? (path[at] ?? part) : part)), withAllBelow };
}

function toSource(field: string): Source {
  const path = parts(field);
  return path.at(-1) === '*' ? { path: path.slice(0, -1), withAllBelow: true } : { path, withAllBelow: false };
}

function parts(path: string): Path {
  return path.split('.').map(camelCase);
}
