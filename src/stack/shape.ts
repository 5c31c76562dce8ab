import type { Environment } from '../environment/environment';
import { valueAt } from '../environment/origin';
import { statementsOf } from '../features/roles/statements-of';
import { literal } from '../terraform/terraform-text';
import { camelCase, snakeCase } from '../values/fields';
import { decisionsOf } from './decisions';

/** A place in an environment or in a document: keys from the top. */
type Place = readonly string[];
export type Document = Readonly<Record<string, unknown>>;

/** A value of an environment that only fills a place of the document. */
interface Filled {
  readonly from: Place;
  readonly to: Place;
  /** How its text is written there. Default: as it is. */
  readonly written?: (text: string) => string;
}

const INPUTS = [
  ...['name', 'vpcId', 'workerSubnets', 'prefectAccountId', 'prefectWorkspaceId', 'workerWorkPoolName', 'workerCpu'],
  ...['workerMemory', 'workerDesiredCount', 'workerExtraPipPackages', 'workerImage', 'workerLogRetentionInDays'],
  ...['secretsManagerRecoveryInDays', 'workerTaskRoleArn', 'workerType'],
];

const FILLED: readonly Filled[] = [
  ...INPUTS.map((input) => ({ from: ['inputs', input], to: ['variable', snakeCase(input), 'default'] })),
  { from: ['backend', 'path'], to: ['terraform', 'backend', 'local', 'path'] },
  { from: ['backend', 'bucket'], to: ['terraform', 'backend', 's3', 'bucket'] },
  { from: ['backend', 'key'], to: ['terraform', 'backend', 's3', 'key'] },
  { from: ['backend', 'workspace'], to: ['terraform', 'cloud', 'workspaces', 'name'] },
  { from: ['aws', 'accountId'], to: ['provider', 'aws', '0', 'allowed_account_ids', '0'] },
  { from: ['aws', 'profile'], to: ['provider', 'aws', '0', 'profile'], written: literal },
  ...['roleArn', 'externalId', 'sessionName'].map((field) => ({
    from: ['aws', 'assumeRole', field],
    to: ['provider', 'aws', '0', 'assume_role', '0', snakeCase(field)],
    written: literal,
  })),
];

/** Stands for a text of an environment in a document that several share. No text of a stack file has these. */
const standIn = (key: string) => `\uE010${key}\uE011`;

/** Written as it is wherever it stands, also in JSON in a string: its characters need no escape. */
const PLAIN = /^[^"\\$%\p{Cc}\uE000-\uF8FF]*$/u;

/** The texts of an environment that are only written, each by its place. */
export type OpenTexts = Readonly<Record<string, string>>;

/** The values of tags, and the resources of own statements. Those that would need an escape somewhere are not open. */
export function openTexts(environment: Environment): OpenTexts {
  const open = placesOfTexts(environment).map((place) => [place.join('.'), valueAt(environment, place) as string]);
  return Object.fromEntries(open);
}

function placesOfTexts(environment: Environment): Place[] {
  const tags = Object.keys(environment.tags).map((key) => ['tags', key]);
  // Nothing is decided by what they name.
  const resources = statementsOf(environment).flatMap(([path, statements]) =>
    statements.flatMap((statement, index) =>
      statement.resources.map((_, resource) => {
        return [...path.map((field) => camelCase(String(field))), String(index), 'resources', String(resource)];
      }),
    ),
  );
  return [...tags, ...resources].filter((place) => PLAIN.test(valueAt(environment, place) as string));
}

/**
 * What two environments have in common when their documents differ only in the places of {@link FILLED}, in their open
 * texts, and in their name. It is everything that resources are created from, and which of the places there are.
 */
export function shapeOf(environment: Environment): string {
  const blank = FILLED.reduce<object>(
    (rest, { from }) => (valueAt(environment, from) === undefined ? rest : (withValue(rest, from, true) as object)),
    { backend: environment.backend, aws: environment.aws, inputs: environment.inputs },
  );
  return JSON.stringify([blank, decisionsOf(withOpenTexts(environment))]);
}

/** The environment with what stands in for its open texts. */
export function withOpenTexts(environment: Environment): Environment {
  return placesOfTexts(environment).reduce(
    (rest, place) => withValue(rest, place, standIn(place.join('.'))) as Environment,
    environment,
  );
}

/** The document of `environment`, from that of another one of its shape, whose texts are open. */
export function filled(shape: Document, environment: Environment): Document {
  const withOwnTexts = withTexts(shape, openTexts(environment)) as Document;
  const document = FILLED.reduce<Document>((rest, { from, to, written }) => {
    const value = valueAt(environment, from);
    if (value === undefined || valueAt(rest, to) === undefined) return rest;
    return withValue(rest, to, written && typeof value === 'string' ? written(value) : value) as Document;
  }, withOwnTexts);
  return withStackName(document, environment.name);
}

/** Parts of a shape in which no text is open: the documents of all environments share them. */
const closed = new WeakSet<object>();

export function withTexts<Value>(value: Value, texts: OpenTexts): Value {
  if (typeof value === 'string') {
    return (
      value.includes('\uE010')
        ? value.replace(/\uE010([^\uE010\uE011]*)\uE011/gu, (_, key) => texts[key] as string)
        : value
    ) as Value;
  }
  if (typeof value !== 'object' || value === null || closed.has(value)) return value;
  let copy: Record<string, unknown> | undefined;
  for (const [key, member] of Object.entries(value)) {
    const other = withTexts(member, texts);
    if (other === member) continue;
    copy ??= (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
    copy[key] = other;
  }
  if (copy === undefined) closed.add(value);
  return (copy ?? value) as Value;
}

/** CDKTF's own notes on the stack, at the top of the document. */
function withStackName(document: Document, name: string): Document {
  const { metadata, outputs } = document['//'] as { metadata: object; outputs?: object };
  return {
    ...document,
    '//': {
      metadata: { ...metadata, stackName: name },
      ...(outputs && { outputs: { [name]: Object.values(outputs)[0] } }),
    },
  };
}

/** A copy with another value at a place; what lies beside the place is shared. */
function withValue(value: unknown, [key, ...rest]: Place, leaf: unknown): unknown {
  if (key === undefined) return leaf;
  if (Array.isArray(value))
    return value.map((member, index) => (String(index) === key ? withValue(member, rest, leaf) : member));
  return { ...(value as object), [key]: withValue((value as Readonly<Record<string, unknown>>)[key], rest, leaf) };
}
