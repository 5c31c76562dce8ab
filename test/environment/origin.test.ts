import { loadEnvironments } from '../../src/environment/load';
import type { Path } from '../../src/stack-file/path';
import { folderOf, REQUIRED } from '../helpers/stack-files';

const folder = folderOf({
  '_base.yaml': { ...REQUIRED, worker_cpu: 512, tags: { Team: 'data' } },
  'a.yaml': 'extends: _base.yaml\nworker_memory: 1024\nservice:\n  create: true\nworkers:\n  b: {worker_cpu: 256}\n',
});
const [environment] = loadEnvironments(folder);

test.each<[string, Path, object]>([
  ['of the file', ['worker_memory'], { from: 'file', file: 'a.yaml', line: 2 }],
  ['of the file, though it is the default', ['service', 'create'], { from: 'file', file: 'a.yaml', line: 4 }],
  ['of a base', ['tags', 'Team'], { from: 'file', file: '_base.yaml' }],
  ['of a further worker', ['workers', 'b', 'worker_cpu'], { from: 'file', file: 'a.yaml', line: 6 }],
  ['that the preset decides', ['worker_image'], { from: 'preset', file: 'a.yaml' }],
  ['that the preset decides in a group', ['service', 'wait_for_steady_state'], { from: 'preset', line: 3 }],
  ['that the preset decides for a further worker', ['workers', 'b', 'worker', 'architecture'], { from: 'preset' }],
  ['that is a default', ['worker_desired_count'], { from: 'default', file: 'a.yaml' }],
  ['named as what every object has', ['tags', 'constructor'], { from: 'default' }],
])('an environment knows where a value comes from: one %s', (_, path, { file, ...expected }: { file?: string }) => {
  const origin = environment?.origin(path);
  expect(origin).toMatchObject(expected);
  if (file !== undefined) expect(origin?.file).toBe(`${folder}/${file}`);
});
