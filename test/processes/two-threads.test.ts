import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentName, writeStacks } from '../bench/stacks';
import { command } from '../helpers/command';
import { filesIn } from '../helpers/folder';
import { scratchFolder } from '../helpers/stack-files';

jest.setTimeout(120_000);

/** More than enough for a second thread, which has the last half. */
const COUNT = 220;
const [FIRST, LAST] = [environmentName(1), environmentName(COUNT - 2)];

/** A project of many environments; `texts` are added to the stack files of some. */
function project(texts: Readonly<Record<string, string>> = {}): string {
  const folder = scratchFolder();
  const stacks = writeStacks(join(folder, 'stacks'), COUNT);
  for (const [name, text] of Object.entries(texts)) appendFileSync(join(stacks, `${name}.yaml`), text);
  return folder;
}

function synth(folder: string, ...args: string[]) {
  return command(['synth', '--dir', folder, ...args]);
}

// The bundle builds itself anew, if it has to.
beforeAll(() => expect(command(['--version']).status).toBe(0));

test('two threads write what one writes, say so in the same order, and what they found holds for the next run', () => {
  const folder = project();
  const two = synth(folder, '--json');
  // A part is written by one thread.
  const one = synth(folder, '--json', '--shard', '1/1', '--out', join(folder, 'one'));
  expect([two.status, one.status]).toEqual([0, 0]);
  expect(filesIn(join(folder, 'generated'))).toEqual(filesIn(join(folder, 'one')));
  expect(JSON.parse(two.stdout).written).toEqual(JSON.parse(one.stdout).written);

  expect(synth(folder).stderr).toMatch(/220 environments – nothing to change\n$/);
  appendFileSync(join(folder, 'stacks', `${LAST}.yaml`), 'worker_desired_count: 5\n');
  const { written } = JSON.parse(synth(folder, '--json').stdout) as { readonly written: readonly string[] };
  expect(written.filter((path) => path.startsWith('stacks/') && !path.startsWith(`stacks/${LAST}/`))).toEqual([]);
  expect(written).toContain(`stacks/${LAST}/cdk.tf.json`);
});

test('mistakes in both halves are reported at once, and nothing is written', () => {
  const folder = project({ [FIRST]: 'worker_cpus: 256\n', [LAST]: 'worker_memory: much\n' });
  const { status, stderr } = synth(folder);
  expect(status).toBe(1);
  expect(stderr).toContain(`${FIRST}.yaml:`);
  expect(stderr).toContain(`${LAST}.yaml:`);
  expect(stderr).toMatch(/2 problems.*Nothing was written\.\n$/);
  expect(Object.keys(filesIn(folder)).filter((path) => path.startsWith('generated'))).toEqual([]);
});

test('mistakes that only a synthesis finds are reported of both halves', () => {
  const override = 'overrides: { aws_ecs_service.absent: { tags: {} } }\n';
  const { status, stderr } = synth(project({ [FIRST]: override, [LAST]: override }));
  expect(status).toBe(1);
  expect(stderr).toContain(`${FIRST}.yaml:`);
  expect(stderr).toContain(`${LAST}.yaml:`);
});
