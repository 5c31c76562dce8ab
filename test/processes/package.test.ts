import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from '../../src/generate';
import { EXAMPLES, loadExamples } from '../helpers/examples';
import { filesIn } from '../helpers/folder';
import { copyPackage, npmEnvironment, type Packed, pack } from '../helpers/packed';
import { run } from '../helpers/run';
import { scratchFolder } from '../helpers/stack-files';

jest.setTimeout(120_000);

const MEGABYTE = 1_000_000;

const sources = copyPackage();
let packed: Packed;

beforeAll(async () => {
  // What a checkout has in dist/ beside the last build.
  for (const other of [`${'0'.repeat(40)}/command.js`, `${'1'.repeat(40)}/command.js`]) {
    mkdirSync(join(sources, 'dist', other, '..'), { recursive: true });
    writeFileSync(join(sources, 'dist', other), '');
  }
  packed = await pack(sources);
});

/** A folder with stack files and nothing else. */
function stackFilesOnly(): string {
  const folder = scratchFolder();
  for (const file of readdirSync(EXAMPLES).filter((name) => name.endsWith('.yaml'))) {
    cpSync(join(EXAMPLES, file), join(folder, 'stacks', file));
  }
  return folder;
}

test('the package is at most 2 MB packed and 8 MB unpacked', () => {
  expect(packed.size).toBeLessThan(2 * MEGABYTE);
  expect(packed.unpackedSize).toBeLessThan(8 * MEGABYTE);
});

test('the package holds one build, the licenses of what is in that, and nothing of the sources', () => {
  const paths = packed.files.map(({ path }) =>
    path.replace(/[0-9a-f]{40}/, 'BUILD').replace(/BUILD\/.*\.hbs/, 'BUILD/TEMPLATE'),
  );
  expect([...new Set(paths)].sort()).toEqual([
    'LICENSE',
    'README.md',
    'dist/BUILD/LICENSES.txt',
    'dist/BUILD/TEMPLATE.js',
    'dist/BUILD/command.js',
    'dist/BUILD/doctor.js',
    'dist/BUILD/elk-worker.js.gz',
    'dist/BUILD/engine.js',
    'dist/BUILD/page.browser.js',
    'dist/BUILD/page.css',
    'dist/cli.js',
    'dist/library.d.ts',
    'dist/library.js',
    'dist/schema.d.ts',
    'dist/schema.js',
    'dist/stack-file.d.ts',
    'package.json',
  ]);
  expect(paths.filter((path) => path.endsWith('/command.js'))).toHaveLength(1);
  const licenses = packed.files.find(({ path }) => path.endsWith('/LICENSES.txt'))?.path as string;
  const text = readFileSync(join(sources, licenses), 'utf8');
  expect(text).toContain('\ncdktf 0.21.0 (MPL-2.0), https://github.com/hashicorp/terraform-cdk.git\n');
  expect(text).not.toMatch(/^(typescript|esbuild|jest) /m);
});

test('from the tarball, npx synthesizes in a folder that has stack files alone, and installs nothing else', async () => {
  const folder = stackFilesOnly();
  const cwd = join(folder, 'stacks');
  const npx = ['--package', packed.tarball, '--', 'prefect-ecs-worker', 'synth'];
  expect(await run('npx', npx, { cwd, env: npmEnvironment() })).toMatchObject({ status: 0, stdout: '' });
  expect(filesIn(join(folder, 'generated'))).toEqual(Object.fromEntries([...generate(loadExamples())].sort()));
  expect(readdirSync(folder).sort()).toEqual(['generated', 'stacks']);
});

test('installed from the tarball, the command is there, without dependencies', async () => {
  const folder = stackFilesOnly();
  const options = { cwd: folder, env: npmEnvironment() };
  expect(await run('npm', ['install', '--silent', packed.tarball], options)).toMatchObject({ status: 0 });
  const command = (...args: string[]) =>
    run(process.execPath, [join('node_modules', '.bin', 'prefect-ecs-worker'), ...args], options);
  const { version } = JSON.parse(readFileSync(join(sources, 'package.json'), 'utf8'));
  expect(await command('--version')).toMatchObject({ status: 0, stdout: `${version}\n` });
  expect(await command('check')).toMatchObject({ status: 1, stdout: expect.stringContaining('missing  generated/') });
  expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
    'cdktf-prefect-ecs-worker',
  ]);
});
