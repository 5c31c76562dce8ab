import { availableParallelism } from 'node:os';

/** For Stryker, which run.ts starts. */
export default {
  testRunner: 'unit',
  plugins: ['./test/mutants/test-runner.mjs'],
  mutate: Object.keys(JSON.parse(process.env.MUTANTS_TESTS ?? '{}')),
  // The test runner does it, with more than Stryker knows.
  coverageAnalysis: 'off',
  concurrency: Number(process.env.MUTANTS_WORKERS ?? availableParallelism()),
  // The compiler looks at types before every run; Stryker writes what no types can hold.
  disableTypeChecks: true,
  // So that it needs no second TypeScript, of which it has the compiler read the real one.
  tsconfigFile: 'none.json',
  tempDirName: process.env.MUTANTS_SANDBOX,
  ignorePatterns: ['/dist', '/coverage', '/.ci'],
  reporters: ['json', 'progress-append-only'],
  jsonReporter: { fileName: process.env.MUTANTS_REPORT },
  allowEmpty: true,

  timeoutMS: 180_000,
};
