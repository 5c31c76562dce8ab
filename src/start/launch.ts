import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { isMainThread } from 'node:worker_threads';
import { isOfEngine } from './engine-packages';

/** The sources that this was built from, which the folder of their bundle is named after. */
declare const BUILT_FROM: string;

const folder = join(__dirname, BUILT_FROM);

/**
 * Most runs take a fifth of a second. By default V8 collects garbage at each megabyte, twice as many the next time, and
 * compiles again what has run for a moment: a sixth of that time. Set before all else, since V8 refuses a code cache
 * that was made under other flags.
 */
const OF_SHORT_RUNS = ['--semi-space-growth-factor=16', '--interrupt-budget=1000000'];
for (const flag of OF_SHORT_RUNS) setFlagsFromString(flag);

/**
 * Commands differ in what they compile, and so does a command with names: each has a cache of its own, since to read
 * what others compiled takes longer as well.
 */
const [command = '', ...rest] = process.argv.slice(2);
const use = `${/^[a-z]+$/.test(command) ? command : 'none'}${rest.some((arg) => !arg.startsWith('-')) ? '-named' : ''}`;

/** Environments differ in what they need compiled too: the cache has what all of these names needed. */
const names = rest.filter((arg) => /^[a-z0-9_-]+$/.test(arg) && !arg.startsWith('-')).join(' ');
const seenFile = join(folder, `seen-${use}.cache`);
const seen = readIfThere(seenFile)?.toString().split('\n') ?? [];
/** Each adds a little to what every run reads. */
const MOST_SEEN = 20;
const addsToCache = !seen.includes(names) && seen.length < MOST_SEEN;

type Engine = Readonly<Record<string, () => unknown>>;
let engine: Engine | undefined;

/** The engine lies beside the command, so that an app which has its own can use the rest. */
function engineModule(name: string): (() => unknown) | undefined {
  if (!isOfEngine(name)) return undefined;
  engine ??= start('engine', () => undefined) as Engine;
  return engine[name];
}

const { runCommand, workInThread } = start('command', engineModule) as { runCommand(): void; workInThread(): void };
if (isMainThread) {
  if (addsToCache) atGoodEnd(() => writeWhole(seenFile, [...seen, names].join('\n')));
  runCommand();
} else workInThread();

/**
 * Starts a bundle with what V8 made of it the last time: compiling it anew takes as long as all the rest. Each build
 * has a folder of its own, so a cache there is never another bundle's; V8 itself refuses that of another version.
 */
function start(name: string, moduleNamed: (name: string) => (() => unknown) | undefined): unknown {
  const bundle = join(folder, `${name}.js`);
  const cacheFile = join(folder, `${name}-${use}.cache`);
  const cachedData = readIfThere(cacheFile);
  // A bundle is ASCII, which is read faster so.
  const script = new Script(readFileSync(bundle, 'latin1'), { filename: bundle, cachedData });
  const isKept = cachedData !== undefined && !script.cachedDataRejected && !addsToCache;
  // What a second thread compiles is what the first one does.
  if (!isKept && isMainThread) keepAtEnd(script, cacheFile);
  const found = createRequire(bundle);
  const module = { exports: {} };
  const required = (id: string) => moduleNamed(id)?.() ?? found(id);
  script.runInThisContext()(module.exports, Object.assign(required, found), module, bundle, folder);
  return module.exports;
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Once V8 has compiled what a run needs, with what it read from a cache before. */
function keepAtEnd(script: Script, file: string): void {
  // V8 throws away what was not run for a while, and the cache would lack it.
  setFlagsFromString('--no-flush-bytecode');
  atGoodEnd(() => {
    // V8 refuses a cache that was made under other flags.
    setFlagsFromString('--flush-bytecode');
    writeWhole(file, script.createCachedData());
  });
}

/** A mistake ends a run early. Whoever may not write here goes without. */
function atGoodEnd(keep: () => void): void {
  process.once('exit', (code) => {
    if (code !== 0) return;
    try {
      keep();
    } catch {}
  });
}

function writeWhole(file: string, content: string | Buffer): void {
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, content);
  renameSync(unfinished, file);
}
