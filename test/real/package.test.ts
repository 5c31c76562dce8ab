import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { generate } from '../../src/output/generate';
import { EXAMPLES, loadExamples } from '../helpers/examples';
import { filesIn } from '../helpers/folder';
import { copyPackage, npmEnvironment, pack } from '../helpers/packed';
import { run } from '../helpers/run';
import { scratchFolder } from '../helpers/stack-files';
import { terraformEnvironment } from '../helpers/terraform';

jest.setTimeout(120_000);

test('cdktf synth in a folder with stack files and a cdktf.json that starts the package writes the same bytes', async () => {
  const { tarball } = await pack(copyPackage());
  const folder = scratchFolder();
  for (const file of readdirSync(EXAMPLES).filter((name) => name.endsWith('.yaml'))) {
    cpSync(join(EXAMPLES, file), join(folder, 'stacks', file));
  }
  const settings = {
    language: 'typescript',
    app: 'npx prefect-ecs-worker synth',
    projectId: 'my-workers',
    sendCrashReports: 'false',
    output: 'generated/cdktf',
  };
  writeFileSync(join(folder, 'cdktf.json'), JSON.stringify(settings));
  const env = { ...terraformEnvironment(), ...npmEnvironment() };
  const install = await run('npm', ['install', '--silent', tarball], { cwd: folder, env });
  expect(install).toMatchObject({ status: 0 });
  const { status, output } = await run(resolve('node_modules', '.bin', 'cdktf'), ['synth'], { cwd: folder, env });
  expect([status, output]).toEqual([0, expect.stringContaining('Generated Terraform code for the stacks: dev, ec2')]);
  expect(filesIn(join(folder, 'generated'))).toEqual(Object.fromEntries([...generate(loadExamples())].sort()));
});
