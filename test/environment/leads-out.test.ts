import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const FEATURES = join(__dirname, '..', 'features');

interface Reported {
  readonly fields: string;
  readonly report: string;
}

/** Each report of a file, as its test holds it. */
function reportsIn(file: string): Reported[] {
  const { refused = [], warned = [] } = parse(readFileSync(file, 'utf8'));
  return [...refused, ...warned];
}

const FILES = readdirSync(FEATURES).flatMap((feature) =>
  readdirSync(join(FEATURES, feature))
    .filter((name) => name.endsWith('reports.yaml'))
    .map((name) => join(feature, name)),
);

test.each(FILES)('each problem in %s says what to do', (file) => {
  const silent = reportsIn(join(FEATURES, file)).flatMap(({ report }) =>
    report.split(/\n(?=\S)/).filter((problem) => !/\n {4}→ \S/.test(problem)),
  );
  expect(silent).toEqual([]);
});
