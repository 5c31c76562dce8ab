import { keptData } from '../disk/build-cache';
import type { Environment } from '../environment/environment';
import { withUserTerraform } from '../features/overrides/user-terraform';
import { ConfigError, type Problem } from '../problems/errors';
import { pathInWords } from '../stack-file/path';
import { DOCUMENT } from '../terraform/document-file';
import { withoutLongLines } from '../terraform/long-documents';
import { withNativeFiles } from '../terraform/native-files';
import { type Manifest, type Shape, synthesizedByCdktf, type Templates } from './by-cdktf';
import { withComments } from './comments';
import { couldBeEvaluated, evaluatedElements, withoutOpenings } from './evaluated-text';
import { type Document, filled, openTexts, shapeOf, withTexts } from './shape';

/** What the manifest has of an environment. */
export type Named = Pick<Environment, 'name'>;

/** What is synthesized for an environment. */
export interface Synthesized {
  readonly environment: Environment;
  readonly document: Document;
  /** The same with what stands in native files beside it. */
  readonly undivided: () => Document;
  /** Texts by name, below its folder. */
  readonly files: readonly (readonly [name: string, text: string])[];
}

/** CDKTF's manifest, of `listed`, and what is synthesized for each environment: not all of it is in memory at once. */
export interface Synthesis {
  readonly manifest: string;
  /** @throws ConfigError at the end, when a stack file overrides what its stack does not create. */
  readonly each: Iterable<Synthesized>;
}

/** {@link synthesizeEach}, all at once: texts by path below CDKTF's output folder. */
export function synthesize(environments: readonly Environment[]): { readonly files: ReadonlyMap<string, string> } {
  const { manifest, each } = synthesizeEach(environments);
  const files = [...each].flatMap(({ environment: { name }, files }) =>
    files.map(([file, text]): [string, string] => [`stacks/${name}/${file}`, text]),
  );
  return { files: new Map([['manifest.json', manifest], ...files]) };
}

export function synthesizeEach(
  environments: readonly Environment[],
  listed: readonly Named[] = environments,
): Synthesis {
  const emitted = written(environments, listed);
  refuseEvaluatedText(emitted, environments);
  return { manifest: emitted.manifest, each: each(emitted, environments) };
}

function* each(emitted: Emitted, environments: readonly Environment[]): Iterable<Synthesized> {
  const problems: Problem[] = [];
  for (const environment of environments) {
    const { stackFile } = environment;
    const own = withOwnTerraform(withoutLongLines(emitted.documentOf(environment)), environment);
    problems.push(...own.mistakes);
    if (problems.length > 0) continue;
    const divided = withNativeFiles(own.document, generatedFrom(stackFile));
    const document = withComments(divided.document, environment);
    const templates = Object.entries(emitted.templatesOf(environment));
    yield {
      environment,
      document,
      undivided: () => withComments(own.document, environment),
      files: [
        [DOCUMENT, JSON.stringify(document, undefined, 2)],
        ...Object.entries(divided.files),
        ...templates.map(([file, text]) => [file, marked(text, environment)] as const),
      ],
    };
  }
  if (problems.length > 0) throw new ConfigError(problems);
}

function generatedFrom(stackFile: string): string {
  return `Generated from stacks/${stackFile}. Do not edit: the next synthesis writes it again.`;
}

/** A template with a first line for people, of which nothing is left when Terraform has read it. */
function marked(template: string, { stackFile, format }: Environment): string {
  const place = format === 'hcl' ? 'The .tf file that reads it' : 'cdk.tf.json';
  const comment = `${generatedFrom(stackFile)} ${place} has the values of the names in braces.`;
  return `\${"" /* ${comment} */}\n${template}`;
}

/** CDKTF's documents without comments, and its manifest. */
interface Emitted {
  documentOf(environment: Environment): Document;
  /** What the document reads by templatefile: text by file name. */
  templatesOf(environment: Environment): Templates;
  readonly manifest: string;
}

/** One environment of each shape goes through CDKTF, which takes longer than all the rest; the others are filled in. */
function written(environments: readonly Environment[], listed: readonly Named[] = environments): Emitted {
  const firsts = new Map<string, Environment>();
  const shapes = new Map<string, string>();
  for (const environment of environments) {
    const shape = shapeOf(environment);
    if (!firsts.has(shape)) firsts.set(shape, environment);
    shapes.set(environment.name, shape);
  }
  const before = emittedBefore([...firsts.keys()]);
  const missing = [...firsts].filter(([shape]) => !before.has(shape));
  const emitted = new Map([...before, ...(missing.length === 0 ? [] : synthesizedByCdktf(missing))]);
  const ofShape = ({ name }: Environment) => emitted.get(shapes.get(name) as string) as Shape;
  return {
    documentOf: (environment) => filled(ofShape(environment).document, environment),
    templatesOf: (environment) => withTexts(ofShape(environment).templates, openTexts(environment)),
    manifest: manifestOf(ofShape(environments[0] as Environment).manifest, listed),
  };
}

/** What this build has kept of shapes that another run met. */
function emittedBefore(shapes: readonly string[]): Map<string, Shape> {
  return new Map(
    shapes.flatMap((shape) => {
      const emitted = keptData<Shape>('shape', shape);
      return emitted === undefined ? [] : [[shape, emitted]];
    }),
  );
}

/** CDKTF's manifest with an entry for each environment, like that of the first of its own. */
function manifestOf({ stacks, ...others }: Manifest, environments: readonly Named[]): string {
  const [first, entry] = Object.entries(stacks)[0] as [string, object];
  const folder = `stacks/${first}`;
  // Each value is the name, the folder, or a path in the folder.
  const renamed = (value: string, name: string) =>
    value === first ? name : `stacks/${name}${value.slice(folder.length)}`;
  const entryOf = (name: string) =>
    JSON.parse(JSON.stringify(entry), (_, value) => (typeof value === 'string' ? renamed(value, name) : value));
  const names = environments.map(({ name }) => name).sort();
  const all = { stacks: Object.fromEntries(names.map((name) => [name, entryOf(name)])), ...others };
  // CDKTF breaks the line in an empty list.
  return JSON.stringify(all, undefined, 2).replaceAll('[]', '[\n      ]');
}

/** Text that went past terraform-text.ts would run in Terraform, `file()` included: a bug of ours, and nothing is written. */
function refuseEvaluatedText(emitted: Emitted, environments: readonly Environment[]): void {
  const suspects = environments.filter(couldBeEvaluated);
  if (suspects.length === 0) return;
  const bare = suspects.map(withoutOpenings);
  const withoutText = written(bare);
  for (const [index, environment] of suspects.entries()) {
    const [element] = evaluatedElements(
      readByTerraform(emitted, environment),
      readByTerraform(withoutText, bare[index] as Environment),
    );
    if (element !== undefined) {
      throw new Error(`Terraform would evaluate text of the stack file ${environment.name} in ${element}`);
    }
  }
}

/** A stack's document, and the files that it reads. */
function readByTerraform({ documentOf, templatesOf }: Emitted, environment: Environment): object {
  return { ...documentOf(environment), file: templatesOf(environment) };
}

function withOwnTerraform(document: Document, environment: Environment) {
  const { overrides, terraform, outputs } = environment;
  if (Object.keys({ ...overrides, ...terraform, ...outputs }).length === 0) return { document, mistakes: [] };
  const merged = withUserTerraform(document, environment);
  const mistakes = merged.mistakes.map(
    ({ path, ...mistake }): Problem => ({ ...environment.origin(path), path: pathInWords(path), ...mistake }),
  );
  return { document: merged.document, mistakes };
}
