import { cpSync, readdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Finished, succeed } from './run';
import { pinProvider, terraformEnvironment } from './terraform';

const ROOT = resolve(__dirname, '..', '..');

/** Copies what of this repository is committed and synthesizes into a folder, so that the checkout stays clean. */
export function copyProject(folder: string): Project {
  for (const part of ['cdktf.json', 'package.json', 'src', 'stacks', 'generated']) {
    // Terraform's own leavings in the checkout are the checkout's.
    cpSync(join(ROOT, part), join(folder, part), {
      recursive: true,
      filter: (path) => !/\.(terraform|tfstate)/.test(path),
    });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
  for (const stack of readdirSync(join(folder, 'generated', 'stacks')))
    pinProvider(join(folder, 'generated', 'stacks', stack));
  return new Project(folder);
}

/** A copy of this repository. */
export class Project {
  constructor(readonly folder: string) {}

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  /** The folder of a stack that an ops team would receive. */
  stack(name: string): string {
    return this.path('generated', 'stacks', name);
  }

  /** Runs the cdktf command, and fails when it does. */
  cdktf(args: readonly string[], variables: NodeJS.ProcessEnv = {}): Promise<Finished> {
    return this.node([this.path('node_modules', '.bin', 'cdktf'), ...args], terraformEnvironment(variables));
  }

  /** Runs our own command from its sources. */
  synth(...args: readonly string[]): Promise<Finished> {
    return this.node(['--import', 'tsx', 'src/cli.ts', 'synth', ...args], process.env);
  }

  private node(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Finished> {
    return succeed(process.execPath, args, { cwd: this.folder, env });
  }
}
