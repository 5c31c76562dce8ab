import { schemaForEditors } from './artifacts/editor-schema';
import { environmentReadme } from './artifacts/environment-readme';
import type { Environment } from './config/environment';
import { synthesize, synthesizeModule } from './stacks/synthesize';

/** A file of `generated/`: path below it, with forward slashes, and text. */
export type Files = ReadonlyMap<string, string>;

/** The folder of an environment below `generated/`; CDKTF's choice. */
export function environmentFolder(name: string): string {
  return `stacks/${name}`;
}

/** All of `generated/`, in memory. */
export function generate(environments: readonly Environment[]): Files {
  return new Map([
    ...synthesize(environments),
    ...environments.flatMap(artifacts),
    ['module/main.tf.json', synthesizeModule()],
    ['environment.schema.json', schemaForEditors()],
  ]);
}

/** What `generated/` has of single environments, in memory. */
export function generateOnly(environments: readonly Environment[]): Files {
  const stacks = [...synthesize(environments)].filter(([path]) => path.startsWith('stacks/'));
  return new Map([...stacks, ...environments.flatMap(artifacts)]);
}

/** What an ops team receives beside the Terraform. */
function artifacts(environment: Environment): [string, string][] {
  const folder = environmentFolder(environment.name);
  return [[`${folder}/README.md`, environmentReadme(environment)]];
}
