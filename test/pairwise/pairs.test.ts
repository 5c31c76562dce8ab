import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateOnly } from '../../src/output/generate';
import type { Problem } from '../../src/problems/errors';
import { Emulator } from '../helpers/emulator';
import { makeLookedUp } from '../helpers/looked-up';
import { answersFor } from '../helpers/planned-policies';
import { real } from '../helpers/real';
import { scratchFolder } from '../helpers/stack-files';
import { inFolderOf } from '../helpers/synthesized';
import { type Combination, combinationsOf, inWords, problemsOf } from './combinations';
import { OPTIONS, type Option } from './options';
import { PARAMETERS } from './parameters';
import { NOT_PLANNED, type Row, refusedByTerraform } from './planned';

/** A number that decides which combinations are tried; the same number tries the same ones. */
const SEED = Number(process.env['PAIRWISE_SEED'] ?? Math.floor(Math.random() * 1e9));

/** How many combinations are tried; a number, or all. The first ones hold by far the most pairs. */
const ROWS = process.env['PAIRWISE_ROWS'] ?? '8';

/** Stacks that are planned at once. */
const TOGETHER = 10;

jest.setTimeout(3_600_000);

// Said first, so that it is known whatever happens then.
process.stdout.write(`\nPAIRWISE_SEED=${SEED} PAIRWISE_ROWS=${ROWS}\n`);

const { combinations, refused, covering } = combinationsOf(
  SEED,
  ROWS === 'all' ? Number.POSITIVE_INFINITY : Number(ROWS),
);
const files = new Map<string, string>();
let planned = 0;

afterAll(() => {
  const { open, covered, excluded, refusedTogether } = covering;
  const figures = [
    `${combinations.length} stacks with ${covered.size} pairs of ${OPTIONS.length} options, ${planned} of them planned`,
    `${refused.length} pairs refused, and ${refusedTogether} times three options or more that go in pairs`,
    `${excluded.size} pairs that say different things of one field`,
    `${open.size} pairs not tried`,
    ...Object.entries(NOT_PLANNED).map(([what, why]) => `not planned: ${what}: ${why}`),
  ];
  process.stdout.write(`\n${figures.join('\n')}\n`);
});

test('is of stack files in which no option is refused by itself', () => {
  const alone = OPTIONS.filter((option) => problemsOf([option]).length > 0);
  expect(alone.map(({ words }) => words)).toEqual([]);
});

test('two options that are refused are refused with a word about both', () => {
  const silent = refused.filter(({ options, problems }) => !problems.some((problem) => isAboutBoth(problem, options)));
  expect(silent.map(({ options, problems }) => ({ options: inWords(options), problems }))).toEqual([]);
});

test('everything is written, without a value that is missing', () => {
  const broken = combinations.flatMap(({ options, environment }) => {
    try {
      const written = generateOnly([environment]);
      // Planned is the JSON of all; that plain HCL has the same plan is shown by what is applied.
      const inJson = environment.format === 'json' ? written : generateOnly([{ ...environment, format: 'json' }]);
      for (const [path, text] of inJson) files.set(path, text);
      return [...written]
        .filter(([, text]) => /TfToken\[|\[object |\bundefined\b/.test(text))
        .map(([path]) => `${path} of ${inWords(options)}`);
    } catch (error) {
      return [`${error instanceof Error ? error.stack : error}\n${inWords(options)}`];
    }
  });
  expect(broken).toEqual([]);
});

real('with Terraform', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await Emulator.start();
  });
  afterAll(() => emulator?.stop());

  test('everything is planned', async () => {
    const folder = scratchFolder();
    const variables = { ...emulator.variables, AWS_CONFIG_FILE: profileIn(folder) };
    const stacks = await makeLookedUp(
      emulator,
      join(folder, 'looked-up'),
      combinations.map(stackOf),
      PARAMETERS,
      ({ region }) => `network_${region}`,
    );
    const rows = stacks.map((stack, index): Row => ({ ...stack, name: `row-${index}` }));
    const failed: string[] = [];
    for (let first = 0; first < rows.length; first += TOGETHER) {
      const batch = rows.slice(first, first + TOGETHER);
      const said = await refusedByTerraform(batch, folder, variables);
      planned += batch.length - said.size;
      for (const [name, output] of said) {
        const { options } = combinations[Number(name.replace('row-', ''))] as Combination;
        failed.push(`${name}: ${inWords(options)}\n${output}`);
      }
    }
    expect(failed).toEqual([]);
  });
});

/** The combination's stack, with a value for everything that Terraform would ask for. */
function stackOf({ environment }: Combination): Omit<Row, 'name'> {
  const stack = inFolderOf(files, environment.name);
  return { ...stack, region: environment.region, inputs: answersFor(stack) };
}

/** AWS's settings with the profile of an option. */
function profileIn(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'aws-config');
  writeFileSync(file, '[profile prod]\naws_access_key_id = test\naws_secret_access_key = test\n');
  return file;
}

/** Whether a problem has a word of both options: of their fields, their values, or what they are called here. */
function isAboutBoth({ path = '', message, hint = '' }: Problem, options: readonly [Option, Option]): boolean {
  const said = wordsOf(`${path} ${message} ${hint}`);
  return options.every(({ words, fields }) =>
    wordsOf(`${words} ${JSON.stringify(fields)}`).some((word) => said.includes(word)),
  );
}

function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[a-z0-9]{3,}/g) ?? []).map((word) => word.replace(/s$/, ''));
}
