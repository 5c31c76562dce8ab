import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';

/** The sources that this was built from, which the folder of their bundle is named after. */
declare const BUILT_FROM: string;

/**
 * Starts the bundle with what V8 made of it the last time: compiling it anew takes as long as all the rest. Each build
 * has a folder of its own, so a cache there is never another bundle's; V8 itself refuses that of another version.
 */
const folder = join(__dirname, BUILT_FROM);
const bundle = join(folder, 'command.js');
const cacheFile = join(folder, 'command.cache');

const cachedData = readIfThere(cacheFile);
const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(bundle, 'utf8')}\n})`;
const script = new Script(source, { filename: bundle, cachedData });
if (cachedData === undefined || script.cachedDataRejected) process.once('exit', keepForNextTime);
const command = { exports: {} };
script.runInThisContext()(command.exports, createRequire(bundle), command, bundle, folder);

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** At the end, when V8 has compiled what a run needs. Whoever may not write here goes without. */
function keepForNextTime(): void {
  const unfinished = `${cacheFile}.${process.pid}`;
  try {
    writeFileSync(unfinished, script.createCachedData());
    renameSync(unfinished, cacheFile);
  } catch {}
}
