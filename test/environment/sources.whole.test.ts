import { type Environment, toEnvironment } from '../../src/environment/environment';
import { parseConfig } from '../../src/environment/parse-config';
import { unlessBroken, watched } from '../../src/environment/watch';
import { pathInWords } from '../../src/stack-file/path';
import { OPTIONS, pathsIn, stackFile } from '../pairwise/options';

type Path = readonly string[];

const NEVER_DECIDED = ['config', 'fileValue', 'isInFile', 'origin', 'warnings', 'acknowledge', 'format'];

/** The paths of the values of `one` that are others in `other`, the shortest of each. */
function differences(one: unknown, other: unknown, path: Path = []): Path[] {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) {
    return Object.is(one, other) ? [] : [path];
  }
  if (Array.isArray(one) || Array.isArray(other)) return JSON.stringify(one) === JSON.stringify(other) ? [] : [path];
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return keys
    .filter((key) => path.length > 0 || !NEVER_DECIDED.includes(key))
    .flatMap((key) => differences(Reflect.get(one, key), Reflect.get(other, key), [...path, key]));
}

function environmentOf(fields: object): Environment | undefined {
  const required = { name: 'test', region: 'us-east-1', worker_work_pool_name: 'pool' };
  const { config } = parseConfig({ ...required, ...fields });
  return config && toEnvironment('test', config);
}

function without(fields: object, path: Path): object {
  const [key = '', ...below] = path;
  const { [key]: child, ...others } = fields as Record<string, object>;
  return below.length === 0 || child === undefined ? others : { ...others, [key]: without(child, below) };
}

/** Whether a rule that reads `path` is silent while `field` is broken. */
function isSilenced(environment: Environment, field: Path, path: Path): boolean {
  const seen = watched(environment, [field]);
  const read = () => {
    path.reduce<unknown>((value, key) => Reflect.get(value as object, key), seen);
    return [true];
  };
  return unlessBroken(read).length === 0;
}

/** A field of a stack file, and what it decides: what differs in `rest`, of the stack file without the field. */
interface Decided {
  readonly words: string;
  readonly field: Path;
  readonly rest: Environment;
  readonly parts: readonly Path[];
}

const DECIDED = OPTIONS.flatMap((option): Decided[] => {
  const file = { workers: { further: {} }, ...stackFile([option]) };
  const whole = environmentOf(file);
  if (whole === undefined) return [];
  return pathsIn(option.fields).flatMap((words) => {
    const field = words.split('.');
    const rest = environmentOf(without(file, field));
    return rest === undefined
      ? []
      : [{ words: `${option.words}: ${words}`, field, rest, parts: differences(rest, whole) }];
  });
});

/** Each broken field is resolved as if it were left out: what that changes must be known to depend on it. */
test('every value of an environment is known to depend on the fields that decide it', () => {
  const unknown = DECIDED.flatMap(({ words, field, rest, parts }) =>
    parts.filter((path) => !isSilenced(rest, field, path)).map((path) => `${words} decides ${pathInWords(path)}`),
  );
  expect(unknown).toEqual([]);
});

test('the fields tried decide most parts of an environment', () => {
  const decided = new Set(DECIDED.flatMap(({ parts }) => parts.map(([part]) => part)));
  const parts = Object.keys(environmentOf(stackFile([])) ?? {}).filter((part) => !NEVER_DECIDED.includes(part));
  expect(parts.filter((part) => !decided.has(part))).toEqual(['name', 'stackFile']);
});
