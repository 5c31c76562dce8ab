import { refusalOfValues } from '../helpers/refusals';

const SIDECAR = { image: 'a:1' };

test.each<[old: string, file: object, now: string]>([
  [
    'worker.read_only_root_filesystem',
    { worker: { read_only_root_filesystem: true } },
    'worker.readonly_root_filesystem',
  ],
  ['worker.init_process', { worker: { init_process: true } }, 'worker.init_process_enabled'],
  ['worker.registry_credentials', { worker: { registry_credentials: {} } }, 'worker.repository_credentials'],
  ['worker.linux_parameters', { worker: { linux_parameters: {} } }, 'worker.attributes.linuxParameters'],
  [
    'workers.b.worker.init_process',
    { workers: { b: { worker: { init_process: true } } } },
    'workers.b.worker.init_process_enabled',
  ],
  [
    'worker.sidecars.a.logs',
    { worker: { sidecars: { a: { ...SIDECAR, logs: 'none' } } } },
    'worker.sidecars.a.log_configuration',
  ],
  [
    'worker.sidecars.a.firelens',
    { worker: { sidecars: { a: { ...SIDECAR, firelens: {} } } } },
    'worker.sidecars.a.firelens_configuration',
  ],
  [
    'worker.log_configuration.driver',
    { worker: { log_configuration: { log_driver: 'splunk', driver: 'splunk' } } },
    'worker.log_configuration.log_driver',
  ],
  ['flow_runs.exec', { flow_runs: { exec: true } }, 'flow_runs.enable_execute_command'],
  ['flow_runs.container_definition', { flow_runs: { container_definition: {} } }, 'flow_runs.attributes'],
  [
    'flow_runs.volumes.data.path',
    { flow_runs: { volumes: { data: { path: '/data' } } } },
    'flow_runs.volumes.data.container_path',
  ],
  [
    'flow_runs.sidecars.a.read_only_root',
    { flow_runs: { sidecars: { a: { ...SIDECAR, read_only_root: true } } } },
    'flow_runs.sidecars.a.readonly_root_filesystem',
  ],
  [
    'flow_runs.sidecars.a.container_definition',
    { flow_runs: { sidecars: { a: { ...SIDECAR, container_definition: {} } } } },
    'flow_runs.sidecars.a.attributes',
  ],
])('%s leads to its new name', (old, file, now) => {
  const refusal = refusalOfValues(file);
  expect(refusal.startsWith(old)).toBe(true);
  expect(refusal).toContain(`was renamed\n    → write ${now}`);
});

test.each<[field: string, value: unknown, now: string]>([
  ['mounts', [{ volume: 'v', path: '/v' }], 'write a mapping: mounts: {v: {container_path: /data}}'],
  ['depends_on', [{ container: 'b' }], 'write a mapping: depends_on: {b: START}'],
  ['health_check', ['CMD', 'check'], 'write health_check: {command: [CMD, check]}'],
])('a list in flow_runs.sidecars.a.%s leads to the mapping', (field, value, now) => {
  const refusal = refusalOfValues({ flow_runs: { sidecars: { a: { ...SIDECAR, [field]: value } } } });
  expect(refusal).toContain(`flow_runs.sidecars.a.${field}`);
  expect(refusal).toContain(now);
});

test('a field that only resembles a renamed one is unknown', () => {
  const refusal = refusalOfValues({ service: { exec: true } });
  expect(refusal).toContain('is not a field');
  expect(refusal).not.toContain('was renamed');
});
