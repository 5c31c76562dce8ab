import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { transformSync } from '@swc/core';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import Handlebars from 'handlebars';
import { TEMPLATE_OPTIONS } from './artifacts/template';
import { sourcesOf } from './built-from';

/** Bundles the command into dist/: one file starts in a third of the time of the hundreds that it is made of. */
const root = resolve(__dirname, '..');
const dist = join(root, 'dist');
const templates = join(root, 'src', 'artifacts');

/** Each of our imports is loaded when it is first used: of all that can be made one environment has a part. */
const lazyImports: Plugin = {
  name: 'lazy imports',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const imported = [...source.matchAll(/^(?:import|\}) .*from '([^']+)';$/gm)].map(([, name]) => name as string);
      const { code } = transformSync(source, {
        filename: path,
        swcrc: false,
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs', lazy: imported },
      });
      return { contents: code, loader: 'js' };
    });
  },
};

const OPTIONS: BuildOptions = {
  write: false,
  bundle: true,
  platform: 'node',
  target: 'node20.9',
  // Names stay, so that the trace of a bug can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  logLevel: 'warning',
};

async function bundle(entry: string, options: BuildOptions): Promise<Uint8Array> {
  const { outputFiles = [] } = await build({ ...OPTIONS, ...options, entryPoints: [join(root, 'src', entry)] });
  return outputFiles[0]?.contents as Uint8Array;
}

async function main(): Promise<void> {
  const compiled = readdirSync(templates, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.hbs'))
    .map((template) => {
      const source = Handlebars.precompile(readFileSync(join(templates, template), 'utf8'), TEMPLATE_OPTIONS);
      return [`${template}.js`, `module.exports = ${String(source)};\n`] as const;
    });
  const define = { BUILT_FROM: JSON.stringify(sourcesOf(root)) };
  const command = await bundle('cli.ts', { define, plugins: [lazyImports] });
  const launch = await bundle('launch.ts', { banner: { js: '#!/usr/bin/env node' } });

  // Only now: a build that fails leaves the command that was there, which then builds again when the sources are mended.
  rmSync(dist, { recursive: true, force: true });
  for (const [file, source] of [...compiled, ['command.js', command] as const]) {
    mkdirSync(dirname(join(dist, file)), { recursive: true });
    writeFileSync(join(dist, file), source);
  }
  writeFileSync(join(dist, 'cli.js'), launch, { mode: 0o755 });
}

main();
