import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { generate, MANIFEST } from '../../src/output/generate';
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
  const { [MANIFEST]: manifest = '', ...files } = Object.fromEntries(filesOf(project.path('generated')));
  expect(manifest).toBe(generate(loadExamples()).get(MANIFEST));
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

describe('cdktf synth, where the stack file of an environment is gone,', () => {
  const theirs = {
    'terraform.tfvars': 'worker_cpu = 512\n',
    '.terraform.lock.hcl': '# theirs\n',
    'notes/a.md': 'notes\n',
  };

  function projectWithout(name: string, files: Readonly<Record<string, string>>): Project {
    const project = copyProject(scratchFolder());
    rmSync(project.path('stacks', `${name}.yaml`));
    mkdirSync(join(project.stack(name), 'notes'));
    for (const [path, text] of Object.entries(files)) writeFileSync(join(project.stack(name), path), text);
    return project;
  }

  test('leaves what others put into its folder, and removes what was generated', async () => {
    const project = projectWithout('gov', theirs);
    mkdirSync(project.stack('by-hand'));
    writeFileSync(join(project.stack('by-hand'), 'main.tf'), '');
    const { output } = await project.cdktf(['synth']);
    expect(output).toContain('generated/stacks/gov: it has no stack file. What others put there is left:');
    expect(filesIn(project.stack('gov'))).toEqual(theirs);
    expect(filesIn(project.stack('by-hand'))).toEqual({ 'main.tf': '' });
  });

  test('changes nothing while a local state there holds something', async () => {
    const state = { 'terraform.tfstate': '{"version": 4, "lineage": "a", "resources": [{}]}' };
    const project = projectWithout('gov', { ...theirs, ...state });
    const before = filesIn(project.path('generated'));
    await expect(project.cdktf(['synth'])).rejects.toThrow('is the Terraform state of an environment without a stack');
    expect(filesIn(project.path('generated'))).toEqual(before);
  });

  test('refuses an output folder in which cdktf would remove folders', async () => {
    const project = projectWithout('gov', theirs);
    const before = filesIn(project.path('generated'));
    await expect(project.cdktf(['synth', '--output', 'generated'])).rejects.toThrow('cannot be the output folder');
    expect(filesIn(project.path('generated'))).toEqual(before);
  });
});

test('what is committed knows nothing of this machine', () => {
  const text = [...COMMITTED.values()].join('\n');
  const traces = [process.cwd(), `${homedir()}/`, join(tmpdir(), 'prefect-ecs-worker-'), hostname()];
  for (const trace of traces) expect(text).not.toContain(trace);
});

/** The files below a folder, but for what Terraform leaves there. */
function filesOf(folder: string): Map<string, string> {
  return new Map(Object.entries(filesIn(folder)).filter(([path]) => !/\.terraform|\.tfstate/.test(path)));
}
