import Sequencer from '@jest/test-sequencer';

/**
 * Files that take more than a minute on two cores, the longest first: begun last, one of them would keep one core while
 * the others wait for it. A file that is not listed comes in Jest's own order: a fresh clone knows sizes alone.
 */
const LONGEST = [
  'real/flow-runs',
  'runbooks/runbooks',
  'real/capacity',
  'real/api-key',
  'real/created-vpc',
  'pairwise/pairs',
  'real/environments',
  'real/terraform-apply',
  'prefect/matrix',
  'prefect/try',
  'real/cdktf-deploy',
  'prefect/flow-run',
  'real/task-events',
  'transitions/transitions',
  'prefect/doctor',
  'processes/build',
  'real/names',
  'real/doctor-applied',
  'real/adopt-hardened',
  'real/adopt',
  'real/cluster',
  'real/policies',
];

function rankOf({ path }) {
  const rank = LONGEST.findIndex((name) => path.endsWith(`/test/${name}.test.ts`));
  return rank === -1 ? LONGEST.length : rank;
}

export default class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => rankOf(one) - rankOf(other));
  }
}
