import type { Path } from '../stack-file/path';
import { exampleAt } from './expected-shape';
import { accepts, isLimited, line } from './rejected';
import { fieldsOf, type PlainSchema, schemasAt } from './schema-fields';
import { synonym } from './synonyms';

/** The field of a group that the value alone is meant for: `cluster: my-cluster` is `cluster: {existing: my-cluster}`. */
export function asGroup(path: Path, value: unknown, ways: readonly PlainSchema[]): string | undefined {
  if (path.length === 1 && path[0] === 'image') return 'did you mean worker_image?';
  if (isOff(value)) return switchedOff(path, ways) ?? `remove it, or set fields of it, for example ${exampleAt(path)}`;
  if (value === true && !ways.flatMap(fieldsOf).some((name) => SWITCH.test(name)) && accepts(ways, {})) {
    return `write ${line(path, {})}`;
  }
  const fields = ways.flatMap(fieldsOf);
  if (typeof value === 'string' && fields.includes(value)) return `for example ${exampleWithin(path, value)}`;
  // A text that is wrong where a text is allowed is a slip of it; only a name may be meant for something else.
  const isText = ways.some(({ _zod: { def } }) => def.type === 'string');
  const allowed = typeof value === 'boolean' ? SWITCH : isText ? /^(name|alias)$/ : /./;
  const field = fields.find(
    (name) =>
      allowed.test(name) &&
      name !== 'description' &&
      schemasAt([...path, name]).some((way) => isLimited(way) && accepts([way], value)),
  );
  if (field === undefined) return undefined;
  const word = isEnum([...path, field])
    ? undefined
    : fields.flatMap((name) => {
        const meant = wordMeant([...path, name], value);
        return meant === undefined ? [] : [{ [name]: meant }];
      })[0];
  return `write ${line(path, word ?? { [field]: value })}`;
}

function isEnum(path: Path): boolean {
  return schemasAt(path).some(({ _zod: { def } }) => def.type === 'enum');
}

/** One of the words of a field, in other letters or by what others call it. */
function wordMeant(path: Path, value: unknown): string | undefined {
  const words = schemasAt(path).flatMap(({ _zod: { def } }) =>
    def.type === 'enum' ? Object.values(def.entries).map(String) : [],
  );
  const lower = typeof value === 'string' ? value.toLowerCase() : '';
  return words.includes(lower) ? lower : typeof value === 'string' ? synonym(lower, words) : undefined;
}

/** A group of which one field says that there is none. */
function switchedOff(path: Path, ways: readonly PlainSchema[]): string | undefined {
  const off = [false, 'none'].flatMap((value) =>
    ways
      .flatMap(fieldsOf)
      .filter((name) => (value === 'none' ? OFF_BY_KIND : SWITCH).test(name))
      .filter((name) => accepts(schemasAt([...path, name]).filter(isChoiceOfWords(value)), value))
      .map((name) => line(path, { [name]: value })),
  );
  return off[0] === undefined ? undefined : `write ${off[0]}`;
}

function isChoiceOfWords(value: unknown): (way: PlainSchema) => boolean {
  return ({ _zod: { def } }) => def.type === (value === false ? 'boolean' : 'enum');
}

function isOff(value: unknown): boolean {
  return value === false || (typeof value === 'string' && /^(false|none|off|no|disabled?)$/i.test(value));
}

/** Fields of which none says that there is nothing of what their group is about. */
const OFF_BY_KIND = /^(group|type)$/;

const SWITCH = /^(enabled?|create)$/;

function exampleWithin(path: Path, field: string): string {
  return `${String(path.at(-1))}: {${exampleAt([...path, field])}}`;
}
