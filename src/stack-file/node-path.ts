import { isPair, isScalar, isSeq } from 'yaml';
import type { Path } from './path';

/** The path of the last of these nodes, each of which contains the next. */
export function pathOf(ancestors: readonly unknown[]): Path {
  return ancestors.flatMap((ancestor, index): Path => {
    const child = ancestors[index + 1];
    if (isSeq(ancestor) && child !== undefined) return [ancestor.items.indexOf(child)];
    return isPair(ancestor) && isScalar(ancestor.key) ? [String(ancestor.key.value)] : [];
  });
}
