/** From the staging folder to its place, as paths below the two; `before`: the hash of the text that is there; null: nothing is. */
export type Move = readonly [staged: string, path: string, before: string | null];

/**
 * What a run does to `generated/` once all is staged, in this order. It is written down first, beside what is staged,
 * so that the next run can finish it when this one is killed.
 */
export interface Journal {
  readonly moves: readonly Move[];
  /** Files that go, with the hash of what is to go. */
  readonly removals: readonly (readonly [path: string, hash: string])[];
  /** Moves after that. */
  readonly lastMoves: readonly Move[];
}

/** Whether a run of ours can have written this: somebody else's may lead out of the folder that is written. */
export function isJournal(value: unknown): value is Journal {
  const { moves, removals, lastMoves } = (value ?? {}) as Partial<Record<keyof Journal, unknown>>;
  return isListOf(isMove, moves) && isListOf(isRemoval, removals) && isListOf(isMove, lastMoves);
}

function isListOf(isItem: (value: unknown) => boolean, value: unknown): boolean {
  return Array.isArray(value) && value.every(isItem);
}

function isMove(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [staged, path, before] = value;
  return is(STAGED, staged) && is(PATH, path) && (before === null || is(HASH, before));
}

function isRemoval(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && is(PATH, value[0]) && is(HASH, value[1]);
}

const STAGED = /^\d+(\.both)?$/;
const HASH = /^[0-9a-f]{64}$/;

/** Below the folder that is written. Only files of an environment's folder begin with a dot, such as .dockerignore. */
const PATH = /^(?!\.)[^/\\\0]+(\/(?!\.\.?(\/|$))[^/\\\0]+)*$/;

function is(form: RegExp, value: unknown): boolean {
  return typeof value === 'string' && form.test(value);
}
