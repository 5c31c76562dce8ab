// The stack files of every feature's reports.yaml, as tests that need no framework: reports.whole.test.ts asserts the
// same of each, ten times as slowly.

import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

const REPORTS = /(^|[/-])reports\.yaml$/;
/** So many stack files of other features are compared: what nearly all of them reach is for its own feature to test. */
const MOST_OF_OTHERS = 60;

const HELPER = join('test', 'helpers', 'reports.ts');

export class ReportedStackFiles {
  /** `reachedBy` has what the stack file with this number reaches while it is loaded. */
  constructor(root, require, reachedBy) {
    this.root = root;
    this.require = require;
    const files = readdirSync(join(root, 'test', 'features'), { recursive: true }).filter((file) => REPORTS.test(file));
    this.cases = files.flatMap((file) =>
      this.helper()
        .reportedIn(join(root, 'test', 'features', file))
        .map((reported) => ({ ...reported, file })),
    );
    for (const [index, one] of this.cases.entries()) {
      one.reached = reachedBy(`stack file ${index}`, () => {
        if (!this.isSaid(one)) throw new Error(`${one.file} does not hold of ${JSON.stringify(one.fields)}`);
      });
    }
  }

  /** Those that reach a mutant, or all. */
  reaching(mutant, isStatic, mutated) {
    const [, , feature] = relative(this.root, mutated).split('/');
    const reaching = this.cases.filter(({ reached }) => isStatic || reached.includes(mutant));
    return {
      ofFeature: reaching.filter((one) => isOf(one, feature)),
      others: reaching.filter((one) => !isOf(one, feature)).slice(0, MOST_OF_OTHERS),
    };
  }

  isSaid({ fields, said }) {
    return this.helper().saidOf(fields) === said;
  }

  /** Anew each time: a mutant may need it to be loaded again. */
  helper() {
    return this.require(join(this.root, HELPER));
  }
}

function isOf({ file }, feature) {
  return file.split('/')[0] === feature;
}
