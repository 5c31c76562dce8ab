import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The floor: how long Node takes to write what `synth` writes, JSON.stringify included. Prints milliseconds, of the
 * processor and of the clock. Arguments: the folder with the files, and the folder to write. Reading and parsing are not counted.
 */
const [from, to] = process.argv.slice(2);
const files = readdirSync(from, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
let [microseconds, elapsed] = [0, 0];
for (const { parentPath, path = parentPath, name } of files) {
  const file = join(path, name);
  const text = readFileSync(file, 'utf8');
  const document = name.endsWith('.json') ? JSON.parse(text) : undefined;
  const target = join(to, file.slice(from.length));
  const [start, since] = [process.cpuUsage(), performance.now()];
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, document === undefined ? text : JSON.stringify(document, undefined, 2));
  const { user, system } = process.cpuUsage(start);
  microseconds += user + system;
  elapsed += performance.now() - since;
}
console.log(JSON.stringify([microseconds / 1000, elapsed]));
