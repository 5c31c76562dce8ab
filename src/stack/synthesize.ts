import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { App, type TerraformStack } from 'cdktf';
import type { Environment } from '../environment/environment';
import { ConfigError, type Problem } from '../errors';
import { withUserTerraform } from '../features/overrides/user-terraform';
import { filesBelow } from '../files-below';
import { pathInWords } from '../stack-file/path';
import { sharedAddresses } from '../terraform/unique-addresses';
import { withComments } from './comments';
import { EnvironmentStack } from './environment-stack';
import { couldBeEvaluated, evaluatedElements, withoutOpenings } from './evaluated-text';
import { ModuleStack } from './module-stack';

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

/**
 * What CDKTF writes for these environments: path below its output folder, and text.
 * @throws ConfigError when a stack file overrides what its stack does not create.
 */
export function synthesize(environments: readonly Environment[]): Map<string, string> {
  const files = written(environments);
  refuseEvaluatedText(files, environments);
  const problems = environments.flatMap((environment) => addUserTerraform(files, environment));
  if (problems.length > 0) throw new ConfigError(problems);
  for (const environment of environments) addComments(files, environment);
  return files;
}

function written(environments: readonly Environment[]): Map<string, string> {
  return inScratchFolder((outdir) => {
    // Its validations run `terraform version`, which nobody needs who only writes Terraform.
    const app = new App({ outdir, hclOutput: false, skipValidation: true });
    for (const environment of environments) refuseSharedAddresses(new EnvironmentStack(app, environment));
    app.synth();
    return new Map(filesBelow(outdir).map((file) => [relative(outdir, file), readFileSync(file, 'utf8')]));
  });
}

/** Text that went past terraform-text.ts would run in Terraform, `file()` included: a bug of ours, and nothing is written. */
function refuseEvaluatedText(files: ReadonlyMap<string, string>, environments: readonly Environment[]): void {
  const suspects = environments.filter(couldBeEvaluated);
  if (suspects.length === 0) return;
  const withoutText = written(suspects.map(withoutOpenings));
  for (const { name } of suspects) {
    const [document, ours] = [files, withoutText].map((from) => JSON.parse(from.get(fileOf(name)) as string));
    const [element] = evaluatedElements(document, ours);
    if (element !== undefined) {
      throw new Error(`Terraform would evaluate text of the stack file ${name} in ${element}`);
    }
  }
}

function fileOf(name: string): string {
  return `stacks/${name}/cdk.tf.json`;
}

/** CDKTF would merge them into one block; what a stack file can lead to is refused before, so this is a bug of ours. */
function refuseSharedAddresses(stack: TerraformStack): void {
  const [shared] = sharedAddresses(stack);
  if (shared === undefined) return;
  const { address, elements } = shared;
  throw new Error(`${elements.length} elements have the Terraform address ${address}: ${elements.join(', ')}`);
}

function addUserTerraform(files: Map<string, string>, environment: Environment): Problem[] {
  if (Object.keys({ ...environment.overrides, ...environment.terraform }).length === 0) return [];
  const file = fileOf(environment.name);
  const { document, mistakes } = withUserTerraform(JSON.parse(files.get(file) as string), environment);
  files.set(file, JSON.stringify(document, undefined, 2));
  return mistakes.map(({ path, ...mistake }) => ({ ...environment.origin(path), path: pathInWords(path), ...mistake }));
}

function addComments(files: Map<string, string>, environment: Environment): void {
  const file = fileOf(environment.name);
  files.set(file, JSON.stringify(withComments(JSON.parse(files.get(file) as string), environment), undefined, 2));
}

/** The module's text. It is no stack of the app, so that `cdktf deploy` does not offer it. */
export function synthesizeModule(): string {
  return inScratchFolder((outdir) => {
    const stack = new ModuleStack(new App({ outdir, hclOutput: false }));
    refuseSharedAddresses(stack);
    stack.prepareStack();
    const { terraform, ...blocks } = stack.toTerraform();
    const { backend: _, ...settings } = terraform;
    return `${JSON.stringify(stable({ terraform: settings, ...blocks }), undefined, 2)}\n`;
  });
}

/** CDKTF only writes to a disk; a folder of our own keeps it away from what is there already. */
function inScratchFolder<Result>(use: (outdir: string) => Result): Result {
  const outdir = mkdtempSync(join(tmpdir(), 'prefect-ecs-worker-'));
  try {
    return withoutTracesAndWarnings(() => use(outdir));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Sorted keys, and without the metadata that only the cdktf CLI reads. */
function stable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stable);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).filter(([key]) => key !== '//');
  return Object.fromEntries(
    members.sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, member]) => [key, stable(member)]),
  );
}
