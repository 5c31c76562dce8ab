/** What is to be combined: `questionOf[option]` tells of each option which question it answers. */
export interface Task {
  readonly questionOf: readonly number[];
  /** Whether two options are no pair at all, for they say different things of the same. */
  readonly exclude: (one: number, other: number) => boolean;
  /** Whether these options can stand together. */
  readonly fits: (options: readonly number[]) => boolean;
  /** Questions whose options take long to fit: they are asked last. */
  readonly last?: readonly number[];
  /** A number from 0, inclusive, to 1, exclusive. */
  readonly random: () => number;
}

/**
 * Rows of options, one of each question, in which every two options that fit together are together once: each row
 * takes of each question the option that makes most new pairs, of those that fit to what the row has.
 */
export class Covering {
  /** Pairs that were in no row yet. */
  readonly open = new Set<number>();
  /** Pairs that were asked for, and do not fit. */
  readonly refused = new Set<number>();
  readonly covered = new Set<number>();
  readonly excluded = new Set<number>();
  /** How often an option fitted to each of a row, and not to all of it. */
  refusedTogether = 0;
  private readonly options: readonly number[];

  constructor(private readonly task: Task) {
    this.options = task.questionOf.map((_, option) => option);
    for (const one of this.options)
      for (const other of this.options)
        if (one < other && task.questionOf[one] !== task.questionOf[other])
          (task.exclude(one, other) ? this.excluded : this.open).add(this.pair(one, other));
  }

  /** The next row; undefined when every pair was in one, or does not fit. */
  next(): number[] | undefined {
    const row = this.begin();
    if (row === undefined) return undefined;
    const answered = new Set(row.map((option) => this.task.questionOf[option]));
    const { questionOf, last = [] } = this.task;
    const questions = this.shuffled([...new Set(questionOf)].filter((question) => !answered.has(question)));
    const late = questions.filter((question) => last.includes(question));
    for (const question of [...questions.filter((question) => !late.includes(question)), ...late]) {
      const option = this.best(row, question);
      if (option !== undefined) row.push(option);
    }
    for (const one of row) for (const other of row) if (one < other) this.cover(this.pair(one, other));
    return row;
  }

  /** The two options of a pair. */
  optionsOf(pair: number): [number, number] {
    return [Math.floor(pair / this.options.length), pair % this.options.length];
  }

  private begin(): number[] | undefined {
    for (;;) {
      const [pair] = this.shuffled([...this.open]);
      if (pair === undefined) return undefined;
      const row = this.optionsOf(pair);
      if (this.pairFits(...row)) return row;
    }
  }

  private best(row: readonly number[], question: number): number | undefined {
    const gain = (option: number) => row.filter((other) => this.open.has(this.pair(option, other))).length;
    const candidates = this.shuffled(this.options.filter((option) => this.task.questionOf[option] === question))
      .map((option) => ({ option, gain: gain(option) }))
      .sort((one, other) => other.gain - one.gain);
    return candidates.map(({ option }) => option).find((option) => this.fitsInto(row, option));
  }

  private fitsInto(row: readonly number[], option: number): boolean {
    const pairs = row.map((other) => this.pair(option, other));
    if (pairs.some((pair) => this.refused.has(pair) || this.excluded.has(pair))) return false;
    if (this.task.fits([...row, option])) return true;
    // filter, not every: each pair that does not fit need not be tried again.
    if (row.filter((other) => !this.pairFits(other, option)).length === 0) this.refusedTogether += 1;
    return false;
  }

  private pairFits(one: number, other: number): boolean {
    const pair = this.pair(one, other);
    if (this.covered.has(pair)) return true;
    if (!this.refused.has(pair) && !this.task.fits([one, other])) {
      this.open.delete(pair);
      this.refused.add(pair);
    }
    return !this.refused.has(pair);
  }

  private cover(pair: number): void {
    if (this.open.delete(pair)) this.covered.add(pair);
  }

  private pair(one: number, other: number): number {
    return Math.min(one, other) * this.options.length + Math.max(one, other);
  }

  private shuffled<Item>(items: Item[]): Item[] {
    for (let last = items.length - 1; last > 0; last -= 1) {
      const place = Math.floor(this.task.random() * (last + 1));
      [items[last], items[place]] = [items[place] as Item, items[last] as Item];
    }
    return items;
  }
}

/** Numbers that look random, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
