import { cpSync, readdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EXAMPLES } from './examples';
import { type Finished, succeed } from './run';
import { pinProvider, terraformEnvironment } from './terraform';

const ROOT = resolve(__dirname, '..', '..');

/** What the copy has, and from where: its environments are the examples. */
const PARTS: Readonly<Record<string, string>> = {
  'cdktf.json': 'cdktf.json',
  'package.json': 'package.json',
  'package-lock.json': 'package-lock.json',
  src: 'src',
  'generated/module': 'generated/module',
  'generated/environment.schema.json': 'generated/environment.schema.json',
  'generated/reference.md': 'generated/reference.md',
  'generated/README.md': join('test', 'examples', 'generated', 'README.md'),
  'generated/index.html': join('test', 'examples', 'generated', 'index.html'),
  'generated/stacks': join('test', 'examples', 'generated', 'stacks'),
};

/** A project with the examples as its environments, in a folder of its own, so that the checkout stays clean. */
export function copyProject(folder: string): Project {
  for (const [part, from] of Object.entries(PARTS)) {
    // Terraform's own leavings in the checkout are the checkout's.
    cpSync(join(ROOT, from), join(folder, part), {
      recursive: true,
      filter: (path) => !/\.(terraform|tfstate)/.test(path),
    });
  }
  for (const file of readdirSync(EXAMPLES).filter((name) => name.endsWith('.yaml'))) {
    cpSync(join(EXAMPLES, file), join(folder, 'stacks', file));
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
