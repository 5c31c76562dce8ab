import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** The README's picture of the first two minutes, and the recording that it is drawn from. */
export const RECORDING = join(__dirname, 'session.cast');
export const PICTURE = join(__dirname, 'session.svg');
export const README = join(ROOT, 'README.md');

/** The environment of the README's first sample, which the session begins with. */
export const NAME = 'first';

/** What is typed, in a fresh clone that holds the sample. */
export const TYPED: readonly string[] = [
  `cat stacks/${NAME}.yaml`,
  'npm run synth',
  `ls generated/stacks/${NAME}`,
  `npm run try -- ${NAME}`,
];

export const COLUMNS = 100;
export const ROWS = 30;
