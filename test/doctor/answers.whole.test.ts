import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { holdAnswersAgainstShapes } from '../helpers/recorded-aws';

/** The tests of doctor that look at recorded answers: all of them once more, so that their answers are known. */
const CHECKS = readdirSync(join(__dirname, 'checks')).map((file) => `checks/${file}`);
const WITH_ANSWERS = [...CHECKS, 'existing-workers.test.ts', 'flow-run-tasks.test.ts', 'live-workers.test.ts'];

describe.each(WITH_ANSWERS)('%s:', (name) => {
  const path = require.resolve(`./${name}`);
  // A process loads each module once, and may have loaded this one, or load it later, for its own sake.
  delete require.cache[path];
  require(path);
  delete require.cache[path];
});

holdAnswersAgainstShapes();
