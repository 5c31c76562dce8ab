import type { Diagram } from './diagram';

/** Every arrow in words, for those who do not see it. */
export function sentencesOf({ groups, nodes, edges }: Diagram): string[] {
  const names = new Map([
    ...groups.map(({ id, title }) => [id, title] as const),
    ...nodes.map(({ id, title, notes }) => [id, [title, ...notes.slice(0, 1)].join(', ')] as const),
  ]);
  return edges.map(({ from, to, label = 'leads on' }) => `${names.get(from)}: ${label} → ${names.get(to)}`);
}
