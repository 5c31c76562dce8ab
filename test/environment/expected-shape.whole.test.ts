import { parse } from 'yaml';
import * as z from 'zod';
import { exampleAt } from '../../src/environment/expected-shape';
import { allFields } from '../../src/environment/meant-fields';
import { writtenAt } from '../../src/environment/schema-fields';
import { pathInWords } from '../../src/stack-file/path';

test('the example of every field is valid', () => {
  const invalid = allFields().flatMap((path) => {
    const example = Object.values(parse(exampleAt(path) ?? '') as object)[0];
    const isValid = writtenAt(path).some((schema) => z.safeParse(schema, example).success);
    return isValid ? [] : [`${pathInWords(path)}: ${exampleAt(path)}`];
  });
  expect(allFields().length).toBeGreaterThan(400);
  expect(invalid).toEqual([]);
});

test('no field has a word that stands for any text as its example', () => {
  const meaningless = allFields().flatMap((path) =>
    /\btext\b/.test(exampleAt(path) ?? 'text') ? [pathInWords(path)] : [],
  );
  expect(meaningless).toEqual([]);
});
