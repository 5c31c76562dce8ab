import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from '../../src/output/generate';
import { EXAMPLES, loadExamples } from '../helpers/examples';
import { filesIn } from '../helpers/folder';
import { copyPackage, npmEnvironment, type Packed, pack } from '../helpers/packed';
import { run } from '../helpers/run';
import { scratchFolder } from '../helpers/stack-files';

jest.setTimeout(120_000);

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
}

const LOCKED: Readonly<Record<string, Locked>> = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;

/** Licenses that let a bundle be passed on, with the notices of LICENSES.txt. */
const PASSED_ON = [
  ...['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MPL-2.0'],
  // Of elkjs and jsonify, as they name theirs.
  ...['EPL-2.0 OR GPL-3.0-or-later', 'Public Domain'],
];

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
  const paths = packed.files.map(({ path }) => path.replace(/[0-9a-f]{40}/, 'BUILD'));
  expect([...new Set(paths)].sort()).toEqual([
    'LICENSE',
    'README.md',
    'dist/BUILD/LICENSES.txt',
    'dist/BUILD/command.js',
    'dist/BUILD/doctor.js',
    'dist/BUILD/elk-worker.js.gz',
    'dist/BUILD/engine.js',
    'dist/BUILD/iam-actions.json',
    'dist/BUILD/page.browser.js',
    'dist/BUILD/page.css',
    'dist/BUILD/sbom.cdx.json',
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

test('the bundles keep our own names, for the trace of a bug, and leave out what no command of ours uses of others', () => {
  const bundle = (name: string) => {
    const path = packed.files.find((file) => file.path.endsWith(`/${name}.js`))?.path as string;
    return readFileSync(join(sources, path), 'utf8');
  };
  expect(bundle('command')).toContain('function toEnvironment(');
  expect(bundle('command')).toContain('"Europe/Zurich"');
  expect(bundle('command')).not.toContain('Europe/Zurich":[');
  expect(bundle('doctor')).toContain('function credentialsOf(');
  expect(bundle('doctor')).toContain('"DescribeSubnets"');
  expect(bundle('doctor')).not.toContain('RunInstances');
  // It is read byte by byte.
  expect(['command', 'engine'].filter((name) => /[^\0-\x7F]/.test(bundle(name)))).toEqual([]);
  expect(bundle('engine')).not.toContain('ReadableStream');
});

test('the package lists what its bundle holds, by name, version, license and source', () => {
  const path = packed.files.find((file) => file.path.endsWith('/sbom.cdx.json'))?.path as string;
  const bom = JSON.parse(readFileSync(join(sources, path), 'utf8'));
  expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' });
  expect(bom.components).toContainEqual({
    type: 'library',
    name: 'cdktf',
    version: '0.21.0',
    licenses: [{ expression: 'MPL-2.0' }],
    purl: 'pkg:npm/cdktf@0.21.0',
    externalReferences: [{ type: 'vcs', url: 'https://github.com/hashicorp/terraform-cdk.git' }],
  });
  const packages: { name: string; version: string; licenses: { expression?: string; license?: { name: string } }[] }[] =
    bom.components;
  // Whatever is of another package than those is not in it, and each of those is under a license that lets it be passed on.
  const locked = Object.entries(LOCKED).map(
    ([place, { version }]) => `${place.split('node_modules/').at(-1)} ${version}`,
  );
  expect(packages.filter(({ name, version }) => !locked.includes(`${name} ${version}`))).toEqual([]);
  const licenses = new Set(
    packages.flatMap(({ licenses: own }) => own.map(({ expression, license }) => expression ?? license?.name)),
  );
  expect([...licenses].filter((license) => !PASSED_ON.includes(`${license}`))).toEqual([]);
  const text = readFileSync(join(sources, path.replace('sbom.cdx.json', 'LICENSES.txt')), 'utf8');
  expect(packages.filter(({ name, version }) => !text.includes(`${name} ${version} (`))).toEqual([]);
});

test('installing the package runs no script, and brings nothing that is in its bundle already', () => {
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta, scripts } = JSON.parse(
    readFileSync(join(sources, 'package.json'), 'utf8'),
  );
  expect({ ...dependencies, ...optionalDependencies }).toEqual({});
  // Who imports the constructs has the engine already; the command needs none of these.
  const others = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta?.[name]?.optional);
  expect(others).toEqual([]);
  // npm runs these where a package is installed from a registry or a tarball. Of prepare it only warns there, as if it ran:
  // preprepare builds in a clone and from git, and is not mentioned.
  expect(['preinstall', 'install', 'postinstall', 'prepare'].filter((name) => name in scripts)).toEqual([]);
});

test('every dependency is locked by its checksum, and the lock names no registry', () => {
  const places = Object.entries(LOCKED).filter(([place]) => place !== '');
  expect(places.length).toBeGreaterThan(100);
  const open = places.filter(([, { integrity, link, inBundle }]) => integrity === undefined && !link && !inBundle);
  expect(open.map(([place]) => place)).toEqual([]);
  expect(places.filter(([, { resolved }]) => resolved !== undefined).map(([place]) => place)).toEqual([]);
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
