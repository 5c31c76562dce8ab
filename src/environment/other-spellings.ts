import { maybeSecret } from '../features/secrets/held-secret';
import { isMap } from '../stack-file/is-map';
import { type Path, pathInWords } from '../stack-file/path';
import { inTable } from '../values/in-table';
import { exampleAt } from './expected-shape';
import { asGroup } from './group-spellings';
import { asMapping, isChoice } from './mapping-spellings';
import { settingsSpelledHere } from './meant-settings';
import { asNumber } from './number-spellings';
import { asSecret, byName, hintForText } from './other-texts';
import { accepts, line, type Rejected } from './rejected';
import { descriptionOf, fieldsAt, type PlainSchema, schemasAt, waysOf } from './schema-fields';

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

/** A line of a shell where the group of a health check stands. */
function asHealthLine(path: Path, value: unknown): string | undefined {
  const isLine = path.at(-1) === 'health_check' && typeof value === 'string' && value.includes(' ');
  return isLine ? `write ${line(path, { command: shellCheck(value) })}` : undefined;
}

/** A line may begin with how it is run, as in a Dockerfile. */
function shellCheck(text: string): string[] {
  return ['CMD-SHELL', text.trim().replace(/^CMD(-SHELL)?\s+/, '')];
}

/** Docker and ECS take a list that begins with how it is run. */
function asHealthCheck(path: Path, value: unknown): string | undefined {
  if (typeof value === 'string') return `write ${line(path, shellCheck(value))}`;
  if (!Array.isArray(value) || !value.every((word) => typeof word === 'string')) return undefined;
  if (value[0] === 'NONE') return `write ${line(path.slice(0, -1), false)}`;
  if (value[0] === 'CMD-SHELL') return `write ${line(path, ['CMD-SHELL', value.slice(1).join(' ')])}`;
  const meant = value.length === 1 ? ['CMD-SHELL', ...value] : ['CMD', ...value];
  return `write ${line(path, meant)}`;
}
