// biome-ignore lint/style/noRestrictedImports: a construct needs a stack around it, and the tests make one only here.
import { App, type TerraformElement, TerraformOutput, TerraformStack } from 'cdktf';
// biome-ignore lint/style/noRestrictedImports: as above.
import type { Construct } from 'constructs';
import type { Environment } from '../../src/environment/environment';
import { runbook } from '../../src/runbook/runbook';
import type { TerraformDocument } from '../../src/runbook/terraform-document';
import { synthesizeModule } from '../../src/stack/by-cdktf';
import { synthesize } from '../../src/stack/synthesize';
import { inTerraform } from '../../src/terraform/named-value';
import { addressOf } from '../../src/terraform/terraform-settings';
import { environmentOf, scratchFolder } from './stack-files';

/** A block of Terraform JSON: attributes and blocks by name. */
export type Block = Readonly<Record<string, unknown>>;

type ByTypeAndName = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** A Terraform JSON document, without the `//` metadata of CDKTF. */
export interface Terraform {
  readonly terraform: Block;
  readonly provider?: { readonly aws: readonly Block[] };
  readonly resource: ByTypeAndName;
  readonly data?: ByTypeAndName;
  readonly locals?: Block;
  readonly moved?: readonly Block[];
  readonly variable: Readonly<Record<string, Block>>;
  readonly output: Readonly<Record<string, Block>>;
}

class EmptyStack extends TerraformStack {
  protected override allocateLogicalId(element: TerraformElement): string {
    return addressOf(element);
  }
}

/** What is synthesized for a stack that holds nothing but what `build` puts into it, and the values that it shows. */
export function inStack(build: (scope: Construct, show: (name: string, value: string) => void) => unknown): Terraform {
  const stack = new EmptyStack(new App({ outdir: scratchFolder(), hclOutput: false }), 'test');
  build(stack, (name, value) => new TerraformOutput(stack, name, { value }));
  stack.prepareStack();
  return parsed(JSON.stringify(stack.toTerraform()));
}

/** What is synthesized for a stack of somebody else's app, without our naming, and what CDKTF finds wrong with it. */
export function inForeignStack(build: (scope: TerraformStack) => unknown): Terraform & { readonly mistakes: string[] } {
  const stack = new TerraformStack(new App({ outdir: scratchFolder(), hclOutput: false }), 'foreign');
  build(stack);
  stack.prepareStack();
  const mistakes = stack.node.findAll().flatMap(({ node }) => node.validate());
  return { ...parsed(JSON.stringify(stack.toTerraform())), mistakes };
}

/** The addresses of what others in the stack of `scope` wait for, sorted. */
export function waitedFor(scope: Construct, ready: readonly { readonly fqn: string }[]): string[] {
  return ready.map(({ fqn }) => inTerraform(scope, fqn).replace(/^"\$?\{?|\}?"$/g, '')).sort();
}

/** The stack that a construct of {@link inStack} is in. */
export function stackAround(scope: Construct): TerraformStack {
  return TerraformStack.of(scope);
}

/** What is synthesized for the environment `test` with the required fields and `fields`. */
export function stackOf(fields: object = {}): Terraform {
  const environment = environmentOf(fields);
  const terraform = parsed(textOf(environment));
  besides.set(terraform, templates.get(keyOf(environment)) as ReadonlyMap<string, string>);
  return terraform;
}

const besides = new WeakMap<Terraform, ReadonlyMap<string, string>>();

/** The text of a file that the Terraform of {@link stackOf} reads; fails when there is none. */
export function fileBeside(terraform: Terraform, name: string): string {
  const text = besides.get(terraform)?.get(name);
  if (text === undefined) throw new Error(`there is no ${name}`);
  return text;
}

/** The blocks `moved` or `removed` of the Terraform of {@link stackOf}, each with its addresses; none: it has no such file. */
export function nativeBlocksOf(
  terraform: Terraform,
  type: 'moved' | 'removed',
): readonly Readonly<Record<string, string>>[] {
  const text = besides.get(terraform)?.get('moved.tf') ?? '';
  const blocks = [...text.matchAll(new RegExp(`^${type} \\{\\n(.*?)^\\}$`, 'gms'))];
  return blocks.map(([, body = '']) =>
    Object.fromEntries([...body.matchAll(/^ {2}(\w+) += (.*)$/gm)].map(([, name, value]) => [name, value])),
  );
}

/** What Terraform reads of a stack: its document, and the files beside it, by their names. */
export interface InFolder {
  readonly document: Terraform;
  readonly templates: ReadonlyMap<string, string>;
}

/** A stack among generated files. */
export function inFolderOf(files: ReadonlyMap<string, string>, name: string): InFolder {
  const folder = `stacks/${name}/`;
  const beside = [...files].filter(([path]) => path.startsWith(folder) && /\.(tftpl|tf)$/.test(path));
  return {
    document: JSON.parse(files.get(`${folder}cdk.tf.json`) as string),
    templates: new Map(beside.map(([path, text]) => [path.slice(folder.length), text])),
  };
}

/** Stacks that were made before: to make one takes longer than most tests. */
const texts = new Map<string, string>();
const templates = new Map<string, ReadonlyMap<string, string>>();
const keys = new WeakMap<Environment, string>();

function keyOf(environment: Environment): string {
  const key = keys.get(environment) ?? JSON.stringify(environment);
  keys.set(environment, key);
  return key;
}

function textOf(environment: Environment): string {
  const key = keyOf(environment);
  if (!texts.has(key)) makeAll([environment]);
  return texts.get(key) as string;
}

/** Synthesizes many environments together, which takes half the time that it takes one by one; each only once. */
export function makeAll(environments: readonly Environment[]): void {
  const missing = new Map(environments.map((environment) => [keyOf(environment), environment]));
  for (const key of texts.keys()) missing.delete(key);
  if (missing.size === 0) return;
  // In one app each needs a name of its own.
  const named = [...missing].map(([key, environment], index) => ({
    key,
    environment: { ...environment, name: `${environment.name}-${index}` },
  }));
  const { files } = synthesize(named.map(({ environment }) => environment));
  for (const { key, environment } of named) {
    texts.set(key, files.get(`stacks/${environment.name}/cdk.tf.json`) as string);
    templates.set(key, inFolderOf(files, environment.name).templates);
  }
}

/** What Terraform reads of an environment's stack: its document, and the templates beside it. */
export function inFolder(environment: Environment): {
  readonly document: TerraformDocument;
  readonly templates: ReadonlyMap<string, string>;
} {
  return {
    document: documentOf(environment),
    templates: templates.get(keyOf(environment)) as ReadonlyMap<string, string>,
  };
}

/** The text that an environment's runbook is made of, as it lies beside it. */
export function documentOf(environment: Environment): TerraformDocument {
  return JSON.parse(textOf(environment));
}

/** The runbook of the environment `test` with the required fields and `fields`. */
export function runbookOf(fields: object = {}): string {
  return runbookOfEnvironment(environmentOf(fields));
}

export function runbookOfEnvironment(environment: Environment): string {
  return runbook(environment, documentOf(environment));
}

/** What is synthesized for the module. */
export function moduleOf(): Terraform {
  return parsed(synthesizeModule());
}

function parsed(text: string): Terraform {
  return JSON.parse(text, (_, value) => (isBlock(value) ? withoutMetadata(value) : value));
}

function withoutMetadata({ '//': _, ...block }: Block): Block {
  return block;
}

function isBlock(value: unknown): value is Block {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The addresses of all resources and data sources, sorted. */
export function addressesOf({ resource = {}, data = {} }: Partial<Terraform>): string[] {
  const addresses = (blocks: ByTypeAndName, prefix: string) =>
    Object.entries(blocks).flatMap(([type, named]) => Object.keys(named).map((name) => `${prefix}${type}.${name}`));
  return [...addresses(data, 'data.'), ...addresses(resource, '')].sort();
}

/** The resource at an address; fails when there is none. */
export function resourceAt({ resource }: Terraform, address: string): Block {
  const [type = '', name = ''] = address.split('.');
  const block = resource[type]?.[name];
  if (block === undefined) throw new Error(`there is no ${address}`);
  return block;
}

/** A JSON document of an attribute, also where it stands in a local value. An expression that is a whole value is a string. */
export function documentAt(terraform: Terraform, address: string, attribute: string): unknown {
  return jsonIn(terraform, String(resourceAt(terraform, address)[attribute]));
}

/** A JSON document of which Terraform writes parts, or the local value that it is; these parts are read as strings. */
export function jsonIn(terraform: Terraform, text: string): unknown {
  const local = /^\$\{jsonencode\(local\.(\w+)\)\}$/.exec(text)?.[1];
  return local === undefined ? JSON.parse(expressionsAsStrings(text)) : terraform.locals?.[local];
}

/** `{"cpu":${jsonencode(var.cpu)}}` as `{"cpu":"${var.cpu}"}`. Within a string an expression stays. */
function expressionsAsStrings(template: string): string {
  if (template === '') return '';
  const json = /^(?:"(?:[^"\\]|\\.)*"|[^"$]+)/.exec(template)?.[0];
  const end = json === undefined ? endOfExpression(template) : json.length;
  const value = template.slice(0, end).replace(/^\$\{jsonencode\((.*)\)\}$/s, '${$1}');
  return (json ?? JSON.stringify(value)) + expressionsAsStrings(template.slice(end));
}

/** The index behind the brace that closes the `${` at the beginning. */
function endOfExpression(template: string): number {
  let depth = 0;
  for (const { 0: brace, index } of template.matchAll(/[{}]/g)) {
    depth += brace === '{' ? 1 : -1;
    if (depth === 0) return index + 1;
  }
  throw new Error(`an expression without an end: ${template}`);
}

/** The pattern by which a stack tells an image in ECR, in JavaScript's spelling of named groups. */
export function ecrPatternOf({ locals }: Terraform): RegExp {
  const [, quoted = ''] = /^\$\{regexall\((".*"), /.exec(String(locals?.['worker_image_in_ecr'])) ?? [];
  return new RegExp(JSON.parse(quoted).replaceAll('(?P<', '(?<'));
}
