import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { filesBelow } from '../src/disk/files-below';
import { succeed } from './helpers/run';

/**
 * `npm run test:cdktn`: the examples and the module by CDK Terrain, the fork of CDKTF, with its own AWS provider, in a
 * folder of its own. Fails where a file differs from what CDKTF wrote but for the version of the engine in the notes.
 */
const ENGINE = ['cdktn@0.24.0', '@cdktn/provider-aws@25.7.0', 'constructs@10.7.2'];

const root = join(__dirname, '..');

/** What is not among the packages of the other engine. */
const REPLACED = ['cdktf', 'cdktf-cli', '@cdktf', 'constructs'];

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'prefect-ecs-worker-cdktn-'));
  try {
    await compareIn(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function compareIn(folder: string): Promise<void> {
  for (const part of ['src', 'tsconfig.json']) cpSync(join(root, part), join(folder, part), { recursive: true });
  writeFileSync(join(folder, 'package.json'), readFileSync(join(root, 'package.json')));
  const renamed = filesBelow(join(folder, 'src')).filter(isRenamed);
  console.log(`${renamed.length} files import ${ENGINE.join(', ')}`);

  const engine = join(folder, 'engine');
  mkdirSync(engine);
  cpSync(join(root, '.npmrc'), join(engine, '.npmrc'));
  writeFileSync(join(engine, 'package.json'), '{"private": true}');
  const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', ...ENGINE];
  await succeed('npm', install, { cwd: engine, env: process.env });
  for (const name of readdirSync(join(root, 'node_modules')).filter(
    (one) => !REPLACED.includes(one) && !one.startsWith('.'),
  )) {
    symlinkSync(join(root, 'node_modules', name), join(engine, 'node_modules', name));
  }
  symlinkSync(join(engine, 'node_modules'), join(folder, 'node_modules'));

  const stacks = join(root, 'test', 'examples');
  // Symbolic links stay, so that each engine finds its own constructs.
  const args = ['--preserve-symlinks', '--import', 'tsx', 'src/cli.ts', 'synth', '--stacks', stacks, '--out', 'out'];
  await succeed(process.execPath, args, { cwd: folder, env: process.env });
  const places = [
    ['stacks', join(stacks, 'generated', 'stacks')],
    ['module', join(root, 'generated', 'module')],
  ] as const;
  const differing = places.flatMap(([place, expected]) => differences(join(folder, 'out', place), expected));
  console.log(differing.length === 0 ? 'no other difference' : differing.join('\n'));
  process.exitCode = differing.length === 0 ? 0 : 1;
}

/** Names the other engine in the imports of a file; false where it has none. */
function isRenamed(file: string): boolean {
  const source = readFileSync(file, 'utf8');
  const other = source.replaceAll(/ from '(@?)cdktf(?=['/])/g, " from '$1cdktn");
  if (other === source) return false;
  writeFileSync(file, other);
  return true;
}

/** The files that are not the same in two folders. A record holds the hashes of the others. */
function differences(folder: string, expected: string): string[] {
  const names = (place: string) =>
    readdirSync(place, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== '.generated.sha256')
      .map((entry) => join(entry.parentPath, entry.name).slice(place.length + 1));
  const all = [...new Set([...names(folder), ...names(expected)])].sort();
  if (all.length === 0) return [`nothing in ${folder}`];
  return all.filter((name) => !isDeepStrictEqual(contentOf(join(folder, name)), contentOf(join(expected, name))));
}

function contentOf(file: string): unknown {
  const text = readFileSync(file, 'utf8');
  if (!file.endsWith('cdk.tf.json')) return text;
  const { '//': notes, ...document } = JSON.parse(text);
  return { ...document, notes: { ...notes, metadata: { ...notes.metadata, version: undefined } } };
}

main();
