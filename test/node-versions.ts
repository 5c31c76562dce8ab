import { deepStrictEqual } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { MANIFEST } from '../src/output/generate';
import { filesIn } from './helpers/folder';
import { copyProject } from './helpers/project';
import { terraformEnvironment } from './helpers/terraform';

/** The oldest that package.json allows, and each newer line with long-term support. */
const VERSIONS = ['20.9', '22', '24'];

/**
 * The terminal library of the cdktf CLI 0.21 (@cdktf/node-pty-prebuilt-multiarch 0.10.2) has no binary for Node
 * 24. The fork with a binary for all, @lydell/node-pty 1.1.0, ends `cdktf deploy` halfway on Node 20.9.
 */
const WITHOUT_CDKTF_CLI = ['24'];

const ROOT = resolve(__dirname, '..');
/** Versions; and `1/3` for one part in three of the tests. */
const given = process.argv.slice(2);
const ours = given.filter((word) => !word.includes('/'));
const shard = given.filter((word) => word.includes('/')).map((part) => `--shard=${part}`);
const folder = mkdtempSync(join(tmpdir(), 'prefect-ecs-worker-node-'));

try {
  for (const version of ours.length > 0 ? ours : VERSIONS) {
    const path = [install(version), process.env['PATH']].join(delimiter);
    console.log(`Node ${output('node', ['--version'], path).trim()}: unit tests and tests of whole environments`);
    execFileSync(
      'node',
      [inModules('jest'), '--selectProjects', 'unit', 'whole', '--maxWorkers=100%', '--silent', ...shard],
      {
        cwd: ROOT,
        env: { ...process.env, PATH: path },
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    );
    synthesizes(version, path, ['--import', 'tsx', join('src', 'cli.ts'), 'synth']);
    if (!WITHOUT_CDKTF_CLI.includes(version)) synthesizes(version, path, [inModules('cdktf'), 'synth']);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Node of this version from npm, which has a package of its binary for each platform; the folder of the binary. */
function install(version: string): string {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const prefix = join(folder, version);
  mkdirSync(prefix);
  const what = `node@npm:node-${platform}-${process.arch}@${version}`;
  execFileSync('npm', ['install', '--silent', '--no-save', '--prefix', prefix, what], { stdio: 'inherit' });
  return join(prefix, 'node_modules', 'node', 'bin');
}

/** Fails unless the command writes the files of the examples that are committed, to the byte. */
function synthesizes(version: string, path: string, command: readonly string[]): void {
  const project = copyProject(mkdtempSync(join(folder, 'project-')));
  const generated = project.path('generated');
  const committed = filesIn(generated);
  rmSync(generated, { recursive: true });
  output('node', command, path, project.folder);
  const { [MANIFEST]: manifest, ...written } = filesIn(generated);
  for (const lock of Object.keys(committed).filter((file) => file.endsWith('.terraform.lock.hcl')))
    delete committed[lock];
  deepStrictEqual(written, committed);
  deepStrictEqual(typeof manifest, 'string');
  console.log(`Node ${version}: node ${command.join(' ')} writes what is committed`);
}

function output(command: string, args: readonly string[], path: string, cwd = ROOT): string {
  const env = { ...terraformEnvironment(), PATH: path };
  return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

function inModules(command: string): string {
  return join(ROOT, 'node_modules', '.bin', command);
}
