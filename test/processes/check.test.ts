import { loadEnvironments } from '../../src/environment/load';
import { generate } from '../../src/output/generate';
import { command } from '../helpers/command';
import { filesIn } from '../helpers/folder';
import { folderOf, REQUIRED } from '../helpers/stack-files';

jest.setTimeout(120_000);

const stacks = folderOf({
  'dev.yaml': REQUIRED,
  'prod.yaml': { ...REQUIRED, preset: 'reference', worker_work_pool_name: 'prod' },
});

describe('check', () => {
  const files = generate(loadEnvironments(stacks));

  test('has nothing to say when everything is as the stack files say', () => {
    const out = folderOf(Object.fromEntries(files));
    expect(command(['check', '--stacks', stacks, '--out', out])).toEqual({
      status: 0,
      stdout: '',
      stderr: `${out} is up to date\n`,
    });
  });

  test('lists what is missing, different or abandoned, exits 1, and writes nothing', () => {
    const { 'cdktf/manifest.json': _, ...others } = Object.fromEntries(files);
    const stale = { ...others, 'module/main.tf.json': '{}', 'stacks/old/cdk.tf.json': '' };
    const out = folderOf(stale);
    expect(command(['check', '--stacks', stacks, '--out', out])).toEqual({
      status: 1,
      stdout: [
        `missing  ${out}/cdktf/manifest.json`,
        `changed  ${out}/module/main.tf.json`,
        `abandoned  ${out}/stacks/old`,
        '',
      ].join('\n'),
      stderr: 'Run: npx prefect-ecs-worker synth\n',
    });
    expect(filesIn(out)).toEqual(
      Object.fromEntries(Object.entries(stale).sort(([one], [other]) => (one < other ? -1 : 1))),
    );
  });
});

test('check with a name looks at this environment alone, and with --json prints data and nothing else on stdout', () => {
  const files = generate(loadEnvironments(stacks));
  const stale = { 'stacks/dev/cdk.tf.json': '{}', 'stacks/prod/cdk.tf.json': '{}', 'module/main.tf.json': '{}' };
  const out = folderOf({ ...Object.fromEntries(files), ...stale });
  const { status, stdout, stderr } = command(['check', 'prod', '--json', '--quiet', '--stacks', stacks, '--out', out]);
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({
    out,
    up_to_date: false,
    files: [{ state: 'changed', path: 'stacks/prod/cdk.tf.json' }],
  });
});
