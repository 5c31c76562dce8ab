import { contains } from './address-ranges';

/**
 * Each of several ranges with one that it overlaps with, where there is one; the later of the two first. Of two
 * networks that overlap, one has the other in it.
 */
export function overlaps<Item>(
  items: readonly Item[],
  rangeOf: (item: Item) => string,
): [later: Item, earlier: Item][] {
  const order = new Map(items.map((item, index) => [item, index]));
  const sorted = [...items].sort((one, other) => compare(rangeOf(one), rangeOf(other)));
  const around: Item[] = [];
  return sorted.flatMap((item): [Item, Item][] => {
    while (around.length > 0 && !contains(rangeOf(around.at(-1) as Item), rangeOf(item))) around.pop();
    const outer = around.at(-1);
    around.push(item);
    if (outer === undefined) return [];
    return [(order.get(outer) as number) < (order.get(item) as number) ? [item, outer] : [outer, item]];
  });
}

/** By their first addresses, and of those that begin alike, the wider one first. */
function compare(one: string, other: string): number {
  const [a, b] = [parts(one), parts(other)];
  const at = a.findIndex((part, index) => part !== b[index]);
  return at < 0 ? 0 : (a[at] as number) - (b[at] as number);
}

function parts(range: string): number[] {
  return range.split(/[./]/).map(Number);
}
