import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import Handlebars from 'handlebars';
import { TEMPLATE_OPTIONS } from './artifacts/template';
import { sourcesOf } from './built-from';

/** Bundles the command into dist/: one file starts in a third of the time of the hundreds that it is made of. */
const root = resolve(__dirname, '..');
const dist = join(root, 'dist');
const templates = join(root, 'src', 'artifacts');

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
for (const template of readdirSync(templates).filter((file) => file.endsWith('.hbs'))) {
  const compiled = Handlebars.precompile(readFileSync(join(templates, template), 'utf8'), TEMPLATE_OPTIONS);
  writeFileSync(join(dist, `${template}.js`), `module.exports = ${String(compiled)};\n`);
}
buildSync({
  entryPoints: [join(root, 'src', 'cli.ts')],
  outdir: dist,
  bundle: true,
  platform: 'node',
  target: 'node20.9',
  // Names stay, so that the trace of a bug can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  define: { BUILT_FROM: JSON.stringify(sourcesOf(root)) },
  logLevel: 'warning',
});
