import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** What a finished command said, and how it ended. */
export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Node to its end. */
export function node(args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): Finished {
  const env = { ...process.env, ...options.env };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    ...options,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const BUNDLE = join(ROOT, 'dist', 'cli.js');

/** Builds the command of a checkout, and fails with what the build printed when that fails. */
export function build(root: string): void {
  const { status, stderr } = node(['--import', 'tsx', join('src', 'build.ts')], { cwd: root });
  if (status !== 0) throw new Error(`building the command: exit ${status}\n${stderr}`);
}

/** Runs our command as it is installed: from its bundle, which builds itself anew when a source has changed. */
export function command(args: readonly string[], env: NodeJS.ProcessEnv = {}): Finished {
  if (!existsSync(BUNDLE)) build(ROOT);
  return node([BUNDLE, ...args], { env });
}

/** Makes a folder a project that has our command: npx finds it there, and in all folders below. */
export function installAbove(folder: string): void {
  if (!existsSync(BUNDLE)) build(ROOT);
  const bin = join(folder, 'node_modules', '.bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private": true}');
  symlinkSync(BUNDLE, join(bin, 'prefect-ecs-worker'));
}
