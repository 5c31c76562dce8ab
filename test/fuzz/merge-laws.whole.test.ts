import { join } from 'node:path';
import fc from 'fast-check';
import { LayerReader } from '../../src/stack-file/extends';
import { folderOf } from '../helpers/stack-files';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 60);
const SEED = Number(process.env['FUZZ_SEED'] ?? (process.env['FUZZ_RUNS'] ? Date.now() % 1e9 : 1));

type Values = Readonly<Record<string, unknown>>;

/** Mappings of few names, so that they meet, with every kind of value. */
const { mapping } = fc.letrec<{ mapping: Values; value: unknown }>((tie) => ({
  mapping: fc.dictionary(fc.constantFrom('tags', 'worker', 'a', 'b', 'constructor', '1'), tie('value'), {
    maxKeys: 4,
    noNullPrototype: true,
  }),
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, 0, -1.5, '', 'text', 'null', '012', '${x}', 'ä\n"'),
    fc.array(fc.constantFrom('x', 'y', null, 1), { maxLength: 2 }),
    tie('mapping'),
  ),
}));

/** What a file comes to. */
function valuesOf(files: Readonly<Record<string, object>>, file: string): unknown {
  const read = new LayerReader().read(join(folderOf(files), file));
  if (Array.isArray(read)) throw new Error(JSON.stringify(read));
  const { extends: _, ...values } = read.values;
  return values;
}

/** What README says of it, in a few lines: later ones win, mappings merge, null removes. */
function expected(layers: readonly Values[]): Values {
  return layers.reduce<Values>((below, above) => {
    const merged = new Map(Object.entries(below));
    for (const [key, value] of Object.entries(above)) {
      const before = merged.get(key);
      if (value === null) merged.delete(key);
      else if (isMapping(value)) merged.set(key, expected([isMapping(before) ? before : {}, value]));
      else merged.set(key, value);
    }
    return Object.fromEntries(merged);
  }, {});
}

function isMapping(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function holds(law: (one: Values, two: Values, three: Values) => void): void {
  fc.assert(fc.property(mapping, mapping, mapping, law), {
    seed: SEED,
    numRuns: RUNS,
    ...(process.env['FUZZ_PATH'] && { path: process.env['FUZZ_PATH'] }),
  });
}

process.stdout.write(`FUZZ_SEED=${SEED} FUZZ_RUNS=${RUNS}\n`);

test('bases and the file itself merge as README says, whatever they hold', () => {
  holds((one, two, three) => {
    const files = { '_1.yaml': one, '_2.yaml': two, 'a.yaml': { ...three, extends: ['_1.yaml', '_2.yaml'] } };
    expect(valuesOf(files, 'a.yaml')).toEqual(expected([one, two, three]));
  });
});

test('bases may be put together in bases of their own, the first ones or the last ones', () => {
  holds((one, two, three) => {
    const bases = { '_1.yaml': one, '_2.yaml': two, '_3.yaml': three };
    const flat = valuesOf({ ...bases, 'a.yaml': { extends: ['_1.yaml', '_2.yaml', '_3.yaml'] } }, 'a.yaml');
    const first = { '_12.yaml': { extends: ['_1.yaml', '_2.yaml'] }, 'a.yaml': { extends: ['_12.yaml', '_3.yaml'] } };
    const last = { '_23.yaml': { extends: ['_2.yaml', '_3.yaml'] }, 'a.yaml': { extends: ['_1.yaml', '_23.yaml'] } };
    expect(valuesOf({ ...bases, ...first }, 'a.yaml')).toEqual(flat);
    expect(valuesOf({ ...bases, ...last }, 'a.yaml')).toEqual(flat);
  });
});

test('a base that is reached again, or is empty, changes nothing', () => {
  holds((one, two) => {
    const bases = { '_0.yaml': {}, '_1.yaml': one, '_2.yaml': { ...two, extends: '_1.yaml' } };
    const once = valuesOf({ ...bases, 'a.yaml': { extends: '_2.yaml' } }, 'a.yaml');
    const again = ['_1.yaml', '_0.yaml', '_2.yaml', '_2.yaml'];
    expect(valuesOf({ ...bases, 'a.yaml': { extends: again } }, 'a.yaml')).toEqual(once);
  });
});

test('a file that removes each name of its base has none of them', () => {
  holds((one, two) => {
    const none = Object.fromEntries(Object.keys(one).map((name) => [name, null]));
    const others = Object.fromEntries(Object.entries(two).filter(([name]) => !Object.hasOwn(one, name)));
    const files = { '_1.yaml': one, 'a.yaml': { ...others, ...none, extends: '_1.yaml' } };
    expect(valuesOf(files, 'a.yaml')).toEqual(expected([others]));
  });
});
