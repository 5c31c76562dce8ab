import type { Path } from '../stack-file/path';
import { exampleAt } from './expected-shape';
import { accepts, line, type Rejected } from './rejected';
import { fieldsAt, type PlainSchema, schemasAt, waysOf } from './schema-fields';

/** Whether a value is one of those that each entry of a mapping can have. */
export function isChoice(path: Path, value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const choices = schemasAt([...path, value]).filter(({ _zod: { def } }) => def.type === 'enum');
  return accepts(choices, value);
}

/** ECS and Kubernetes have lists of name and value, Docker has NAME=VALUE. The values may be secrets. */
export function asMapping({ path, mayShow }: Rejected, list: readonly unknown[], ways: readonly PlainSchema[]): string {
  if (list.length > 0 && list.every((item) => isChoice(path, item))) {
    return `write a mapping of names of your own: ${line(path, Object.fromEntries(list.map((item) => [item, item])))}`;
  }
  const name =
    list.map((entry) => nameOf(entry, fieldsAt([...path, 'NAME'])) ?? (mayShow ? bareName(entry) : undefined))[0] ??
    'NAME';
  const isText = ways.some(
    ({ _zod: { def } }) => def.type === 'record' && waysOf(def.valueType).some((way) => way._zod.def.type === 'string'),
  );
  const example = exampleAt([...path, name]);
  return `write a mapping: ${String(path.at(-1))}: {${isText || example === undefined ? `${name}: VALUE` : example}}`;
}

/** Fields that have the name of an entry, in the lists of ECS, CloudFormation and Terraform. */
const NAMES: readonly string[] = ['name', 'Name', 'key', 'Key', 'container', 'containerName', 'volume', 'sourceVolume'];

/** Docker has lists of names alone: `depends_on: [agent]`. */
function bareName(entry: unknown): string | undefined {
  return typeof entry === 'string' && /^[A-Za-z_][\w-]*$/.test(entry) ? entry : undefined;
}

function nameOf(entry: unknown, fields: readonly string[]): string | undefined {
  if (typeof entry === 'string') return /^([A-Za-z_][\w.-]*)=/.exec(entry)?.[1];
  if (typeof entry !== 'object' || entry === null) return undefined;
  const [key, ...more] = Object.keys(entry);
  const named = NAMES.map((name) => (entry as Record<string, unknown>)[name]).find((name) => typeof name === 'string');
  return (named as string | undefined) ?? (more.length === 0 && !fields.includes(key ?? '') ? key : undefined);
}
