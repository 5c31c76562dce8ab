import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { transformSync } from '@swc/core';
import {
  type BuildFailure,
  type BuildOptions,
  type BuildResult,
  build,
  formatMessages,
  type Metafile,
  type Plugin,
} from 'esbuild';
import Handlebars from 'handlebars';
import { bomOf, licensesIn, packagesOf } from './bundle/licenses';
import { shortNames, withoutComputedKeys, withoutUnused } from './bundle/smaller-packages';
import { PAGE_PARTS } from './catalogue/page';
import { ENGINE_BESIDE, LAYOUT_ENGINE } from './diagram/engine';
import { TEMPLATE_OPTIONS } from './runbook/template';
import { sourcesOf } from './start/built-from';
import { ENGINE_PACKAGES, isOfEngine } from './start/engine-packages';
import { IAM_ACTIONS } from './values/iam-actions';

/** Bundles the command into dist/: one file starts in a third of the time of the hundreds that it is made of. */
const root = resolve(__dirname, '..');
const dist = join(root, 'dist');
const src = join(root, 'src');

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

/** A bundle of its own, which the command loads when it is asked for it: half as large as all the rest, for AWS's SDK. */
const DOCTOR = './doctor.js';

const doctorBeside: Plugin = {
  name: 'doctor beside',
  setup({ onResolve }) {
    onResolve({ filter: /\/doctor\/doctor$/ }, () => ({ path: DOCTOR, external: true }));
  },
};

/** In the bundle, so that V8 keeps them compiled too. */
function compiledTemplates(templates: readonly string[]): Plugin {
  return {
    name: 'compiled templates',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\/compiled-templates$/ }, ({ path }) => ({ path, namespace: 'templates' }));
      onLoad({ filter: /.*/, namespace: 'templates' }, () => ({
        contents: `module.exports = {${templates.join(',')}}`,
      }));
    },
  };
}

const ENGINE = ENGINE_PACKAGES.flatMap((name) => [name, `${name}/*`]);

/** The modules of the engine that a bundle asks for, each loaded when it is first used. */
function engineFor({ outputs }: Metafile): string {
  const imports = Object.values(outputs).flatMap((output) => output.imports);
  const modules = [...new Set(imports.map(({ path }) => path).filter(isOfEngine))]
    .sort()
    .map((path) => JSON.stringify(path));
  return `module.exports = {${modules.map((module) => `${module}: () => require(${module})`).join(',')}};`;
}

const OPTIONS: BuildOptions = {
  // Its ES modules become one scope, where each CommonJS module fills its exports first: a twentieth of a run.
  alias: { zod: join(root, 'node_modules', 'zod', 'index.js') },
  absWorkingDir: root,
  write: false,
  metafile: true,
  bundle: true,
  platform: 'node',
  target: 'node20.9',
  // Names stay, so that the trace of a bug can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  // Node shows the line of an uncaught error, and of a longer one not the error.
  lineLimit: 500,
  logLevel: 'silent',
};

/**
 * To Node's require a module, and evaluated without one a function that makes one: the launcher evaluates the text as it
 * is. To put it into a function there would copy it, a tenth of a run.
 */
const AS_FUNCTION: BuildOptions = {
  banner: {
    js: '(make=>typeof module==="object"?make(exports,require,module,__filename,__dirname):make)(function(exports,require,module,__filename,__dirname){',
  },
  footer: { js: '})' },
};

interface Bundle {
  readonly contents: Uint8Array;
  /** The files that it is made of, from the root of the checkout. */
  readonly inputs: readonly string[];
  readonly metafile: Metafile;
}

async function bundle(entry: string, options: BuildOptions): Promise<Bundle> {
  return built({ ...options, entryPoints: [join(src, entry)] });
}

async function built(options: BuildOptions): Promise<Bundle> {
  const all = { ...OPTIONS, ...options };
  try {
    const { outputFiles, metafile, warnings } = (await build(all)) as BuildResult<{ metafile: true }>;
    for (const text of await formatMessages(warnings, { kind: 'warning' })) process.stderr.write(text);
    return { contents: outputFiles?.[0]?.contents as Uint8Array, inputs: Object.keys(metafile.inputs), metafile };
  } catch (error) {
    throw (await mistakeInSources(all)) ?? error;
  }
}

/** What the person who edits the sources did wrong: shown without a trace of this file. */
class SourceMistake extends Error {}

/** esbuild's own message, with the place in the source as it was written: a plugin hands it another text. */
async function mistakeInSources({ plugins = [], ...options }: BuildOptions): Promise<SourceMistake | undefined> {
  try {
    await build({ ...options, plugins: plugins.filter((plugin) => plugin !== lazyImports) });
    return undefined;
  } catch (error) {
    const { errors } = error as BuildFailure;
    if (errors === undefined) throw error;
    return new SourceMistake((await formatMessages(errors, { kind: 'error' })).join('\n').trimEnd());
  }
}

function precompiled(template: string): string {
  const text = readFileSync(join(src, template), 'utf8');
  try {
    return String(Handlebars.precompile(text, TEMPLATE_OPTIONS));
  } catch (error) {
    throw new SourceMistake(`src/${template}: ${(error as Error).message}`);
  }
}

/**
 * Each build has a folder of its own, named after its sources, and the command leads to the last one: commands that
 * run meanwhile, or build the same, never see a part of a build.
 */
async function main(): Promise<void> {
  const sources = sourcesOf(root);
  const define = { BUILT_FROM: JSON.stringify(sources) };
  const finished = join(dist, sources);
  if (!existsSync(finished)) {
    const unfinished = await buildInto(finished, define);
    // Somebody saves files while we read them: this is a build of neither.
    if (sourcesOf(root) !== sources) {
      rmSync(unfinished, { recursive: true });
      return main();
    }
    moveTo(finished, unfinished);
  }
  for (const [name, contents] of await entriesTo(sources, define)) {
    const unfinished = join(dist, `${name}.${process.pid}`);
    writeFileSync(unfinished, contents, { mode: name === 'cli.js' ? 0o755 : 0o644 });
    renameSync(unfinished, join(dist, name));
  }
  removeOldBuilds(sources, process.argv.includes('--alone') ? 1 : BUILDS_KEPT);
}

/** What others start, import and read the types of: the same names in every build. */
async function entriesTo(
  sources: string,
  define: Record<string, string>,
): Promise<ReadonlyMap<string, string | Uint8Array>> {
  // Behind the bundle, which shows a mistake in the sources better.
  const { stackFileTypes } = require('./library/type-declarations');
  const { contents: launch } = await bundle('start/launch.ts', { banner: { js: '#!/usr/bin/env node' }, define });
  const from = `require('./${sources}/command.js')`;
  const declared = ['library.d.ts', 'schema.d.ts'].map(
    (name) => [name, readFileSync(join(src, 'library', 'public', name))] as const,
  );
  return new Map<string, string | Uint8Array>([
    ['cli.js', launch],
    ['library.js', exporting(`${from}.library`, ['PrefectEcsWorker', 'defineEnvironment', 'ConfigError'])],
    ['schema.js', exporting(`${from}.schema`, ['stackFileSchema', 'stackFileJsonSchema'])],
    ['stack-file.d.ts', stackFileTypes()],
    ...declared,
  ]);
}

/** A CommonJS module whose names also an import of an ES module finds, which reads them without running it. */
function exporting(module: string, names: readonly string[]): string {
  return `module.exports = ${module};\n0 && (module.exports = { ${names.join(', ')} });\n`;
}

const ENTRY = /^(cli|library|schema)\.js$|\.d\.ts$/;

async function buildInto(finished: string, define: Record<string, string>): Promise<string> {
  const templates = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.hbs'))
    .sort()
    .map((template) => `${JSON.stringify(template.replaceAll('\\', '/'))}: () => (${precompiled(template)})`);
  const [command, doctor] = await Promise.all([
    bundle('bundle/bundle.ts', {
      ...AS_FUNCTION,
      define,
      plugins: [doctorBeside, compiledTemplates(templates), lazyImports, withoutUnused, shortNames],
      external: [LAYOUT_ENGINE, ...ENGINE],
    }),
    // Of a module only what is used comes along; of CommonJS, all.
    bundle(join('doctor', 'doctor.ts'), {
      mainFields: ['module', 'main'],
      plugins: [withoutComputedKeys, shortNames],
    }),
  ]);
  const engine = await built({
    ...AS_FUNCTION,
    stdin: { contents: engineFor(command.metafile), resolveDir: root },
    plugins: [withoutUnused],
    minifyIdentifiers: true,
  });
  const unfinished = `${finished}.${process.pid}`;
  const inputs = [...command.inputs, ...engine.inputs, ...doctor.inputs, `node_modules/${LAYOUT_ENGINE}`];
  const packages = packagesOf(root, inputs);
  const files = [
    ...PAGE_PARTS.map((part) => [part, readFileSync(join(src, 'catalogue', part))] as const),
    [IAM_ACTIONS, readFileSync(join(src, 'values', IAM_ACTIONS))],
    ['command.js', command.contents],
    ['engine.js', engine.contents],
    [DOCTOR, doctor.contents],
    [ENGINE_BESIDE, gzipSync(readFileSync(join(root, 'node_modules', LAYOUT_ENGINE)), { level: 9 })],
    ['LICENSES.txt', licensesIn(packages)],
    ['sbom.cdx.json', bomOf(root, packages)],
  ] as const;
  for (const [file, source] of files) {
    mkdirSync(dirname(join(unfinished, file)), { recursive: true });
    writeFileSync(join(unfinished, file), source);
  }
  makeSameForAll(unfinished);
  return unfinished;
}

/** What fails here fails again in the first run that needs it, which says why. */
function makeSameForAll(folder: string): void {
  const command = JSON.stringify(join(folder, 'command.js'));
  spawnSync(process.execPath, ['-e', `require(${command}).makeSameForAll()`], { cwd: root, stdio: 'ignore' });
}

function moveTo(finished: string, unfinished: string): void {
  try {
    renameSync(unfinished, finished);
  } catch (error) {
    rmSync(unfinished, { recursive: true });
    // Another command built the same meanwhile.
    if (!existsSync(finished)) throw error;
  }
}

/** Of builds that are not packed. */
const BUILDS_KEPT = 3;
const AN_HOUR = 3_600_000;

/** Keeps what a command that was started before this build may still read, and what others are building. */
function removeOldBuilds(current: string, kept: number): void {
  const entries = readdirSync(dist)
    .filter((entry) => entry !== current && !ENTRY.test(entry))
    .map((entry) => ({ entry, changed: statSync(join(dist, entry), { throwIfNoEntry: false })?.mtimeMs ?? Date.now() }))
    .sort((one, other) => other.changed - one.changed);
  const isBuild = ({ entry }: { entry: string }) => /^[0-9a-f]{40}$/.test(entry);
  const old = [
    ...entries.filter(isBuild).slice(kept - 1),
    ...entries.filter((other) => !isBuild(other) && Date.now() - other.changed > AN_HOUR),
  ];
  for (const { entry } of old) rmSync(join(dist, entry), { recursive: true, force: true });
}

main().catch((error: unknown) => {
  const { code, path = '' } = error as NodeJS.ErrnoException;
  // What else puts this into words is a source itself, and may have a mistake.
  const isOfDisk = code !== undefined && path.startsWith(dist);
  if (!isOfDisk && !(error instanceof SourceMistake)) throw error;
  const [message, todo] = isOfDisk
    ? [`${dist}: cannot be written (${code})`, 'Make this folder writable, and run']
    : [(error as SourceMistake).message, 'Correct them, and run'];
  process.stderr.write(`${message}\n\nThe sources cannot be built. ${todo} the command again.\n`);
  process.exitCode = 1;
});
