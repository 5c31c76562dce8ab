import { randomFrom } from '../pairwise/covering';

const SEED = Number(process.env['PAIRWISE_SEED'] ?? Date.now());

/** Of tests that are many and alike, and each long, those that the commit chooses; with SAMPLES=all, all. */
export function sampled<Item>(items: readonly Item[], count: number): Item[] {
  if (process.env['SAMPLES'] === 'all') return [...items];
  const random = randomFrom(SEED);
  const chosen = items
    .map((item) => ({ item, rank: random() }))
    .sort((one, other) => one.rank - other.rank)
    .slice(0, count);
  process.stdout.write(`PAIRWISE_SEED=${SEED}: ${chosen.length} of ${items.length} (SAMPLES=all for all)\n`);
  return chosen.map(({ item }) => item);
}
