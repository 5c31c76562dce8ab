/** For Stryker, which run.ts starts. */
export default {
  testRunner: 'unit',
  plugins: ['./test/mutants/test-runner.mjs'],
  mutate: JSON.parse(process.env.MUTANTS_FILES ?? '[]').map((file) => `${file}${process.env.MUTANTS_LINES ?? ''}`),
  coverageAnalysis: 'perTest',
  concurrency: 1,
  // The compiler looks at types before every run; Stryker writes what no types can hold.
  disableTypeChecks: true,
  // So that it needs no second TypeScript, of which it has the compiler read the real one.
  tsconfigFile: 'none.json',
  tempDirName: process.env.MUTANTS_SANDBOX,
  ignorePatterns: ['/dist', '/coverage', '/.ci'],
  reporters: ['json'],
  jsonReporter: { fileName: process.env.MUTANTS_REPORT },
  allowEmpty: true,
  timeoutMS: 30_000,
};
