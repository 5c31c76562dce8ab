import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from '../src/output/generate';
import { compare } from '../src/output/output';
import { exampleFiles } from './helpers/example-files';
import { EXAMPLES, GENERATED_EXAMPLES, loadExamples } from './helpers/examples';
import { expectCleanText } from './helpers/generated-text';

test('what is committed of the examples is as their stack files say (npm run examples writes it)', () => {
  expect(compare(GENERATED_EXAMPLES, exampleFiles())).toMatchObject({
    missing: [],
    changed: [],
    obsolete: [],
    edited: [],
  });
});

test('no folder of an example is left whose stack file is gone', () => {
  const names = loadExamples().map(({ name }) => name);
  expect(readdirSync(join(GENERATED_EXAMPLES, 'stacks'))).toEqual(names);
  expect(names).toEqual(
    readdirSync(EXAMPLES).flatMap((file) => (/^[^_].*\.yaml$/.test(file) ? [file.replace('.yaml', '')] : [])),
  );
});

describe.each([...generate(loadExamples())])('%s', (path, text) => {
  test('is a text file without a path of a machine or an unresolved reference', () => {
    expectCleanText(path, text);
  });
});
