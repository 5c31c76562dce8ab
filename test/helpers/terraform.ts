import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Finished, run, succeed } from './run';

/**
 * A folder of Terraform providers to take them from; where it is not named, Terraform's own settings say where from,
 * and without those it asks the public registry.
 */
const PROVIDERS = process.env['PREFECT_ECS_WORKER_PROVIDERS'];

/** The oldest AWS provider that a stack allows. */
export const PROVIDER_VERSION = '5.100.0';

/** Shared by all runs, so that a provider is fetched once. */
const CACHE = resolve('node_modules', '.cache', 'prefect-ecs-worker-terraform');

/**
 * The environment in which Terraform runs unattended, finds its providers, and talks to nobody but those and
 * `variables`' AWS: whatever account the person at this machine is logged in to is left out.
 */
export function terraformEnvironment(variables: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const plugins = join(CACHE, 'plugins');
  mkdirSync(plugins, { recursive: true });
  const others = Object.entries(process.env).filter(([name]) => !/^(AWS|TF)_(?!CLI_CONFIG_FILE$)/.test(name));
  return {
    ...Object.fromEntries(others),
    ...(PROVIDERS !== undefined && { TF_CLI_CONFIG_FILE: settings(PROVIDERS) }),
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    TF_PLUGIN_CACHE_DIR: plugins,
    // The lock file that pins the version knows no checksums, and without them the cache would not be used.
    TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: '1',
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    TF_CLI_ARGS: '-no-color',
    CHECKPOINT_DISABLE: '1',
    // Terraform and its providers read a schema of many MB at each start; with the default of 100 a third of their time
    // goes into collecting what they hold on to.
    GOGC: process.env['GOGC'] ?? '400',
    CI: '1',
    NO_COLOR: '1',
    ...variables,
  };
}

/** Terraform's settings, which take providers from a folder. Moved into place: another process may be reading them. */
function settings(providers: string): string {
  const file = join(CACHE, 'terraformrc');
  const written = `${file}.${process.pid}`;
  writeFileSync(
    written,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(providers)}\n  }\n}\n`,
  );
  renameSync(written, file);
  return file;
}

/** Has Terraform take the oldest provider that is allowed, where it would take the newest. */
export function pinProvider(folder: string): void {
  if (!existsSync(lockFile(folder))) {
    writeFileSync(
      lockFile(folder),
      `provider "registry.terraform.io/hashicorp/aws" {\n  version = "${PROVIDER_VERSION}"\n}\n`,
    );
  }
}

/** Takes the checksums out of the lock file: with them each command would read the 700 MB of the provider once more. */
function forgetChecksums(folder: string): void {
  const lock = readFileSync(lockFile(folder), 'utf8');
  writeFileSync(lockFile(folder), lock.replaceAll(/^ {2}hashes = \[\n(?: {4}.*\n)* {2}\]\n/gm, ''));
}

function lockFile(folder: string): string {
  return join(folder, '.terraform.lock.hcl');
}

/** Fetches the provider into the cache, which Terraform cannot fill from two processes at once. */
export async function fetchProvider(): Promise<void> {
  const folder = join(CACHE, 'fetch');
  mkdirSync(folder, { recursive: true });
  const aws = { source: 'hashicorp/aws', version: PROVIDER_VERSION };
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ terraform: { required_providers: { aws } } }));
  await new Terraform(folder).init();
}

export interface ResourceChange {
  readonly address: string;
  /** Where the state has it, if a moved block says so. */
  readonly previous_address?: string;
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    /** Where an import block brings it in. */
    readonly importing?: object;
    readonly before: Readonly<Record<string, unknown>> | null;
    /** What of `after` only an apply knows. */
    readonly after_unknown?: Readonly<Record<string, unknown>>;
    /** The attributes that the resource is replaced for. */
    readonly replace_paths?: readonly (readonly (string | number)[])[];
    // biome-ignore lint/suspicious/noExplicitAny: attributes are whatever the provider's schema says.
    readonly after: Readonly<Record<string, any>> | null;
  };
}

/** What `terraform show -json` says of a plan, as far as we look. */
export interface Plan {
  readonly resource_changes: readonly ResourceChange[];
  readonly output_changes: Readonly<Record<string, { readonly after?: unknown }>>;
  readonly configuration: unknown;
}

/** Terraform in one folder. A command is ended after `timeout` milliseconds, where another time than that of `run` is said. */
export class Terraform {
  constructor(
    readonly folder: string,
    private readonly variables: NodeJS.ProcessEnv = {},
    private readonly timeout?: number,
  ) {}

  /** Runs to the end, whatever the end. */
  try(...args: readonly string[]): Promise<Finished> {
    return run('terraform', args, this.options());
  }

  /** Runs, and fails with all that Terraform said when it failed. */
  run(...args: readonly string[]): Promise<Finished> {
    return succeed('terraform', args, this.options());
  }

  /** The same folder with other variables. */
  with(variables: NodeJS.ProcessEnv): Terraform {
    return new Terraform(this.folder, { ...this.variables, ...variables }, this.timeout);
  }

  /** Another folder with the same variables. */
  in(folder: string): Terraform {
    return new Terraform(folder, this.variables, this.timeout);
  }

  init(...args: readonly string[]): Promise<Finished> {
    return this.pinned(() => this.run('init', ...args));
  }

  /** Like {@link init}, to the end whatever the end. */
  tryInit(): Promise<Finished> {
    return this.pinned(() => this.try('init'));
  }

  /** Plans into the file `plan`. */
  savePlan(...args: readonly string[]): Promise<Finished> {
    return this.run('plan', '-out=plan', ...args);
  }

  /** Plans into the file `plan`, and reads it. */
  async plan(...args: readonly string[]): Promise<Plan> {
    await this.savePlan(...args);
    return this.readPlan();
  }

  /** Reads the file `plan`. */
  async readPlan(): Promise<Plan> {
    return JSON.parse((await this.run('show', '-json', 'plan')).stdout);
  }

  /** Applies the file `plan`. */
  applyPlan(): Promise<Finished> {
    return this.run('apply', 'plan');
  }

  apply(...args: readonly string[]): Promise<Finished> {
    return this.run('apply', '-auto-approve', ...args);
  }

  destroy(): Promise<Finished> {
    return this.run('destroy', '-auto-approve');
  }

  async outputs(): Promise<Record<string, unknown>> {
    const outputs: Record<string, { value: unknown }> = JSON.parse((await this.run('output', '-json')).stdout);
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  private async pinned(init: () => Promise<Finished>): Promise<Finished> {
    pinProvider(this.folder);
    const finished = await init();
    if (finished.status === 0) forgetChecksums(this.folder);
    return finished;
  }

  private options() {
    const { folder: cwd, variables, timeout } = this;
    return { cwd, env: terraformEnvironment(variables), ...(timeout !== undefined && { timeout }) };
  }
}

/** What a plan wants one resource to be; undefined where it plans no such resource. */
export function planned(plan: Plan, address: string) {
  return plan.resource_changes.find((change) => change.address === address)?.change.after ?? undefined;
}
