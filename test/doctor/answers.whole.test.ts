import { holdAnswersAgainstShapes } from '../helpers/recorded-aws';

/** The tests of doctor that look at recorded answers: all of them once more, so that their answers are known. */
const WITH_ANSWERS = [
  'checks/after-an-apply',
  'checks/before-an-apply',
  'checks/in-prefect',
  'existing-workers',
  'flow-run-tasks',
];

describe.each(WITH_ANSWERS)('%s:', (name) => {
  const path = require.resolve(`./${name}.test`);
  // A process loads each module once, and may have loaded this one, or load it later, for its own sake.
  delete require.cache[path];
  require(path);
  delete require.cache[path];
});

holdAnswersAgainstShapes();
