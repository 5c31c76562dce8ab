import { readFileSync, rmSync } from 'node:fs';
import { homedir, hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { generate } from '../../src/generate';
import { GENERATED_EXAMPLES, loadExamples } from '../helpers/examples';
import { filesIn } from '../helpers/folder';
import { copyProject, type Project } from '../helpers/project';
import { scratchFolder } from '../helpers/stack-files';

jest.setTimeout(60_000);

/** What is committed of the examples, by path; the module and the schema are the same in every project. */
const COMMITTED = new Map([
  ...filesOf(GENERATED_EXAMPLES),
  ...[...filesOf(resolve('generated'))].filter(([path]) => /^(module|environment\.schema|reference\.md)/.test(path)),
]);

/** What a project has, but for the manifest, which only the cdktf CLI reads. */
function written(project: Project): Map<string, string> {
  const { 'manifest.json': manifest = '', ...files } = Object.fromEntries(filesOf(project.path('generated')));
  expect(manifest).toBe(generate(loadExamples()).get('manifest.json'));
  return new Map(Object.entries(files));
}

test('cdktf synth, in another folder, writes what is committed to the byte, and leaves cdktf.json alone', async () => {
  const project = copyProject(scratchFolder());
  rmSync(project.path('generated'), { recursive: true });
  await project.cdktf(['synth']);
  expect(written(project)).toEqual(COMMITTED);
  expect(readFileSync(project.path('cdktf.json'), 'utf8')).toBe(readFileSync('cdktf.json', 'utf8'));
});

test('our own synth, in yet another folder, writes the same', async () => {
  const project = copyProject(scratchFolder());
  rmSync(project.path('generated'), { recursive: true });
  await project.synth();
  expect(written(project)).toEqual(COMMITTED);
});

test('what is committed knows nothing of this machine', () => {
  const text = [...COMMITTED.values()].join('\n');
  const traces = [process.cwd(), homedir(), join(tmpdir(), 'prefect-ecs-worker-'), hostname()];
  for (const trace of traces) expect(text).not.toContain(trace);
});

/** The files below a folder, but for what Terraform leaves there. */
function filesOf(folder: string): Map<string, string> {
  return new Map(Object.entries(filesIn(folder)).filter(([path]) => !/\.terraform|\.tfstate/.test(path)));
}
