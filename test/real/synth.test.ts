import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, hostname, tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { copyProject } from '../helpers/project';
import { scratchFolder } from '../helpers/stack-files';

jest.setTimeout(60_000);

/** What is committed, by path. */
const COMMITTED = filesOf(resolve('generated'));

test('cdktf synth, in another folder, writes what is committed to the byte, and leaves cdktf.json alone', async () => {
  const project = copyProject(scratchFolder());
  rmSync(project.path('generated'), { recursive: true });
  await project.cdktf(['synth']);
  expect(filesOf(project.path('generated'))).toEqual(COMMITTED);
  expect(readFileSync(project.path('cdktf.json'), 'utf8')).toBe(readFileSync('cdktf.json', 'utf8'));
});

test('our own synth, in yet another folder, writes the same', async () => {
  const project = copyProject(scratchFolder());
  rmSync(project.path('generated'), { recursive: true });
  await project.synth();
  expect(filesOf(project.path('generated'))).toEqual(COMMITTED);
});

test('what is committed knows nothing of this machine', () => {
  const text = [...COMMITTED.values()].join('\n');
  const traces = [process.cwd(), homedir(), join(tmpdir(), 'prefect-ecs-worker-'), hostname()];
  for (const trace of traces) expect(text).not.toContain(trace);
});

/** The files below a folder, but for what Terraform leaves there. */
function filesOf(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !/\.terraform|\.tfstate/.test(path))
    .sort();
  return new Map(entries.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}
