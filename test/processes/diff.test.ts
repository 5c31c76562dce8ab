import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvironments } from '../../src/environment/load';
import { generate } from '../../src/output/generate';
import { command } from '../helpers/command';
import { filesIn } from '../helpers/folder';
import { folderOf, REQUIRED } from '../helpers/stack-files';

jest.setTimeout(120_000);

/** A trace, as Node prints it. */
const TRACE = /^ +at .*:\d+:\d+\)?$/m;
describe('diff', () => {
  const folder = folderOf({
    '_base.yaml': { ...REQUIRED, acknowledge: { 'shared-pool': 'they are compared' } },
    'dev.yaml': 'extends: _base.yaml',
    'prod.yaml': 'extends: _base.yaml',
  });
  const out = folderOf(Object.fromEntries(generate(loadEnvironments(folder))));
  const diff = (...args: string[]) => command(['diff', ...args, '--stacks', folder, '--out', out]);

  beforeAll(() => {
    writeFileSync(join(folder, 'prod.yaml'), 'extends: _base.yaml\nworker_desired_count: 2\nworker_cpu: 512\n');
  });

  test('prints what an apply would do in each environment that changes, and writes nothing', () => {
    const before = filesIn(out);
    const { status, stdout, stderr } = diff();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(`prod: 1 replaced, 1 updated in place
  ~   aws_ecs_service.prefect_worker_service: updated in place
        desired_count: 1 → 2
        task_definition: refers to the new aws_ecs_task_definition.prefect_worker_task_definition
  -/+ aws_ecs_task_definition.prefect_worker_task_definition: replaced, because of container_definitions, cpu
        container_definitions[prefect-worker-prod].cpu: 1024 → 512
        cpu: 1024 → 512
      var.worker_cpu
        default: 1024 → 512
      var.worker_desired_count
        default: 1 → 2
  files: README.md
${out}/README.md: changed
${out}/index.html: changed
`);
    expect(filesIn(out)).toEqual(before);
  });

  test('with a name looks at this environment alone, and says so when nothing differs', () => {
    expect(diff('dev')).toEqual({ status: 0, stdout: '', stderr: `${out} is up to date\n` });
  });

  test('with two names compares these, and with --each as well both with what is generated', () => {
    const { stdout } = diff('dev', 'prod');
    expect(stdout).toMatch(/^dev → prod\n {2}aws_ecs_service\.prefect_worker_service\n {8}desired_count: 1 → 2\n/);
    expect(diff('dev', 'prod', '--each').stdout).toMatch(/^prod: 1 replaced/);
  });

  test('with --json prints the same as data', () => {
    const { environments } = JSON.parse(diff('--json').stdout);
    expect(environments).toMatchObject([{ environment: 'prod', state: 'changed', files: ['README.md'] }]);
    expect(environments[0].resources).toContainEqual(
      expect.objectContaining({ address: 'aws_ecs_task_definition.prefect_worker_task_definition', action: 'replace' }),
    );
  });

  test('shows an environment without a stack file, and one that is new', () => {
    const other = folderOf({ 'new.yaml': REQUIRED });
    const { stdout } = command(['diff', '--stacks', other, '--out', out]);
    expect(stdout).toMatch(/^new: new environment, \d+ created\n {2}\+ {3}aws_/m);
    expect(stdout).toMatch(/^dev: no stack file any more, \d+ destroyed\n {2}! destroy it first/m);
  });

  test('fails on a generated document that is no JSON', () => {
    const broken = folderOf({ 'stacks/prod/cdk.tf.json': '<<<<' });
    const { status, stderr } = command(['diff', 'prod', '--stacks', folder, '--out', broken]);
    expect({ status, trace: TRACE.exec(stderr) }).toEqual({ status: 1, trace: null });
    expect(stderr).toContain('stacks/prod/cdk.tf.json\n    is not valid JSON');
  });
});

test('diff shows an environment whose stack file was removed, alone and among others', () => {
  const project = folderOf({ 'stacks/dev.yaml': REQUIRED, 'stacks/old.yaml': REQUIRED });
  const run = (...args: string[]) => command([...args, '--dir', project, '--json']);
  expect(run('synth')).toMatchObject({ status: 0 });
  rmSync(join(project, 'stacks', 'old.yaml'));
  const states = (...names: string[]) => {
    const { environments } = JSON.parse(run('diff', ...names).stdout);
    return environments.map((one: { environment: string; state: string }) => [one.environment, one.state]);
  };
  expect([states('old'), states('dev', 'old', '--each'), states()]).toEqual([
    [['old', 'removed']],
    [['old', 'removed']],
    [['old', 'removed']],
  ]);
  expect(run('diff', '../stacks/old')).toMatchObject({ status: 2 });
  expect(run('diff', 'old', 'dev')).toMatchObject({ status: 2 });
});
