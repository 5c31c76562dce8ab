import { schemaForEditors } from '../../src/environment/editor-schema';
import { toEnvironment } from '../../src/environment/environment';
import { parseConfig } from '../../src/environment/parse-config';
import { fieldsOf, withoutReferences } from '../helpers/json-schema';
import { OPTIONS, stackFile } from '../pairwise/options';

const fields = fieldsOf(withoutReferences(JSON.parse(schemaForEditors())));

type Fields = Readonly<Record<string, unknown>>;

const FILES = OPTIONS.map((option) => stackFile([option]));

/**
 * What is decided of a stack file with `field` set to `value` and without it, in each preset in which both are valid: of
 * the first option whose file has the group of the field.
 */
function withAndWithout(field: readonly string[], value: unknown): [set: string, unset: string][] {
  for (const file of FILES.filter((one) => hasGroupOf(one, field))) {
    const pairs = ['hardened', 'reference'].flatMap((preset): [string, string][] => {
      const [set, unset] = [value, undefined].map((one) => decidedIn({ preset, ...placed(file, field, one) }));
      return set === undefined || unset === undefined ? [] : [[set, unset]];
    });
    if (pairs.length > 0) return pairs;
  }
  return [];
}

function placed(fields: Fields, [name = '', ...below]: readonly string[], value: unknown): Fields {
  return { ...fields, [name]: below.length === 0 ? value : placed(fields[name] as Fields, below, value) };
}

function decidedIn(fields: Fields): string | undefined {
  const given = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  const { config } = parseConfig(JSON.parse(JSON.stringify({ name: 'test', ...Object.fromEntries(given) })));
  return config && JSON.stringify({ ...toEnvironment('test', config), config: undefined });
}

function hasGroupOf(file: Fields, field: readonly string[]): boolean {
  return isMap(field.slice(0, -1).reduce<unknown>((group, name) => isMap(group) && group[name], file));
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

test('shows a default only where setting it changes nothing, in any preset', () => {
  const shown = fields.filter(([, field]) => 'default' in field);
  expect(shown.length).toBeGreaterThan(100);
  const compared = shown.map(([path, { default: value }]) => {
    const pairs = withAndWithout(path.split('.'), value);
    return { path, pairs };
  });
  expect(compared.filter(({ pairs }) => pairs.length === 0).map(({ path }) => path)).toEqual([]);
  const differing = compared.filter(({ pairs }) => pairs.some(([set, unset]) => set !== unset));
  expect(differing.map(({ path }) => path)).toEqual([]);
});
