import { DECIDED_VARIABLES, TEMPLATE_VARIABLES } from '../features/work-pool/template-variables';
import { nearest } from '../stack-file/nearest';
import { isWithin, type Path, pathInWords, pathOfField } from '../stack-file/path';
import { ECS_SHAPES, memberOf } from '../values/ecs-shapes';
import { camelCase } from '../values/fields';
import { OTHER_WORDS } from './other-words';
import { fieldsAt, fieldsOf, schemasAt } from './schema-fields';
import { hasShapeOf } from './value-shape';

const MOST_SUGGESTED = 3;

/**
 * The fields that an unknown one at `path` may be meant for, the likeliest first: of its own group, or else of any.
 * With the value, those that can have one of its shape.
 */
export function meantFields(path: Path, value?: unknown): Path[] {
  const fits: Fits = (field) => hasShapeOf(field, value);
  const ways = [
    () => meantHere(path, fits),
    // A field that the path is below is there already.
    () => meantElsewhere(path, fits).filter((field) => !isWithin(path, field)),
    () => meantByGroup(path, value),
    () => meantHere(path),
  ];
  return [...firstFilled(ways)];
}

type Fits = (field: Path) => boolean;

/** Those of the same group. */
export function meantHere(path: Path, fits: Fits = () => true): Path[] {
  const group = path.slice(0, -1);
  const name = snakeCase(String(path.at(-1)));
  const fields = fieldsAt(group);
  const prefixed = prefixedField(group, name);
  const toPath = (field: string | Path) => (typeof field === 'string' ? [...group, field] : field);
  const byName: (() => readonly (string | Path)[])[] = [
    () => fields.filter((field) => field === name),
    () => (prefixed === undefined ? [] : [prefixed]),
    () => fieldsByWord(name, fields, group),
    () => (name === 'name' ? nameOf(group) : []),
    () => (name === group.at(-1) ? fields.filter((field) => field === 'name') : []),
    () => inDefinition(group, name, fields),
    () => variableOfTemplate(group, name),
    () => fields.filter((field) => `${field}s` === name || field === `${name}s`),
  ];
  const byLikeness = [
    () => [nearest(name, fields)].filter((field) => field !== undefined),
    () => fields.filter((field) => field === withoutKind(name)),
    () => withTheWordsOf(name, fields),
    () => withTheWordsOf(withoutKind(name), fields),
  ];
  const found = firstFilled([
    ...byName.map((way) => () => preferring(fits, way().map(toPath))),
    ...byLikeness.map((way) => () => way().map(toPath).filter(fits)),
  ]);
  return found.slice(0, MOST_SUGGESTED);
}

function preferring(fits: Fits, found: readonly Path[]): readonly Path[] {
  const fitting = found.filter(fits);
  return fitting.length > 0 ? fitting : found;
}

/** `flow_run_image` is `flow_runs.image`. */
function meantByGroup(path: Path, value: unknown): readonly Path[] {
  const name = snakeCase(String(path.at(-1)));
  const groups = path.length === 1 ? fieldsAt([]).filter((field) => fieldsAt([field]).length > 0) : [];
  const ways = groups.flatMap((group) =>
    [group, group.replace(/s$/, '')]
      .filter((prefix) => name.startsWith(`${prefix}_`))
      .map((prefix) => () => meantFields([group, name.slice(prefix.length + 1)], value)),
  );
  return firstFilled(ways);
}

function firstFilled<T>(ways: readonly (() => readonly T[])[]): readonly T[] {
  for (const way of ways) {
    const found = way();
    if (found.length > 0) return found;
  }
  return [];
}

/** Kubernetes and CloudFormation write replicaCount and TaskRoleArn. */
function snakeCase(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
}

/** What another tool's word is called here: fields of this group, and others by their whole paths. */
function fieldsByWord(name: string, fields: readonly string[], group: Path = []): (string | Path)[] {
  return otherWordsFor(name).flatMap((word): (string | Path)[] => {
    if (fields.includes(word)) return [word];
    if (word.startsWith('.'))
      return fields.includes(pathOfField(word)[0] as string) ? [[...group, ...pathOfField(word)]] : [];
    return word.includes('.') ? [pathOfField(word)] : [];
  });
}

function otherWordsFor(name: string): readonly string[] {
  return Object.hasOwn(OTHER_WORDS, name) ? (OTHER_WORDS[name] ?? []) : [];
}

/** Members of a container definition of ECS that no field of their own stands for. */
function inDefinition(group: Path, name: string, fields: readonly string[]): Path[] {
  const member = camelCase(name);
  const isOne = fields.includes('entry_point') && !['essential', 'name'].includes(member);
  return isOne && memberOf(ECS_SHAPES.container, member) !== undefined ? [[...group, 'attributes', member]] : [];
}

/** A variable of the base job template of prefect-aws: flow_runs has a field for it, or variables has it. */
function variableOfTemplate(group: Path, name: string): Path[] {
  if (group.at(-1) !== 'flow_runs' || !TEMPLATE_VARIABLES.includes(name)) return [];
  return [pathOfField(DECIDED_VARIABLES[name] ?? `flow_runs.variables.${name}`)];
}

/** The field whose name begins with the group: `worker.cpu` is `worker_cpu`. */
function prefixedField(group: Path, name: string): Path | undefined {
  const field = `${String(group.at(-1))}_${name}`;
  const outer = group.slice(0, -1);
  return fieldsAt(outer).includes(field) ? [...outer, field] : undefined;
}

/** The physical name of what a group creates: `cluster.name` is `names.cluster`. */
function nameOf(group: Path): Path[] {
  const kind = String(group.at(-1));
  return group.length === 1 && fieldsAt(['names']).includes(kind) ? [['names', kind]] : [];
}

/** `task_role_arn` without the kind of its value, and `enable_autoscaling` without the switch. */
function withoutKind(name: string): string {
  return name.replace(/^enable_|_(arns?|ids?|names?)$/g, '');
}

/** A field that has this many words more than a name is about something else. */
const MOST_FURTHER_WORDS = 2;

/** `cpu` is a word of `worker_cpu`. */
function withTheWordsOf(name: string, fields: readonly string[]): string[] {
  const words = name.split('_');
  return fields.filter((field) => {
    const others = field.split('_');
    return others.length <= words.length + MOST_FURTHER_WORDS && words.every((word) => others.includes(word));
  });
}

/** Groups whose fields are names of what others configure. */
const NAMES_ONLY: readonly unknown[] = ['names', 'output_parameters'];

function isNameOnly([first]: Path, path: Path): boolean {
  return first !== path[0] && NAMES_ONLY.includes(first);
}

/** Names that say nothing without their group. */
const OF_MANY_GROUPS: readonly string[] = ['create', 'enabled', 'name', 'namespace', 'provider', 'type'];

/** Names of which value another field has: those of a field below or elsewhere are about something else. */
const OF_A_REFERENCE: readonly string[] = ['alias', 'json_key', 'ssm_parameter', 'version_id', 'version_stage'];

function meantElsewhere(path: Path, fits: Fits): Path[] {
  const name = snakeCase(String(path.at(-1)));
  if (OF_A_REFERENCE.includes(name)) return [];
  const names = [name, ...otherWordsFor(name)];
  const isExact = (place: Path) => names.includes(String(place.at(-1)));
  const below = fieldsBelow(path.slice(0, -1)).filter((place) => isExact(place) && !isNameOnly(place, path));
  const [likeliest] = otherWordsFor(name);
  const ofOtherWord = fieldsAt([]).flatMap((field) => (field === likeliest ? [[field]] : []));
  const ofOtherWords = () =>
    fieldsByWord(name, fieldsAt([])).map((field) => (typeof field === 'string' ? [field] : field));
  const { all, byWhole, lastParts } = fieldsElsewhere();
  const ways: (() => readonly Path[])[] = [
    () => below.filter((place) => place.at(-1) === name && !isOfAnEntry(place)),
    () => ofOtherWord,
    () => below.filter((place) => !isOfAnEntry(place)),
    () => fieldsAt([]).flatMap((field) => (field === name ? [[field]] : [])),
    () => below,
    ofOtherWords,
    () => byWhole.get(name) ?? [],
    () => {
      if (OF_MANY_GROUPS.includes(name)) return [];
      const exact = all.filter(isExact);
      if (exact.length > 0 || name.length < SLIPS_ELSEWHERE) return exact;
      const close = nearest(name, lastParts, SLIPS_ELSEWHERE);
      return all.filter((place) => place.at(-1) === close && (!isOfAnEntry(place) || place[0] === path[0]));
    },
  ];
  return firstFilled([...ways.map((way) => () => way().filter(fits)), () => ofOtherWord, ofOtherWords])
    .map((place) => ({
      place,
      shared: sharedLength(place, path),
      end: sharedLength([...place].reverse(), [...path].reverse()),
    }))
    .sort((one, other) => other.end - one.end || other.shared - one.shared || one.place.length - other.place.length)
    .filter(({ end }, _, [first]) => end === first?.end)
    .slice(0, MOST_SUGGESTED)
    .map(({ place }) => place);
}

/** Whether a field is one of many: of each entry of a list, or of a mapping with names of the user's own. */
function isOfAnEntry(place: Path): boolean {
  return place.includes('NAME') || place.includes(0);
}

/** Among all fields of all groups, one is close to any name: only one letter of six may be wrong. */
const SLIPS_ELSEWHERE = 6;

function sharedLength(one: Path, other: Path): number {
  const differing = one.findIndex((part, index) => part !== other[index]);
  return differing < 0 ? one.length : differing;
}

interface FieldsElsewhere {
  readonly all: readonly Path[];
  /** By all parts in one name. */
  readonly byWhole: ReadonlyMap<string, readonly Path[]>;
  readonly lastParts: readonly string[];
}

let elsewhere: FieldsElsewhere | undefined;

/** Of all groups, but of those that only name what others configure; put together once for all unknown fields. */
function fieldsElsewhere(): FieldsElsewhere {
  elsewhere ??= indexed(allFields().filter((place) => !isNameOnly(place, [])));
  return elsewhere;
}

function indexed(all: readonly Path[]): FieldsElsewhere {
  const byWhole = new Map<string, Path[]>();
  for (const place of all) byWhole.set(place.join('_'), [...(byWhole.get(place.join('_')) ?? []), place]);
  return { all, byWhole, lastParts: [...new Set(all.map((place) => String(place.at(-1))))] };
}

let fields: readonly Path[] | undefined;

/** Every field of a stack file; NAME stands for a name of the user's. Further workers have the fields of the first. */
export function allFields(): readonly Path[] {
  fields ??= fieldsBelow([]).filter(([first]) => first !== 'workers');
  return fields;
}

/** By path: many fields of one group may be unknown. */
const knownBelow = new Map<string, readonly Path[]>();

function fieldsBelow(path: Path): readonly Path[] {
  const key = JSON.stringify(path);
  const below = knownBelow.get(key) ?? readFieldsBelow(path);
  knownBelow.set(key, below);
  return below;
}

function readFieldsBelow(path: Path): Path[] {
  return schemasAt(path).flatMap((schema) => {
    const { def } = schema._zod;
    const named = fieldsOf(schema).map((field) => [...path, field]);
    if (def.type === 'object') return named.flatMap((field) => [field, ...fieldsBelow(field)]);
    if (def.type === 'record' && named.length === 0) return fieldsBelow([...path, 'NAME']);
    return def.type === 'array' ? fieldsBelow([...path, 0]) : named;
  });
}

/** A path without the index of a list, which stands for any. */
export function fieldInWords(path: Path): string {
  return pathInWords(path).replaceAll('[0]', '[]');
}
