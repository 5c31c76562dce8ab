import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../helpers/command';
import { filesIn } from '../helpers/folder';
import { folderOf, REQUIRED, scratchFolder } from '../helpers/stack-files';

jest.setTimeout(120_000);

const stacks = folderOf({
  'dev.yaml': REQUIRED,
  'prod.yaml': { ...REQUIRED, preset: 'reference', worker_work_pool_name: 'prod' },
});

describe('eject', () => {
  const eject = (out: string, ...args: string[]) =>
    command(['eject', 'dev', '--stacks', stacks, '--out', out, ...args]);

  test('writes plain HCL and what it reads, says what comes next, and writes the same again', () => {
    const out = join(scratchFolder(), 'hcl');
    const { stdout, ...first } = eject(out, '--json');
    expect(first).toEqual({
      status: 0,
      stderr: [
        `${out}: 13 files written`,
        `The state is a local file: copy terraform.tfstate to ${out} before you plan.`,
        'Next: terraform init && terraform plan, which shows no changes.\n',
      ].join('\n'),
    });
    const { written } = JSON.parse(stdout);
    expect(readdirSync(out).sort()).toEqual(['.ejected.sha256', ...written].sort());
    expect(written).toEqual(expect.arrayContaining(['ecs.tf', 'variables.tf', 'base-job-template.json.tftpl']));
    expect(filesIn(out)['base-job-template.json.tftpl']).toMatch(/^\{\n/);
    expect(eject(out)).toMatchObject({ status: 0, stderr: expect.stringContaining(`${out}: nothing to change\n`) });
  });

  test('fails in the folder of the same stack as JSON, and without a folder', () => {
    const out = folderOf({ 'cdk.tf.json': '{}' });
    expect(eject(out)).toMatchObject({ status: 1, stderr: expect.stringContaining('Terraform would read both') });
    expect(readdirSync(out)).toEqual(['cdk.tf.json']);
    expect(command(['eject', 'dev', '--stacks', stacks])).toMatchObject({ status: 2 });
  });
});

test('eject fails in a folder of stack files, and in what is generated', () => {
  const folder = folderOf({ 'stacks/dev.yaml': REQUIRED });
  for (const out of ['stacks', 'stacks/hcl', 'generated', 'generated/stacks/dev']) {
    const { status, stderr } = command(['eject', 'dev', '--dir', folder, '--out', out]);
    expect({ out, status, stderr }).toEqual({
      out,
      status: 2,
      stderr: expect.stringContaining('which is not for plain HCL'),
    });
  }
  expect(filesIn(folder)).toEqual({ 'stacks/dev.yaml': expect.any(String) });
});
