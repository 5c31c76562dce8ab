import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { parse } from 'yaml';
import { filesBelow } from '../../src/disk/files-below';
import { type Mutant, mutantsOf as mutantsIn, type Reason, type Verdict, verdictOn } from './survivors';

/**
 * `npm run test:mutants -- terraform/terraform-text features/alarms`: mutation testing by Stryker. It changes one place
 * of the source after the other (a mutant each), and a test must fail for it: a stack file of a feature's reports.yaml,
 * or a unit test. Mutated are the rules of each feature, and the files that escape text or write policies; without a
 * part, all of them. Exit 1 where fewer than 90 % of the mutants of a part are killed, and where survivors.yaml does not
 * list exactly those that survive.
 *
 * In the environment: MUTANTS_WORKERS, the number of processes (default: that of processors); MUTANTS_SO_FAR, a file
 * that gets the survivors as they are found.
 */
const STRYKER = '@stryker-mutator/core@9.6.1';
const REQUIRED_SHARE = 0.9;

const ROOT = join(__dirname, '..', '..');
const SURVIVORS = join(__dirname, 'survivors.yaml');

/** Files that escape text. */
const ESCAPING = [
  ...['terraform/terraform-text', 'terraform/template-parts', 'terraform/template-file', 'hcl/value', 'hcl/expression'],
  ...['features/overrides/expression-syntax', 'features/overrides/references', 'values/expression-tokens'],
  'runbook/shell',
];

/** Files that write policies. */
const POLICIES = [
  ...['terraform/policy-document', 'features/ci-role/trust', 'features/flow-runs/resources/flow-rights'],
  ...['features/roles/resources/role-settings', 'features/roles/resources/execution-role'],
  ...['features/roles/resources/task-role', 'features/roles/resources/role-policy'],
  ...['features/bucket/resources/flow-bucket', 'features/crash-detection/resources/event-queue'],
  ...['features/crash-detection/resources/task-events', 'features/alarms/resources/alarm-topic'],
  ...['features/image/resources/ecr-pull', 'features/secrets/resources/secret-source'],
];

function main(asked: readonly string[]): void {
  const parts = (asked.length > 0 ? asked : allParts()).map((part) => ({ part, files: mutatedIn(part) }));
  const unknown = parts.filter(({ files }) => files.length === 0).map(({ part }) => part);
  if (unknown.length > 0) throw new Error(`${unknown} is none of ${allParts().join(', ')}`);
  const reasons = parse(readFileSync(SURVIVORS, 'utf8')) as Readonly<Record<string, readonly Reason[]>>;
  const tests = parts.flatMap(({ part, files }) => files.map((file) => [file, testsOf(part)]));
  const all = mutantsOf(Object.fromEntries(tests));
  const verdicts = parts.map(({ part, files }) => {
    const mutants = all.filter(({ file }) => files.includes(file));
    const listed = Object.fromEntries(files.map((file) => [file, reasons[file] ?? []]));
    const verdict = verdictOn(part, mutants, listed, REQUIRED_SHARE);
    console.log(inWords(verdict, mutants));
    return verdict;
  });
  process.exitCode = verdicts.every(({ faults }) => faults.length === 0) ? 0 : 1;
}

/** The files above, and the features that have rules. */
function allParts(): string[] {
  const features = readdirSync(join(ROOT, 'src', 'features')).map((feature) => `features/${feature}`);
  return [...ESCAPING, ...POLICIES, ...features.filter((feature) => mutatedIn(feature).length > 0)];
}

/** The files of a part: one file, or the files with the rules of a feature. */
function mutatedIn(part: string): string[] {
  if (existsSync(join(ROOT, 'src', `${part}.ts`))) return [`src/${part}.ts`];
  const folder = join(ROOT, 'src', part);
  if (!existsSync(folder)) return [];
  return (
    readdirSync(folder)
      // create-rules.ts creates rules of security groups.
      .filter((file) => /(^|-)(?<!^create-)rules\.ts$/.test(file))
      .map((file) => `src/${part}/${file}`)
  );
}

/**
 * The test files that may kill the mutants of a part, in two groups, which run one after the other: the test file of its
 * own; then others that load stack files and synthesize nothing, all of its feature, or outside of the features those of
 * its folder that import it. reports.whole.test.ts is not among them: the test runner itself compares these reports.
 */
function testsOf(part: string): string[][] {
  const folder = /^features\/[^/]+|^[^/]+/.exec(part)?.[0] ?? part;
  const tests = filesBelow(join(ROOT, 'test'))
    .map((file) => relative(ROOT, file))
    .filter((file) => /(?<!reports\.whole)\.test\.ts$/.test(file) && file.startsWith(`test/${folder}/`));
  const own = tests.filter((file) => file === `test/${part}.test.ts`);
  const near = folder.startsWith('features/')
    ? tests
    : tests.filter((file) => contains(file, new RegExp(`\\b${basename(part)}\\b`)));
  return [own, near.filter((file) => onlyLoads(file) && !own.includes(file))];
}

/** Whether a test file synthesizes nothing; tests of rules hardly do. */
function onlyLoads(test: string): boolean {
  if (/(rules|warnings)(\.whole)?\.test\.ts$/.test(test)) return true;
  return !test.endsWith('.whole.test.ts') && !contains(test, /helpers\/synthesized/);
}

function contains(test: string, pattern: RegExp): boolean {
  return pattern.test(readFileSync(join(ROOT, test), 'utf8'));
}

/** Runs Stryker on files, each with its groups of test files. */
function mutantsOf(tests: Readonly<Record<string, readonly (readonly string[])[]>>): readonly Mutant[] {
  const folder = mkdtempSync(join(tmpdir(), 'prefect-ecs-worker-mutants-'));
  const report = join(folder, 'report.json');
  try {
    const { status } = spawnSync(
      'npx',
      ['--yes', `--package=${STRYKER}`, 'stryker', 'run', 'test/mutants/stryker.config.mjs'],
      {
        cwd: ROOT,
        stdio: ['ignore', 'inherit', 'inherit'],
        env: {
          ...process.env,
          MUTANTS_TESTS: JSON.stringify(tests),
          MUTANTS_REPORT: report,
          MUTANTS_SANDBOX: join(folder, 'sandbox'),
        },
      },
    );
    if (status !== 0) throw new Error(`Stryker ended with ${status}`);
    return mutantsIn(JSON.parse(readFileSync(report, 'utf8')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function inWords({ part, killed, faults }: Verdict, mutants: readonly Mutant[]): string {
  const share = Math.round((1000 * killed) / mutants.length) / 10;
  return [`${part}: ${killed} of ${mutants.length} mutants killed, ${share} %`, ...faults].join('\n  ');
}

main(process.argv.slice(2));
