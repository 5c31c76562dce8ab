import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type TerraformStack } from 'cdktf';
import { keep, keptData } from '../disk/build-cache';
import type { Environment } from '../environment/environment';
import { TemplateFile } from '../terraform/template-file';
import { sharedAddresses } from '../terraform/unique-addresses';
import { EnvironmentStack } from './environment-stack';
import { ModuleStack } from './module-stack';
import { type Document, withOpenTexts } from './shape';

export type Templates = Readonly<Record<string, string>>;

/** What CDKTF writes for the environments of a shape: with the values of one of them, and open texts. */
export interface Shape {
  readonly document: Document;
  readonly templates: Templates;
  /** Of this one and others. */
  readonly manifest: Manifest;
}

export interface Manifest {
  readonly version: string;
  readonly stacks: Readonly<Record<string, object>>;
}

export function synthesizedByCdktf(
  firsts: readonly (readonly [shape: string, environment: Environment])[],
): [string, Shape][] {
  return inScratchFolder((outdir) => {
    const app = new App({ outdir, hclOutput: false });
    return firsts.map(([shape, environment]) => {
      // The other thread may have met it meanwhile.
      const there = keptData<Shape>('shape', shape);
      if (there !== undefined) return [shape, there];
      const emitted = synthesizedIn(app, environment);
      keep('shape', shape, JSON.stringify(emitted));
      return [shape, emitted];
    });
  });
}

/** What App.synth() writes to files; its validations run `terraform version`, which is not needed to write Terraform. */
function synthesizedIn(app: App, environment: Environment): Shape {
  const stack = new EnvironmentStack(app, withOpenTexts(environment));
  refuseSharedAddresses(stack);
  stack.prepareStack();
  const entry = app.manifest.forStack(stack);
  return {
    document: inJson(stable(stack.toTerraform())) as Document,
    templates: templatesOf(stack),
    manifest: { stacks: { [entry.name]: stable(entry) as object }, version: app.manifest.version },
  };
}

function templatesOf(stack: TerraformStack): Templates {
  const files = stack.node.findAll().filter((element) => element instanceof TemplateFile);
  return Object.fromEntries(files.map(({ fileName, text }) => [fileName, text]));
}

/** The module's text. It is no stack of the app, so that `cdktf deploy` does not offer it. */
export function synthesizeModule(): string {
  return inScratchFolder((outdir) => {
    const stack = new ModuleStack(new App({ outdir, hclOutput: false }));
    refuseSharedAddresses(stack);
    stack.prepareStack();
    const { terraform, ...blocks } = stack.toTerraform();
    const { backend: _, ...settings } = terraform;
    return `${JSON.stringify(withoutMetadata(stable({ terraform: settings, ...blocks })), undefined, 2)}\n`;
  });
}

/** CDKTF would merge them into one block; what a stack file can lead to is refused before, so this is a bug of ours. */
function refuseSharedAddresses(stack: TerraformStack): void {
  const [shared] = sharedAddresses(stack);
  if (shared === undefined) return;
  const { address, elements } = shared;
  throw new Error(`${elements.length} elements have the Terraform address ${address}: ${elements.join(', ')}`);
}

/** CDKTF's app makes folders, though nothing is written; in one of our own it finds nothing that is there already. */
function inScratchFolder<Result>(use: (outdir: string) => Result): Result {
  const outdir = mkdtempSync(join(tmpdir(), 'prefect-ecs-worker-'));
  try {
    return withoutTracesAndWarnings(() => use(outdir));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** A copy with sorted keys, as CDKTF writes it. */
function stable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stable);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, stable(member)]));
}

/** As JSON has it: without what is undefined. */
function inJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Without what only the cdktf CLI reads. */
function withoutMetadata(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, member) => (key === '//' ? undefined : member)));
}

/**
 * CDKTF notes for each token where in our code it was made, which takes a quarter of the time of a synthesis and is
 * shown nowhere. Errors keep their own traces. It also calls util.isArray, of which Node 22 and newer warn the user:
 * https://nodejs.org/api/deprecations.html#DEP0044
 */
function withoutTracesAndWarnings<Result>(work: () => Result): Result {
  const { captureStackTrace } = Error;
  const noDeprecation = process.noDeprecation ?? false;
  Error.captureStackTrace = () => {};
  process.noDeprecation = true;
  try {
    return work();
  } finally {
    Error.captureStackTrace = captureStackTrace;
    process.noDeprecation = noDeprecation;
  }
}
