import { maybeSecret } from '../features/secrets/held-secret';
import { isMap } from '../stack-file/is-map';
import { type Path, pathInWords } from '../stack-file/path';
import { inTable } from '../values/in-table';
import { cpuUnits, durationIn, gibibytes, mebibytes } from '../values/sizes';
import { exampleAt } from './expected-shape';
import { settingsSpelledHere } from './meant-settings';
import { asSecret, byName, hintForText } from './other-texts';
import { accepts, isLimited, line, type Rejected } from './rejected';
import { descriptionOf, fieldsAt, fieldsOf, type PlainSchema, schemasAt, waysOf } from './schema-fields';
import { synonym } from './synonyms';

/** How a value is written here that was written as other tools have it; undefined where that is not clear. */
export function spelledHere(rejected: Rejected): string | undefined {
  const { path, value } = rejected;
  return settingsSpelledHere(path, value) ?? valueSpelledHere(rejected, schemasAt(path));
}

function valueSpelledHere(rejected: Rejected, ways: readonly PlainSchema[]): string | undefined {
  const { path, value, mayShow } = rejected;
  if (hasType(ways, 'record')) {
    if (Array.isArray(value)) return asMapping(rejected, value, ways);
    if (isChoice(path, value)) return asMapping(rejected, [value], ways);
  }
  if (isMap(value)) return asEntry(path, value, ways) ?? (mayShow ? undefined : byName(path));
  if (!mayShow) return byName(path);
  if (path[0] === 'overrides' && path.length === 2) return asAttribute(String(path[1]), value);
  if (path.at(-1) === 'command' && path.at(-2) === 'health_check') return asHealthCheck(path, value);
  return Array.isArray(value) ? listSpelledHere(path, value, ways) : singleSpelledHere(rejected, ways);
}

function listSpelledHere(path: Path, list: readonly unknown[], ways: readonly PlainSchema[]): string | undefined {
  if (path[0] === 'acknowledge' && path.length === 1 && typeof list[0] === 'string') {
    return `write each with its reason: ${line(path, { [list[0]]: 'REASON' })}`;
  }
  if (hasType(ways, 'object') && accepts(schemasAt([...path, 'command']), list)) {
    return `write ${line(path, { command: list })}`;
  }
  if (/separated by spaces/.test(descriptionOf(path) ?? '') && list.every((word) => typeof word === 'string')) {
    return `write ${line(path, list.join(' '))}`;
  }
  return list.length === 1 && accepts(ways, list[0]) ? `write ${line(path, list[0])}` : undefined;
}

function singleSpelledHere(rejected: Rejected, ways: readonly PlainSchema[]): string | undefined {
  const { path, value } = rejected;
  if (isTemplate(value)) {
    const isExpression = path.at(-1) === 'expression';
    return isExpression || fieldsAt(path).includes('expression')
      ? asExpression(isExpression ? path.slice(0, -1) : path, String(value))
      : 'write the value itself: stack files are not templates';
  }
  if (hasType(ways, 'number') && /^\d+$/.test(String(value))) return asNumber(path, value);
  if (typeof value === 'string' && ways.some(isListOfTexts)) return asList(path, value);
  const asOther = () => (hasType(ways, 'string') ? hintForText(rejected, ways) : undefined);
  if (hasType(ways, 'object')) {
    return asSecret(path, String(value)) ?? asHealthLine(path, value) ?? asGroup(path, value, ways) ?? asOther();
  }
  if (hasType(ways, 'boolean')) return asBoolean(path, value);
  if (hasType(ways, 'number')) return asNumber(path, value);
  return asOther();
}

function hasType(ways: readonly PlainSchema[], type: PlainSchema['_zod']['def']['type']): boolean {
  return ways.some(({ _zod }) => _zod.def.type === type);
}

/** The address of a resource with that of its attribute behind it. */
function asAttribute(address: string, value: unknown): string | undefined {
  const [, resource, attribute] = /^(?:resource\.)?((?:data\.)?[a-z0-9_]+\.[\w-]+)\.([a-z0-9_]+)$/.exec(address) ?? [];
  if (resource === undefined || attribute === undefined) return undefined;
  return `write ${line([resource], { [attribute]: value })}`;
}

/** Of shells and of Jinja; a whole value of Terraform's. */
const TEMPLATE = /\$\{|\{\{|\{%|^\$[A-Za-z_]\w*$|^(var|local|module\.\w+|data\.\w+\.\w+|aws_\w+\.\w+)(\.[\w[\]"*-]+)+$/;

function isTemplate(value: unknown): boolean {
  return typeof value === 'string' && TEMPLATE.test(value);
}

/** An output may be an expression, which has a field of its own. */
function asExpression(path: Path, text: string): string {
  const [, code] = /^\$\{([^{}]*)\}$/s.exec(text) ?? [];
  return `write ${line(path, { expression: code?.trim() ?? JSON.stringify(text) })}`;
}

/** A mapping where a list of such mappings, or a single value, stands. Its values may be secrets. */
function asEntry(
  path: Path,
  value: Readonly<Record<string, unknown>>,
  ways: readonly PlainSchema[],
): string | undefined {
  const name = String(path.at(-1));
  const keys = Object.keys(value);
  const fields = fieldsAt([...path, 0]);
  const key = keys.find((one) => fields.includes(one));
  if (key !== undefined) return `write a list: ${name}: [{${key}: VALUE}]`;
  if (fields.includes('name') && keys.length > 0 && Object.values(value).every(isMap)) {
    return `write a list: ${name}: [{name: NAME, ${fields.find((field) => field !== 'name')}: VALUE}]`;
  }
  const isSingle = ways.every(({ _zod: { def } }) => def.type === 'string' || def.type === 'number');
  return isSingle ? asSingle(path, value, ways) : undefined;
}

function asSingle(
  path: Path,
  value: Readonly<Record<string, unknown>>,
  ways: readonly PlainSchema[],
): string | undefined {
  const name = String(path.at(-1));
  if (name === 'worker_desired_count' && accepts(schemasAt(['service', 'autoscaling']), value)) {
    return `for example ${line(['service'], { autoscaling: { ...value, cpu: 70 } })}`;
  }
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0) return undefined;
  const [key, only] = entry;
  const [, created] = / Default: (an? [^.]+ is created)\./.exec(descriptionOf(path) ?? '') ?? [];
  if (key === 'create' && created !== undefined) return `remove it: ${created} by default`;
  const isShown = typeof only === 'number' || (typeof only === 'string' && !maybeSecret(pathInWords(path), only));
  return isShown && accepts(ways, only)
    ? `write the value itself: ${line(path, only)}`
    : `write the value itself, for example ${exampleAt(path) ?? `${name}: VALUE`}`;
}

/** Whether a value is one of those that each entry of a mapping can have. */
function isChoice(path: Path, value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const choices = schemasAt([...path, value]).filter(({ _zod: { def } }) => def.type === 'enum');
  return accepts(choices, value);
}

/** ECS and Kubernetes have lists of name and value, Docker has NAME=VALUE. The values may be secrets. */
function asMapping({ path, mayShow }: Rejected, list: readonly unknown[], ways: readonly PlainSchema[]): string {
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

/** The field of a group that the value alone is meant for: `cluster: my-cluster` is `cluster: {existing: my-cluster}`. */
function asGroup(path: Path, value: unknown, ways: readonly PlainSchema[]): string | undefined {
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

function isListOfTexts({ _zod: { def } }: PlainSchema): boolean {
  return def.type === 'array' && waysOf(def.element).some((way) => way._zod.def.type === 'string');
}

function asList(path: Path, value: string): string {
  return `write a list: ${line(path, wordsOf(value))}`;
}

function wordsOf(value: string): string[] {
  // A list of YAML or JSON in a text: - a, or ["a"].
  const parts = value.split(/[\s,]+/).map((part) => part.replace(/^[["']+/, '').replace(/(?<![\]"'])[\]"']+$/, ''));
  return parts.filter((part) => part !== '' && part !== '-');
}

const SWITCHES: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  y: true,
  on: true,
  enabled: true,
  1: true,
  false: false,
  no: false,
  n: false,
  off: false,
  disabled: false,
  0: false,
};

function asBoolean(path: Path, value: unknown): string | undefined {
  const meant = inTable(SWITCHES, String(value).toLowerCase());
  return meant === undefined ? undefined : `write ${line(path, meant)}`;
}

/** The number that a text stands for, with its unit or in quotes. */
export function numberMeant(path: Path, value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  return sizeIn(path, value) ?? (value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : undefined);
}

function asNumber(path: Path, value: unknown): string | undefined {
  const name = String(path.at(-1));
  if (typeof value === 'number') {
    const units = /cpu$/.test(name) ? cpuUnits(String(value)) : undefined;
    return units === undefined ? undefined : `write ${line(path, units)}: CPU is in units of 1/1024 vCPU`;
  }
  if (typeof value !== 'string') return undefined;
  const size = sizeIn(path, value);
  // What the field does not take either: the message says what it takes.
  if (size !== undefined) return accepts(schemasAt(path), size) ? `write ${line(path, size)}` : undefined;
  const [, first, last] = /^(\d+) ?- ?(\d+)$/.exec(value) ?? [];
  if (first !== undefined && fieldsAt(path.slice(0, -1)).includes(`from_${name}`)) {
    return `write from_${name}: ${first}, to_${name}: ${last}`;
  }
  const isNumber = value.trim() !== '' && Number.isFinite(Number(value));
  if (isNumber) return `write it without quotes: ${line(path, Number(value))}`;
  // Separators of thousands, which YAML 1.2 does not know.
  return /^\d{1,3}([_',]\d{3})+$/.test(value) ? `write ${line(path, Number(value.replaceAll(/\D/g, '')))}` : undefined;
}

/** A size with its unit, as Docker and Kubernetes write it. */
function sizeIn(path: Path, value: string): number | undefined {
  const name = String(path.at(-1));
  if (/cpu$/.test(name)) return cpuUnits(value);
  const description = descriptionOf(path) ?? '';
  if (/memory/.test(name) || /\bMiB\b/.test(description)) return mebibytes(value);
  if (/\bGiB\b/.test(description)) return gibibytes(value);
  const unit = /(^|[^a-z])(seconds|minutes|days)[^a-z]/i.exec(`${name} ${description} `)?.[2];
  return unit === undefined ? undefined : durationIn(unit.toLowerCase(), value);
}

/** A line of a shell where the group of a health check stands. */
function asHealthLine(path: Path, value: unknown): string | undefined {
  const isLine = path.at(-1) === 'health_check' && typeof value === 'string' && value.includes(' ');
  return isLine ? `write ${line(path, { command: ['CMD-SHELL', value.trim()] })}` : undefined;
}

/** Docker and ECS take a list that begins with how it is run. */
function asHealthCheck(path: Path, value: unknown): string | undefined {
  if (typeof value === 'string') return `write ${line(path, ['CMD-SHELL', value.trim()])}`;
  if (!Array.isArray(value) || !value.every((word) => typeof word === 'string')) return undefined;
  if (value[0] === 'NONE') return `write ${line(path.slice(0, -1), false)}`;
  if (value[0] === 'CMD-SHELL') return `write ${line(path, ['CMD-SHELL', value.slice(1).join(' ')])}`;
  const meant = value.length === 1 ? ['CMD-SHELL', ...value] : ['CMD', ...value];
  return `write ${line(path, meant)}`;
}
