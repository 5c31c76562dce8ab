import { appendFileSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from '../../src/output/generate';
import { build, node } from '../helpers/command';
import { EXAMPLES, loadExamples } from '../helpers/examples';
import { filesIn } from '../helpers/folder';
import { copyPackage } from '../helpers/packed';
import { run as start } from '../helpers/run';
import { scratchFolder } from '../helpers/stack-files';

jest.setTimeout(120_000);

const copy = copyPackage();
const bundle = join(copy, 'dist', 'cli.js');

/** A checkout of its own, which two processes build at the same time: neither waits for the other, and both succeed. */
beforeAll(async () => {
  const builds = await Promise.all(
    [1, 2].map(() => start(process.execPath, ['--import', 'tsx', 'src/build.ts'], { cwd: copy })),
  );
  expect(builds).toEqual(builds.map(() => ({ status: 0, stdout: '', output: '' })));
});

/** Runs the built command in a folder that has nothing to do with the checkout. */
function run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return node([bundle, ...args, '--stacks', EXAMPLES], { cwd: scratchFolder(), env });
}

test('the built command writes the same bytes as the sources, whatever the folder, language and time zone', () => {
  const out = scratchFolder();
  const elsewhere = { LC_ALL: 'et_EE.UTF-8', LANG: 'et_EE.UTF-8', TZ: 'Asia/Kathmandu', HOME: scratchFolder() };
  const built = statSync(bundle).mtimeMs;
  expect(run(['synth', '--out', out], elsewhere)).toMatchObject({ status: 0, stdout: '' });
  const written = Object.fromEntries([...generate(loadExamples())].sort());
  expect(filesIn(out)).toEqual(written);
  // Once more, with what the build has kept of the first run.
  const again = scratchFolder();
  expect(run(['synth', '--out', again])).toMatchObject({ status: 0, stdout: '' });
  expect(filesIn(again)).toEqual(written);
  expect(statSync(bundle).mtimeMs).toBe(built);
});

test('what V8 compiled is kept of each command that ended well, and once', () => {
  const caches = () => {
    const folder = join(
      copy,
      'dist',
      readdirSync(join(copy, 'dist')).find((name) => /^[0-9a-f]{40}$/.test(name)) ?? '',
    );
    const files = readdirSync(folder).filter((name) => /^command-.*\.cache$/.test(name));
    return Object.fromEntries(files.map((name) => [name, statSync(join(folder, name)).ino]));
  };
  const before = caches();
  expect(Object.keys(before)).toEqual(['command-synth-named.cache']);
  expect(run(['validate', 'nowhere'])).toMatchObject({ status: 2 });
  expect(caches()).toEqual(before);
  expect(run(['validate'])).toMatchObject({ status: 0 });
  const after = caches();
  expect(after).toEqual({ ...before, 'command-validate-named.cache': expect.any(Number) });
  expect(run(['validate'])).toMatchObject({ status: 0 });
  expect(caches()).toEqual(after);
});

test('what another environment needs compiled is added, once', () => {
  const folder = join(copy, 'dist', /[0-9a-f]{40}/.exec(readFileSync(bundle, 'utf8'))?.[0] ?? '');
  const size = () => statSync(join(folder, 'command-describe-named.cache')).size;
  const sizes = ['dev', 'isolated', 'dev', 'isolated'].map((name) => {
    expect(run(['describe', name])).toMatchObject({ status: 0 });
    return size();
  });
  expect(sizes[1]).toBeGreaterThan(sizes[0] as number);
  expect(sizes.slice(2)).toEqual([sizes[1], sizes[1]]);
  expect(readFileSync(join(folder, 'seen-describe-named.cache'), 'utf8')).toBe('dev\nisolated');
});

test('the built command builds itself anew when a source has changed, and does what that says', () => {
  const template = join(copy, 'src', 'runbook', 'sections', 'head.md.hbs');
  writeFileSync(template, readFileSync(template, 'utf8').replace('# Prefect worker on AWS ECS', '# Where flows run'));
  const versions = join(copy, 'src', 'values', 'prefect-versions.ts');
  writeFileSync(versions, readFileSync(versions, 'utf8').replace("'prefecthq/prefect-aws'", "'example/other'"));
  const out = scratchFolder();
  expect(run(['synth', 'dev', '--out', out])).toMatchObject({ status: 0, stdout: '' });
  const files = filesIn(out);
  expect(files['stacks/dev/README.md']).toContain('# Where flows run: dev');
  expect(JSON.parse(files['stacks/dev/cdk.tf.json'] as string).variable.worker_image.default).toMatch(
    /^example\/other:/,
  );
});

test('commands that are started together right after a change all do what the changed sources say', async () => {
  appendFileSync(join(copy, 'src', 'runbook', 'sections', 'head.md.hbs'), '\nChanged once more.\n');
  const outs = Array.from({ length: 4 }, scratchFolder);
  const ended = await Promise.all(
    outs.map((out) => start(process.execPath, [bundle, 'synth', 'dev', '--stacks', EXAMPLES, '--out', out])),
  );
  expect(ended.map(({ status, output }) => (status === 0 ? 0 : output))).toEqual(outs.map(() => 0));
  for (const out of outs) expect(filesIn(out)['stacks/dev/README.md']).toContain('Changed once more.');
  expect(
    readdirSync(join(copy, 'dist')).filter(
      (entry) => !/^((cli|library|schema)\.js|(library|schema|stack-file)\.d\.ts|[0-9a-f]{40})$/.test(entry),
    ),
  ).toEqual([]);
});

test('the built command passes on how it ended', () => {
  appendFileSync(join(copy, 'src', 'problems', 'errors.ts'), '// A change.\n');
  const { status, stderr } = run(['synth', 'nowhere', '--out', scratchFolder()]);
  expect([status, stderr]).toEqual([2, expect.stringContaining('has no environment "nowhere"')]);
});

const MISTAKES: readonly (readonly [file: string, mistake: string, says: RegExp])[] = [
  [
    'problems/errors.ts',
    'export const = ;',
    /Expected identifier but found "="\n\n {4}src\/problems\/errors\.ts:\d+:13:\n/,
  ],
  [
    'problems/errors.ts',
    "import './nowhere';",
    /Could not resolve "\.\/nowhere"\n\n {4}src\/problems\/errors\.ts:\d+:7:\n/,
  ],
  ['runbook/sections/head.md.hbs', '{{#if a}}', /^src\/runbook\/sections\/head\.md\.hbs: Parse error on line \d+:/],
];

test('fails on sources with a mistake, shows its place and no trace, and runs nothing until it is corrected', () => {
  const out = scratchFolder();
  for (const [file, mistake, says] of MISTAKES) {
    const source = join(copy, 'src', file);
    const whole = readFileSync(source, 'utf8');
    writeFileSync(source, `${whole}${mistake}\n`);
    const { status, stdout, stderr } = run(['synth', '--out', out]);
    expect([status, stdout, filesIn(out)]).toEqual([1, '', {}]);
    expect(stderr).toMatch(says);
    expect(stderr).toContain(mistake);
    expect(stderr.split('\n').filter((line) => /^ +at |node_modules|src\/build\.ts/.test(line))).toEqual([]);
    writeFileSync(source, whole);
  }
  expect(run(['synth', '--out', out])).toMatchObject({ status: 0 });
});

test('where dist/ cannot be written, a build says so without a trace', async () => {
  const clone = copyPackage();
  rmSync(join(clone, 'dist'), { recursive: true, force: true });
  symlinkSync('dist', join(clone, 'dist'));
  const { status, output } = await start(process.execPath, ['--import', 'tsx', 'src/build.ts'], { cwd: clone });
  expect(status).toBe(1);
  expect(output).toContain(`${join(clone, 'dist')}: cannot be written (ELOOP)\n`);
  expect(output).toMatch(/^The sources cannot be built\. Make this folder writable, and run the command again\.$/m);
  expect(output).not.toMatch(/^ +at /m);
});

test('in a clone that has no bundle yet, what cdktf.json starts builds it, silently, and passes on how it ended', () => {
  const clone = copyPackage();
  const launcher = (args: readonly string[]) => node([join(clone, 'src', 'start', 'in-clone.cjs'), ...args]);
  expect(launcher(['validate', '--stacks', EXAMPLES])).toMatchObject({ status: 0, stdout: '' });
  expect(readdirSync(join(clone, 'dist'))).toContain('cli.js');
  expect(launcher(['validate', 'nowhere', '--stacks', EXAMPLES])).toMatchObject({ status: 2 });
});

test('fails to build what has a mistake', () => {
  appendFileSync(join(copy, 'src', 'problems', 'errors.ts'), 'export const = ;\n');
  expect(() => build(copy)).toThrow('src/problems/errors.ts');
});
