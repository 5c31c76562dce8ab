import { setFlagsFromString } from 'node:v8';
import { environmentNames } from '../environment/load';

/** Of fewer all fits. */
const MANY = 100;

/** Percent of what is in use that V8 lets the heap grow before it collects again. By default it is up to 300. */
const GROWTH = 60;

/**
 * Does work on the environments of a folder. Most of what it needs for one is garbage once the next one's turn comes, and
 * V8 would keep that of hundreds.
 */
export function withTightHeap<Result>(stacks: string, work: () => Result): Result {
  if (environmentNames(stacks).length < MANY) return work();
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
  try {
    return work();
  } finally {
    // As it was: V8 refuses a code cache that was made under other flags.
    setFlagsFromString('--heap-growing-percent=0');
  }
}
