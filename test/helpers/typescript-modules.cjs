// `require` of TypeScript, and of ES modules, each as esbuild writes it once: to load all modules by tsx takes twice the time.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { basename, join, relative } = require('node:path');
const { version } = require('esbuild/package.json');

const ROOT = join(__dirname, '..', '..');
const CACHE = join(ROOT, 'node_modules', '.cache', 'typescript');
const OPTIONS = {
  format: 'cjs',
  target: `node${process.versions.node}`,
  supported: { 'dynamic-import': false },
  sourcemap: 'inline',
  sourcesContent: false,
};

mkdirSync(CACHE, { recursive: true });
process.setSourceMapsEnabled(true);
// Node 22.1 and newer can keep what V8 compiles, of which it counts the functions less exactly.
if (process.env.NODE_V8_COVERAGE === undefined) Module.enableCompileCache?.(join(CACHE, 'compiled'));

const compiledAs = (loader) => (module, file) => module._compile(written(file, loader), file);

/** What esbuild writes for a file, in whatever copy of the repository: one text for each, which ends with what it was written from. */
function written(file, loader) {
  const source = readFileSync(file);
  const kept = join(CACHE, `${hashOf(relative(ROOT, file))}.js`);
  const end = `\n//${hashOf(JSON.stringify({ OPTIONS, version }), source)}`;
  const before = textOf(kept);
  if (before?.endsWith(end)) return before;
  const { code } = require('esbuild').transformSync(source, { ...OPTIONS, loader, sourcefile: basename(file) });
  // Another process may read it.
  writeFileSync(`${kept}.${process.pid}`, `${code}${end}`);
  renameSync(`${kept}.${process.pid}`, kept);
  return code;
}

function hashOf(...parts) {
  const hash = createHash('sha1');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

const { ...others } = Module._extensions;
for (const extension of Object.keys(others)) delete Module._extensions[extension];
// First: a TypeScript file may have a JSON file of its name beside it.
Module._extensions['.ts'] = compiledAs('ts');
Object.assign(Module._extensions, others, {
  '.mjs': compiledAs('js'),
  '.js': (module, file) => {
    try {
      others['.js'](module, file);
    } catch (error) {
      if (error.code !== 'ERR_REQUIRE_ESM') throw error;
      compiledAs('js')(module, file);
    }
  },
});
