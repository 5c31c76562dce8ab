import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { RECORD } from '../../src/disk/record';
import { MANIFEST } from '../../src/output/generate';
import { command, type Finished } from '../helpers/command';
import { filesIn } from '../helpers/folder';
import { folderOf, REQUIRED, scratchFolder } from '../helpers/stack-files';

jest.setTimeout(120_000);

/** Whatever is generated, the page of all is: a run with this environment fails unless it knows that nothing has changed. */
const NOTHING_GENERATED = join(
  folderOf({
    'hook.cjs': `
      const fs = require('node:fs');
      const { readFileSync } = fs;
      fs.readFileSync = (file, ...options) => {
        if (/[0-9a-f]{40}.page\\.css$/.test(file)) throw new Error('generated once more');
        return readFileSync(file, ...options);
      };`,
  }),
  'hook.cjs',
);
const WITHOUT_SYNTHESIS = { NODE_OPTIONS: `--require ${NOTHING_GENERATED}` };

interface Project {
  /** A path in the folder of the project. */
  at(path: string): string;
  run(name: string, args?: readonly string[], env?: NodeJS.ProcessEnv): Finished;
}

/** Two environments; one has a base, which extends another one outside of the folder. */
function synthesized(): Project {
  const folder = scratchFolder();
  const at = (path: string) => join(folder, path);
  const run = (name: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) =>
    command([name, '--dir', folder, ...args], env);
  mkdirSync(at('stacks'));
  writeFileSync(at('shared.yaml'), stringify({ tags: { Team: 'data' } }));
  writeFileSync(at('stacks/_base.yaml'), stringify({ ...REQUIRED, extends: '../shared.yaml' }));
  writeFileSync(at('stacks/dev.yaml'), stringify({ extends: '_base.yaml' }));
  // Two warnings: it repeats what it inherits, and shares its work pool.
  writeFileSync(at('stacks/prod.yaml'), stringify({ extends: '_base.yaml', region: REQUIRED.region }));
  expect(run('synth')).toMatchObject({ status: 0, stderr: expect.stringContaining('files written') });
  return { at, run };
}

test('a run without a record of another one generates', () => {
  const project = synthesized();
  const anew = project.run('synth', ['--out', project.at('anew')], WITHOUT_SYNTHESIS);
  expect(anew.stderr).toContain('generated once more');
});

/** Kills the command after it has moved so many files into their places. */
function killedAfter(moves: number): NodeJS.ProcessEnv {
  const hook = `
    const fs = require('node:fs');
    const { renameSync } = fs;
    let moves;
    fs.renameSync = (from, to) => {
      renameSync(from, to);
      moves = moves === undefined ? (to.endsWith('journal.json') ? 0 : undefined) : moves + 1;
      if (moves === ${moves}) process.kill(process.pid, 'SIGKILL');
    };`;
  return { NODE_OPTIONS: `--require ${join(folderOf({ 'hook.cjs': hook }), 'hook.cjs')}` };
}

test.each([0, 1, 2, 6])(
  'what a run wrote that was killed after %i moves is generated again from older stack files',
  (moves) => {
    const project = synthesized();
    const before = filesIn(project.at('generated'));
    writeFileSync(project.at('shared.yaml'), stringify({ tags: { Team: 'other' } }));
    expect(project.run('synth', [], killedAfter(moves)).status).not.toBe(0);
    writeFileSync(project.at('shared.yaml'), stringify({ tags: { Team: 'data' } }));
    expect(project.run('synth')).toMatchObject({ status: 0 });
    expect(filesIn(project.at('generated'))).toEqual(before);
    expect(project.run('check')).toMatchObject({ status: 0 });
  },
);

describe('when nothing has changed', () => {
  const project = synthesized();

  test('synth and check say so without a synthesis, and print the warnings again', () => {
    const warning = expect.stringContaining('warning repeated-value:');
    const first = project.run('synth', [], WITHOUT_SYNTHESIS);
    expect(first).toMatchObject({ status: 0, stderr: warning });
    expect(first.stderr).toContain('dev, prod – nothing to change');
    expect(project.run('check', [], WITHOUT_SYNTHESIS)).toMatchObject({ status: 0, stderr: warning });
    expect(JSON.parse(project.run('synth', ['--json'], WITHOUT_SYNTHESIS).stdout)).toMatchObject({
      environments: ['dev', 'prod'],
      written: [],
    });
  });

  test('so does a run that the cdktf CLI starts, with another path of the same folder', () => {
    const env = { ...WITHOUT_SYNTHESIS, CDKTF_OUTDIR: `${project.at('.')}/./generated/cdktf` };
    expect(project.run('synth', [], env)).toMatchObject({ status: 0 });
  });

  test('validate finds the same again', () => {
    const validated = project.run('validate', ['--json'], WITHOUT_SYNTHESIS);
    expect(JSON.parse(validated.stdout)).toMatchObject({
      environments: ['dev', 'prod'],
      problems: [{ warning: 'repeated-value' }, { warning: 'shared-pool' }],
    });
  });

  test('--strict takes the warnings for mistakes', () => {
    expect(project.run('check', ['--strict'], WITHOUT_SYNTHESIS)).toMatchObject({ status: 1 });
    expect(project.run('synth', ['--strict'], WITHOUT_SYNTHESIS)).toMatchObject({ status: 1 });
  });
});

/** What happens to a project after a run, and a part of a file that `check` then reports. */
const CHANGES: readonly [what: string, change: (project: Project) => void, reported: RegExp][] = [
  [
    'an edited file that was generated',
    ({ at }) => appendFileSync(at('generated/stacks/dev/README.md'), '\n'),
    /^changed .*stacks\/dev\/README\.md$/m,
  ],
  [
    'an edited file outside the folders of environments',
    ({ at }) => appendFileSync(at('generated/reference.md'), '\n'),
    /^changed .*reference\.md$/m,
  ],
  ['a removed file', ({ at }) => rmSync(at('generated/stacks/dev/diagram.svg')), /^missing .*diagram\.svg$/m],
  [
    'a changed stack file',
    ({ at }) => appendFileSync(at('stacks/dev.yaml'), 'worker_cpu: 512\n'),
    /^changed .*stacks\/dev\/cdk\.tf\.json$/m,
  ],
  [
    'a changed base',
    ({ at }) => appendFileSync(at('stacks/_base.yaml'), 'worker_cpu: 512\n'),
    /^changed .*stacks\/prod\/cdk\.tf\.json$/m,
  ],
  [
    'a changed base outside the folder',
    ({ at }) => writeFileSync(at('shared.yaml'), stringify({ tags: { Team: 'other' } })),
    /^changed .*stacks\/prod\/cdk\.tf\.json$/m,
  ],
  [
    'a new stack file',
    ({ at }) => writeFileSync(at('stacks/new.yaml'), stringify({ ...REQUIRED, name: 'new' })),
    /^missing .*stacks\/new\/cdk\.tf\.json$/m,
  ],
  ['a removed stack file', ({ at }) => rmSync(at('stacks/prod.yaml')), /^abandoned .*stacks\/prod$/m],
  [
    'a stack file that is now a base',
    ({ at }) => renameSync(at('stacks/prod.yaml'), at('stacks/_prod.yaml')),
    /^abandoned .*stacks\/prod$/m,
  ],
  [
    'a folder of an environment that is none',
    ({ at }) => {
      mkdirSync(at('generated/stacks/gone'));
      writeFileSync(at(`generated/stacks/gone/${RECORD}`), '');
    },
    /^abandoned .*stacks\/gone$/m,
  ],
];

describe('after a run, check sees and synth mends', () => {
  test.each(CHANGES)('%s', (_, change, reported) => {
    const project = synthesized();
    change(project);
    const checked = project.run('check');
    expect([checked.status, checked.stdout]).toEqual([1, expect.stringMatching(reported)]);
    expect(project.run('synth')).toMatchObject({ status: 0 });
    expect(project.run('check')).toMatchObject({ status: 0, stdout: '' });
    // A run that knows of no other writes the same bytes.
    expect(project.run('synth', ['--out', project.at('anew')])).toMatchObject({ status: 0 });
    const { [MANIFEST]: manifest, ...files } = filesIn(project.at('generated'));
    const { [MANIFEST]: anew, ...written } = filesIn(project.at('anew'));
    expect(files).toEqual(written);
    expect(manifest).toBe(anew);
  });
});

describe('when one environment has changed', () => {
  test('only its files and what all share are written, also when another command has looked before', () => {
    const project = synthesized();
    appendFileSync(project.at('stacks/dev.yaml'), 'worker_cpu: 512\n');
    expect(project.run('validate')).toMatchObject({ status: 0 });
    const { written } = JSON.parse(project.run('synth', ['--json']).stdout);
    expect(written.filter((path: string) => !path.startsWith('stacks/dev/'))).toEqual(['README.md', 'index.html']);
    expect(written).toContain('stacks/dev/cdk.tf.json');
    const page = readFileSync(project.at('generated/index.html'), 'utf8');
    expect(page).toContain('["worker_cpu","512",2]');
    expect(page).toContain('"prod"');
  });

  test('an edited file of another one is seen and mended', () => {
    const project = synthesized();
    appendFileSync(project.at('stacks/dev.yaml'), 'worker_cpu: 512\n');
    appendFileSync(project.at('generated/stacks/prod/README.md'), '\n');
    const { files } = JSON.parse(project.run('check', ['--json']).stdout);
    expect(files).toEqual(
      expect.arrayContaining([
        { state: 'changed', path: 'stacks/dev/cdk.tf.json' },
        { state: 'changed', path: 'stacks/prod/README.md' },
      ]),
    );
    expect(project.run('synth').stderr).toContain('stacks/prod/README.md, which was edited');
    expect(project.run('check')).toMatchObject({ status: 0 });
  });

  test('a name that one of the others has already is refused', () => {
    const project = synthesized();
    appendFileSync(project.at('stacks/prod.yaml'), 'name: dev\n');
    for (const name of ['validate', 'synth', 'check']) {
      for (const names of [[], ['prod'], ['dev']]) {
        expect(project.run(name, names)).toMatchObject({
          status: 1,
          stderr: expect.stringContaining('already used by environment "dev"'),
        });
      }
    }
  });

  test('the warnings of the others are printed', () => {
    const project = synthesized();
    appendFileSync(project.at('stacks/dev.yaml'), 'worker_cpu: 512\n');
    for (const name of ['validate', 'check', 'synth']) {
      expect(project.run(name).stderr).toContain('prod.yaml:');
    }
  });
});

test.each([
  ['a changed base', ({ at }: Project) => appendFileSync(at('stacks/_base.yaml'), 'worker_cpu: 1\n')],
  ['a changed stack file', ({ at }: Project) => appendFileSync(at('stacks/prod.yaml'), 'worker_cpu: 1\n')],
  ['a base that is gone', ({ at }: Project) => rmSync(at('shared.yaml'))],
])('validate sees %s', (_, change) => {
  const project = synthesized();
  change(project);
  expect(project.run('validate')).toMatchObject({ status: 1 });
});

test('a stack file with a mistake is reported each time', () => {
  const project = synthesized();
  appendFileSync(project.at('stacks/dev.yaml'), 'worker_cpu: 1\n');
  const before = filesIn(project.at('generated'));
  for (const name of ['synth', 'check', 'synth']) expect(project.run(name)).toMatchObject({ status: 1 });
  expect(filesIn(project.at('generated'))).toEqual(before);
  const dev = project.at('stacks/dev.yaml');
  writeFileSync(dev, readFileSync(dev, 'utf8').replace('worker_cpu: 1\n', ''));
  expect(project.run('synth', [], WITHOUT_SYNTHESIS)).toMatchObject({ status: 0 });
});
