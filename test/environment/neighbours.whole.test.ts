import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { valueAt } from '../../src/environment/origin';
import { parseConfig } from '../../src/environment/parse-config';
import { schemasAt } from '../../src/environment/schema-fields';
import { type Path, pathInWords } from '../../src/stack-file/path';
import { refusalOf } from '../helpers/refusals';
import { fieldsIn } from '../helpers/reports';
import { sampled } from '../helpers/sampled';
import { layersWith } from '../helpers/stack-files';

const FEATURES = join(__dirname, '..', 'features');

/** What no field takes, so that the schema alone refuses it. */
const BROKEN = [[[5]]];

/** Stack files of which nothing is said, each with one entry of a list or a mapping that is broken. */
const FILES = readdirSync(FEATURES).flatMap((feature) =>
  takenIn(join(FEATURES, feature, 'reports.yaml')).flatMap(brokenOnce),
);

test.each(sampled(FILES, 80))('with a broken $place in {$text}, nothing else is said', ({ fields, place }) => {
  const places = [...refusalOf(fields).matchAll(/^(\S+?)(?:: |$)/gm)].map(([, path = '']) => path);
  expect(places.filter((path) => !path.startsWith(place))).toEqual([]);
});

function takenIn(file: string): string[] {
  try {
    return parse(readFileSync(file, 'utf8')).taken;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function brokenOnce(text: string) {
  const file = fieldsIn(text);
  return entriesIn(file, []).flatMap((path) => {
    const fields = withBroken(file, path) as object;
    const { error } = parseConfig({ name: 'test', ...layersWith(fields).values });
    return error === undefined ? [] : [{ text, fields, place: pathInWords(path) }];
  });
}

/** The paths of entries that have others beside them. */
function entriesIn(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  const ways = path.length === 0 ? [] : schemasAt(path).map(({ _zod: { def } }) => def.type);
  const isCollection = Array.isArray(value) || (ways.includes('record') && !ways.includes('object'));
  return keys.flatMap((key) => {
    const own = [...path, key];
    return [...(isCollection && keys.length > 1 ? [own] : []), ...entriesIn(valueAt(value, [key]), own)];
  });
}

function withBroken(value: unknown, [key, ...below]: Path): unknown {
  if (key === undefined) return BROKEN;
  if (Array.isArray(value)) return value.with(key as number, withBroken(value[key as number], below));
  return { ...(value as object), [key]: withBroken(valueAt(value, [key]), below) };
}
