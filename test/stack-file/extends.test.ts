import { loadEnvironments } from '../../src/environment/load';
import { folderOf, REQUIRED, reportOn } from '../helpers/stack-files';

function load(files: Record<string, unknown>) {
  const [environment] = loadEnvironments(folderOf(files));
  if (environment === undefined) throw new Error('no environment');
  return environment;
}

describe('a stack file that extends a base', () => {
  test('merges maps, replaces lists and values', () => {
    const { inputs, tags } = load({
      '_base.yaml': { ...REQUIRED, worker_cpu: 256, worker_memory: 512, tags: { Team: 'data', Environment: 'none' } },
      'dev.yaml': {
        extends: '_base.yaml',
        worker_subnets: ['subnet-11111111'],
        worker_cpu: 512,
        worker_memory: 1024,
        tags: { Environment: 'dev' },
      },
    });
    expect(inputs).toMatchObject({ workerSubnets: ['subnet-11111111'], workerCpu: 512 });
    expect(tags).toEqual({ Team: 'data', Environment: 'dev' });
  });

  test('removes by null what the base has, in maps too', () => {
    const { inputs, tags } = load({
      '_base.yaml': { ...REQUIRED, worker_image: 'a/b:1', tags: { Team: 'data', Cost: '1' } },
      'dev.yaml': 'extends: _base.yaml\nworker_image:\ntags:\n  Cost: null\n',
    });
    expect(inputs.workerImage).toMatch(/^prefecthq\/prefect-aws:/);
    expect(tags).toEqual({ Team: 'data' });
  });

  test('takes several bases, of which later ones win, and bases of bases in other folders', () => {
    const { inputs } = load({
      'shared/_all.yaml': REQUIRED,
      '_one.yaml': { extends: 'shared/_all.yaml', worker_work_pool_name: 'one', worker_desired_count: 1 },
      '_two.yaml': { worker_work_pool_name: 'two' },
      'dev.yaml': { extends: ['_one.yaml', '_two.yaml'], worker_desired_count: 3 },
    });
    expect(inputs).toMatchObject({ workerWorkPoolName: 'two', workerDesiredCount: 3 });
  });

  test('may use a base twice: a diamond is no cycle', () => {
    const { inputs } = load({
      '_all.yaml': REQUIRED,
      '_one.yaml': { extends: '_all.yaml' },
      '_two.yaml': { extends: '_all.yaml' },
      'dev.yaml': { extends: ['_one.yaml', '_two.yaml'] },
    });
    expect(inputs.vpcId).toBe(REQUIRED.vpc_id);
  });
});

describe('bases that are extended many times', () => {
  test('are read in order: where a base comes twice, it counts where it comes last', () => {
    const { inputs } = load({
      '_all.yaml': { ...REQUIRED, worker_desired_count: 1, worker_work_pool_name: 'all' },
      '_one.yaml': { extends: '_all.yaml', worker_desired_count: 2 },
      '_two.yaml': { extends: '_all.yaml', worker_work_pool_name: 'two' },
      'dev.yaml': { extends: ['_one.yaml', '_two.yaml'] },
    });
    expect(inputs).toMatchObject({ workerDesiredCount: 1, workerWorkPoolName: 'two' });
  });

  /** Each base extends the next one twice. */
  const doubled = (last: object) => ({
    ...Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `_${index}.yaml`,
        { extends: [`_${index + 1}.yaml`, `_${index + 1}.yaml`] },
      ]),
    ),
    '_40.yaml': last,
    'dev.yaml': { extends: '_0.yaml' },
  });

  test('are read once, however many ways lead to them', () => {
    expect(load(doubled(REQUIRED)).inputs.vpcId).toBe(REQUIRED.vpc_id);
  });

  test('are reported once, however many ways lead to them', () => {
    expect(reportOn(doubled({ ...REQUIRED, extends: '_gone.yaml' })).match(/there is no file/g)).toHaveLength(1);
  });
});

describe('fails on', () => {
  test('a chain that is longer than any stack file needs', () => {
    const chain = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`_${index}.yaml`, `extends: _${index + 1}.yaml\n`]),
    );
    expect(reportOn({ ...chain, '_300.yaml': REQUIRED, 'dev.yaml': 'extends: _0.yaml\n' })).toBe(
      'stacks/_98.yaml:1 extends: "_99.yaml"\n    extends is a chain of more than 100 files\n    → put their fields into fewer files',
    );
  });

  test('a base that is not there, with file and line', () => {
    expect(reportOn({ 'dev.yaml': { ...REQUIRED, extends: '_bsae.yaml' } })).toBe(
      'stacks/dev.yaml:9 extends: "_bsae.yaml"\n    there is no file stacks/_bsae.yaml\n    → set a path that is relative to this file',
    );
  });

  test.each([
    ['base', '_base.yaml'],
    ['_base.yml', '_base.yaml'],
    ['_bsae.yaml', '_base.yaml'],
    ['../shared/base', '../shared/_base.yaml'],
  ])('a base %s that is there as %s', (given, meant) => {
    const folder = meant.startsWith('..') ? 'shared/' : 'eu/';
    const files = { [`${folder}_base.yaml`]: REQUIRED, 'eu/dev.yaml': { extends: given } };
    expect(reportOn(files)).toContain(`→ did you mean ${meant}?`);
  });

  test('a cycle, with each file of it', () => {
    expect(
      reportOn({ '_a.yaml': 'extends: _b.yaml', '_b.yaml': 'extends: _a.yaml', 'dev.yaml': 'extends: _a.yaml' }),
    ).toContain('extends contains a cycle: stacks/_a.yaml → stacks/_b.yaml → stacks/_a.yaml');
  });

  test('an extends that is not a path', () => {
    expect(reportOn({ 'dev.yaml': { ...REQUIRED, extends: [1] } })).toContain(
      'must be the path of a file, or a list of paths',
    );
  });

  test('a value of the base, once and at its place', () => {
    const report = reportOn({
      '_base.yaml': { ...REQUIRED, worker_cpu: 300 },
      'a.yaml': { extends: '_base.yaml' },
      'b.yaml': { extends: '_base.yaml', name: 'other' },
    });
    expect(report.match(/worker_cpu/g)).toHaveLength(1);
    expect(report).toContain('stacks/_base.yaml:9 worker_cpu: 300');
  });
});
