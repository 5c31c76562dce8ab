import { loadEnvironments } from '../src/environment/load';
import { generate } from '../src/output/generate';
import { compare } from '../src/output/output';
import { filesIn } from './helpers/folder';

test('generated/ is as the stack files say (npx prefect-ecs-worker synth makes it so)', () => {
  expect(compare('generated', generate(loadEnvironments('stacks')))).toEqual({
    missing: [],
    changed: [],
    obsolete: [],
    edited: [],
    abandoned: [],
  });
});

test('generated/ holds nothing that was left over from writing', () => {
  expect(Object.keys(filesIn('generated')).filter((path) => path.startsWith('.'))).toEqual([]);
});

test('stacks/ belongs to whoever adopts the repository: of what the tests run, only the test above reads it', () => {
  const sources = Object.entries(filesIn('test')).filter(([path]) => /\.m?ts$/.test(path));
  const readers = sources.filter(([, text]) =>
    /\b(readdir|readFile|StackFiles?|loadEnvironments|cp)\w*\((join\()?['"`]stacks\b/i.test(text),
  );
  expect(readers.map(([path]) => path)).toEqual(['generated.whole.test.ts']);
});
