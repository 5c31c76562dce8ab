import { schemaForEditors } from './artifacts/editor-schema';
import { runbook } from './artifacts/runbook';
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
    ...withArtifacts(environments),
    ['module/main.tf.json', synthesizeModule()],
    ['environment.schema.json', schemaForEditors()],
  ]);
}

/** What `generated/` has of single environments, in memory. */
export function generateOnly(environments: readonly Environment[]): Files {
  return new Map([...withArtifacts(environments)].filter(([path]) => path.startsWith('stacks/')));
}

/** The stacks, and what an ops team receives beside the Terraform of each. */
function withArtifacts(environments: readonly Environment[]): Files {
  const stacks = synthesize(environments);
  return new Map([
    ...stacks,
    ...environments.map((environment): [string, string] => {
      const folder = environmentFolder(environment.name);
      const document = JSON.parse(stacks.get(`${folder}/cdk.tf.json`) as string);
      return [`${folder}/README.md`, runbook(environment, document)];
    }),
  ]);
}
