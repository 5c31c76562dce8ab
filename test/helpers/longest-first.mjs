import Sequencer from '@jest/test-sequencer';

/**
 * Files that take more than a minute on two cores, the longest first: begun last, one of them would keep one core while
 * the others wait for it. A file that is not listed comes in Jest's own order: a fresh clone knows sizes alone.
 */
const LONGEST = [
  'real/flow-runs',
  'runbooks/runbooks',
  'real/created-vpc',
  'real/policies',
  'real/capacity',
  'real/api-key',
  'prefect/doctor',
  'pairwise/pairs',
  'processes/build',
  'real/adopt-hardened',
  'real/terraform-apply',
  'real/hostile-text',
  'prefect/flow-run',
  'prefect/try',
  'real/task-events',
  'real/synth',
  'real/cdktf-deploy',
  'scanners/scanners',
  'prefect/matrix',
  'real/adopt',
  'real/bucket-and-names',
  'real/doctor-applied',
  'real/environments',
  'processes/last-run',
  'real/canaries',
  'transitions/transitions',
  'real/names',
  'real/cluster',
  'changes/changes',
  'processes/work',
  'real/inputs',
  'real/format',
  'processes/odd-files',
  'processes/package',
  'processes/output',
];

/** Files that are long and alike, by what they try. */
const ALIKE = [
  // Stacks as they are, applied.
  { of: ['real/terraform-apply', 'real/cdktf-deploy', 'real/environments', 'real/api-key', 'real/module'], chosen: 1 },
  // Parts of them, applied.
  {
    of: [
      ...['real/flow-runs', 'real/created-vpc', 'real/capacity', 'real/cluster', 'real/names', 'real/task-events'],
      'real/bucket-and-names',
    ],
    chosen: 1,
  },
  // What was applied by others, taken over.
  { of: ['real/adopt', 'real/adopt-hardened', 'prefect/adopt'], chosen: 1 },
  // What values may and may not do.
  { of: ['real/policies', 'real/hostile-text', 'real/inputs', 'real/canaries'], chosen: 1 },
  { of: ['real/doctor', 'real/doctor-applied', 'prefect/doctor'], chosen: 1 },
  // Prefect's own tools, led from a stack file.
  { of: ['prefect/flow-run', 'prefect/matrix', 'prefect/try', 'prefect/deploy', 'prefect/lock-files'], chosen: 1 },
  // What is emitted otherwise than by default.
  { of: ['real/format', 'real/eject', 'real/provider-versions'], chosen: 1 },
  // The bundle.
  { of: ['processes/build', 'processes/library', 'processes/package', 'real/package'], chosen: 1 },
  // What is kept between runs, and what stands in their way.
  { of: ['processes/last-run', 'processes/odd-files', 'processes/output', 'processes/two-threads'], chosen: 1 },
];

/** With TEST_FILES=sample, those of each group that the seed does not choose: the next seed begins one file later. */
function leftOut() {
  if (process.env['TEST_FILES'] !== 'sample') return [];
  const seed = Number(process.env['PAIRWISE_SEED']);
  if (!Number.isInteger(seed)) throw new Error('TEST_FILES=sample needs PAIRWISE_SEED, a whole number');
  const left = ALIKE.flatMap(({ of, chosen }) => of.filter((_, index) => (index + seed) % of.length >= chosen));
  process.stdout.write(`TEST_FILES=sample leaves out: ${left.join(', ')}\n`);
  return left;
}

const isAt = (name) => (test) => test.path.endsWith(`/test/${name}.test.ts`);

function rankOf(test) {
  const rank = LONGEST.findIndex((name) => isAt(name)(test));
  return rank === -1 ? LONGEST.length : rank;
}

export default class LongestFirst extends Sequencer {
  sort(tests) {
    const left = leftOut();
    return super
      .sort(tests.filter((test) => !left.some((name) => isAt(name)(test))))
      .sort((one, other) => rankOf(one) - rankOf(other));
  }
}
