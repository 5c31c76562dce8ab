import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import Handlebars from 'handlebars';
import { TEMPLATE_OPTIONS } from './artifacts/template';
import { sourcesOf } from './built-from';

/** Bundles the command into dist/: one file starts in a third of the time of the hundreds that it is made of. */
const root = resolve(__dirname, '..');
const dist = join(root, 'dist');
const templates = join(root, 'src', 'artifacts');

const compiled = readdirSync(templates, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.hbs'))
  .map((template) => {
    const source = Handlebars.precompile(readFileSync(join(templates, template), 'utf8'), TEMPLATE_OPTIONS);
    return [`${template}.js`, `module.exports = ${String(source)};\n`] as const;
  });
const { outputFiles } = buildSync({
  entryPoints: [join(root, 'src', 'cli.ts')],
  write: false,
  bundle: true,
  platform: 'node',
  target: 'node20.9',
  // Names stay, so that the trace of a bug can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  define: { BUILT_FROM: JSON.stringify(sourcesOf(root)) },
  logLevel: 'warning',
});

// Only now: a build that fails leaves the command that was there, which then builds again when the sources are mended.
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
for (const [file, source] of compiled) {
  mkdirSync(dirname(join(dist, file)), { recursive: true });
  writeFileSync(join(dist, file), source);
}
for (const { contents } of outputFiles) writeFileSync(join(dist, 'cli.js'), contents, { mode: 0o755 });
