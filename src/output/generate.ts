import { type Entry, entryOf } from '../catalogue/entry';
import { cataloguePage } from '../catalogue/page';
import { catalogueTable } from '../catalogue/table';
import { type Drawing, draw, drawingOf } from '../diagram/draw';
import { fromBuildCache } from '../disk/build-cache';
import { withRecords } from '../disk/record';
import { schemaForEditors } from '../environment/editor-schema';
import type { Environment } from '../environment/environment';
import { fieldReference } from '../environment/field-reference';
import { ignored, imageFiles } from '../features/image/dockerfile';
import { deploymentsYaml } from '../features/project/deployments-yaml';
import { prefectYaml } from '../features/project/prefect-yaml';
import { testFlow } from '../features/project/test-flow';
import { ConfigError, type Problem } from '../problems/errors';
import { runbook } from '../runbook/runbook';
import type { TerraformDocument } from '../runbook/terraform-document';
import { synthesizeModule } from '../stack/by-cdktf';
import { type Synthesized, synthesizeEach } from '../stack/synthesize';
import { documentFileOf } from '../terraform/document-file';

/** Files of `generated/`: text by path below it, with forward slashes. */
export type Files = ReadonlyMap<string, string>;

/** The same, one after the other: those of many environments are more than memory should hold. */
export type FileStream = Iterable<readonly [path: string, text: string]>;

/** The folder of an environment below `generated/`; CDKTF's choice. */
export function environmentFolder(name: string): string {
  return `stacks/${name}`;
}

/**
 * What the cdktf CLI reads, in an output folder of its own: it removes each folder below stacks/ of its output folder
 * that its manifest does not name, whatever people have put there.
 */
export const MANIFEST = 'cdktf/manifest.json';

/** The table of all environments, and the page of all. */
export const CATALOGUE = ['README.md', 'index.html'] as const;

/** All of `generated/`, in memory. */
export function generate(environments: readonly Environment[]): Files {
  return new Map(generateListed(environments, allOf(environments)));
}

/** All environments that are listed, those that are not generated among them. */
export interface All {
  readonly stacks: readonly Stack[];
  /** Once the folders of all are generated. */
  listed(): readonly Listed[];
}

/** What CDKTF's manifest says of a stack. Its format by default: json. */
export interface Stack {
  readonly name: string;
  readonly format?: Environment['format'];
}

/** What the catalogue lists of an environment. */
export interface Listed {
  readonly entry: Entry;
  readonly drawing: Drawing;
}

export function listedOf(environment: Environment): Listed {
  return { entry: entryOf(environment), drawing: drawingOf(environment) };
}

function allOf(environments: readonly Environment[]): All {
  return { stacks: environments, listed: () => environments.map(listedOf) };
}

/** Folders of environments that are generated elsewhere meanwhile. */
export interface Elsewhere {
  /** Those that are there already. */
  ready(): Iterable<Files>;
  /** All others; waits for them. @throws ConfigError as {@link generateListed} does. */
  rest(): Iterable<Files>;
}

/**
 * The folders of some environments, and what all that are listed share.
 * @throws ConfigError at the end, when a stack file overrides what its stack does not create.
 */
export function* generateListed(environments: readonly Environment[], all: All, elsewhere?: Elsewhere): FileStream {
  const { manifest, each } = synthesizeEach(environments, all.stacks);
  // The CLI joins its output folder and the paths that it finds here.
  yield [MANIFEST, manifestBeside(manifest, all.stacks)];
  for (const files of allFolders(foldersOf(each), elsewhere)) yield* files;
  yield* sharedFiles(all.listed());
}

const NOWHERE: Elsewhere = { ready: () => [], rest: () => [] };

function* allFolders(here: Iterable<Folder>, elsewhere = NOWHERE): Iterable<Files> {
  const mistakes: Problem[] = [];
  yield* collectingMistakes(mistakes, alternating(here, elsewhere));
  yield* collectingMistakes(mistakes, elsewhere.rest());
  if (mistakes.length > 0) throw new ConfigError(mistakes);
}

function* alternating(here: Iterable<Folder>, elsewhere: Elsewhere): Iterable<Files> {
  for (const { files } of here) {
    yield files;
    yield* elsewhere.ready();
  }
}

function* collectingMistakes<Value>(mistakes: Problem[], values: Iterable<Value>): Iterable<Value> {
  try {
    yield* values;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    mistakes.push(...error.problems);
  }
}

/**
 * The manifest as it stands in a folder beside stacks/, with each document where it is. Of a stack that is no .tf.json
 * the cdktf CLI takes what it must know from the metadata. Source: readSynthesizedStacks in its cli-core.
 */
function manifestBeside(manifest: string, stacks: readonly Stack[]): string {
  const path = (name: string, file: string) => `"../${environmentFolder(name)}/${file}"`;
  return stacks
    .filter(({ format }) => format === 'hcl')
    .reduce(
      (text, { name }) =>
        text
          .replace(path(name, documentFileOf('json')), path(name, documentFileOf('hcl')))
          .replace(path(name, 'metadata.json'), path(name, documentFileOf('hcl'))),
      manifest.replaceAll(/": "stacks\//g, '": "../stacks/'),
    );
}

/** One of several parts of the same size; together they are the whole. */
export interface Shard {
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

/** The environments of a part: every so many, so that those in one folder are in different parts. */
export function partOf(environments: readonly Environment[], { number, of }: Shard): Environment[] {
  return environments.filter((_, index) => index % of === number - 1);
}

/** A part of `generated/`, which is not empty; the first one also has what all environments share. */
export function generateShard(environments: readonly Environment[], shard: Shard): FileStream {
  const part = partOf(environments, shard);
  return shard.number === 1 ? generateListed(part, allOf(environments)) : onlyFolders(part);
}

/** What depends on nothing but the build. */
const SAME_FOR_ALL: readonly (readonly [path: string, make: () => string])[] = [
  ['module/main.tf.json', () => synthesizeModule()],
  ['environment.schema.json', () => schemaForEditors()],
  ['reference.md', () => fieldReference()],
];

/** Keeps them with the build: made by its first run, they would take half of that. */
export function makeSameForAll(): void {
  for (const [path, make] of SAME_FOR_ALL) fromBuildCache('shared', path, make);
}

function sharedFiles(all: readonly Listed[]): Files {
  const entries = all.map(({ entry }) => entry);
  const drawings = new Map(all.map(({ entry, drawing }) => [entry.name, drawing]));
  const [table, page] = CATALOGUE;
  return new Map([
    ...SAME_FOR_ALL.map(([path, make]): [string, string] => [path, fromBuildCache('shared', path, make)]),
    [table, catalogueTable(entries)],
    [page, cataloguePage(entries, drawings)],
  ]);
}

/** What `generated/` has of single environments, in memory. */
export function generateOnly(environments: readonly Environment[]): Files {
  return new Map(onlyFolders(environments));
}

function* onlyFolders(environments: readonly Environment[]): FileStream {
  for (const { files } of eachFolder(environments)) yield* files;
}

/** What `generated/` has of one environment. */
export interface Folder {
  readonly environment: Environment;
  readonly files: Files;
}

/** The folders of some environments. @throws ConfigError as {@link generateListed} does. */
export function eachFolder(environments: readonly Environment[]): Iterable<Folder> {
  return foldersOf(synthesizeEach(environments).each);
}

function* foldersOf(each: Iterable<Synthesized>): Iterable<Folder> {
  for (const synthesized of each) {
    yield { environment: synthesized.environment, files: withRecords(filesOf(synthesized)) };
  }
}

/** A stack, and what an ops team receives beside its Terraform. */
function filesOf(synthesized: Synthesized): Files {
  const { environment, document } = synthesized;
  const folder = environmentFolder(environment.name);
  const all = [
    ...terraformFiles(synthesized),
    ['README.md', runbook(environment, document as TerraformDocument)] as const,
    ['diagram.svg', draw(environment)] as const,
    ...projectFiles(environment),
  ];
  return new Map(all.map(([name, text]) => [`${folder}/${name}`, text]));
}

/** What Terraform reads. */
function terraformFiles({ environment, undivided, files }: Synthesized): Synthesized['files'] {
  if (environment.format === 'json') return files;
  // Few environments have it.
  const { hclFiles } = require('../hcl/eject') as typeof import('../hcl/eject');
  const comment = `# Generated from stacks/${environment.stackFile}. Do not edit: the next synthesis writes it again.\n\n`;
  return [
    [documentFileOf(environment.format), JSON.stringify(undivided(), undefined, 2)],
    ...files.filter(([name]) => name.endsWith('.tftpl')),
    ...[...hclFiles(undivided())].map(([name, text]) => [name, name.endsWith('.tf') ? comment + text : text] as const),
  ];
}

/** A project to deploy, where the worker starts tasks for flow runs. */
function projectFiles(environment: Environment): [name: string, text: string][] {
  if (environment.flowRuns === undefined || environment.project === 'none') return [];
  const { code } = environment.image;
  const deployments = deploymentsYaml(environment);
  return [
    ...Object.entries(imageFiles(environment)),
    ...(typeof code === 'object' && code.s3 ? [['.prefectignore', ignored(environment)] as [string, string]] : []),
    ['prefect.yaml', prefectYaml(environment)],
    ['my_flow.py', testFlow()],
    ...(deployments === undefined ? [] : [['deployments.yaml', deployments] as [string, string]]),
  ];
}
