import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CDK_TERRAIN, switchEngine } from './engine-switch';
import { succeed } from './helpers/run';

/**
 * `npm run test:cdktn`: the checkout switched to CDK Terrain, in a folder of its own: its types are checked, its command
 * is built, and writes the examples and the module. Fails where a file differs from what CDKTF wrote but for the version
 * of the engine in the notes. With --switch the checkout itself is switched.
 */
const ENGINE = Object.entries(CDK_TERRAIN).map(([name, version]) => `${name}@${version}`);

const root = join(__dirname, '..');

/** What is not among the packages of the other engine. */
const REPLACED = ['cdktf', 'cdktf-cli', '@cdktf', 'constructs'];

async function main(): Promise<void> {
  if (process.argv.includes('--switch')) {
    console.log(`${switchEngine(root).length} files rewritten. Next: npm install && npm run synth && npm run examples`);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'prefect-ecs-worker-cdktn-'));
  try {
    await compareIn(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function compareIn(folder: string): Promise<void> {
  for (const part of ['src', 'LICENSE', 'tsconfig.json', 'package.json', 'package-lock.json']) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  console.log(`${switchEngine(folder).length} files name ${ENGINE.join(', ')}`);

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

  const node = (...args: string[]) => succeed(process.execPath, args, { cwd: folder, env: process.env });
  // Symbolic links stay, so that each engine finds its own constructs.
  await node(join(root, 'node_modules', 'typescript', 'lib', 'tsc.js'), '-p', '.', '--preserveSymlinks');
  await node('--import', 'tsx', join('src', 'build.ts'));
  const stacks = join(root, 'test', 'examples');
  await node(join('dist', 'cli.js'), 'synth', '--stacks', stacks, '--out', 'out');
  const places = [
    ['stacks', join(stacks, 'generated', 'stacks')],
    ['module', join(root, 'generated', 'module')],
  ] as const;
  const differing = places.flatMap(([place, expected]) => differences(join(folder, 'out', place), expected));
  console.log(differing.length === 0 ? 'no other difference' : differing.join('\n'));
  process.exitCode = differing.length === 0 ? 0 : 1;
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
