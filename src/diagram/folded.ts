import type { Diagram, Edge, Node } from './diagram';
import { isSeveral } from './tasks';

/** Of boxes of one kind: no page shows more of them so that a person could read it, and no layout of hundreds ends. */
export const MOST_OF_A_KIND = 12;

/** The boxes of further workers and of their flow runs are numbered: worker2, flows2, flowlog2. */
const NUMBERED = /^([a-z]+)[0-9]+$/;

/** What one worker does, and several do without the s. */
const VERBS = /\b(mount|poll|pull|read|receive|run|start|stop|write)s\b/g;

/** The diagram with one box instead of each kind that has too many, and one arrow instead of those that are then alike. */
export function folded(diagram: Diagram): Diagram {
  const boxes = new Map(
    tooMany(diagram.nodes).flatMap((nodes) => {
      const box = together(nodes);
      return nodes.map(({ id }) => [id, box] as const);
    }),
  );
  if (boxes.size === 0) return diagram;
  const nodes = diagram.nodes.map((node) => boxes.get(node.id) ?? node);
  const edges = diagram.edges.map((edge) => between(edge, boxes));
  return {
    ...diagram,
    nodes: [...new Map(nodes.map((node) => [node.id, node])).values()],
    edges: [...new Map(edges.map((edge) => [`${edge.from} ${edge.to} ${edge.label}`, edge])).values()],
  };
}

function tooMany(nodes: readonly Node[]): Node[][] {
  const kinds = new Map<string, Node[]>();
  for (const node of nodes) {
    const kind = NUMBERED.exec(node.id)?.[1];
    if (kind === undefined) continue;
    const alike = kinds.get(kind) ?? [];
    alike.push(node);
    kinds.set(kind, alike);
  }
  return [...kinds.values()].filter((alike) => alike.length > MOST_OF_A_KIND);
}

function together(nodes: readonly Node[]): Node {
  const [first, last] = [nodes[0], nodes.at(-1)] as [Node, Node];
  const [, words = '', from] = /^(.*?)s? ([0-9]+)$/.exec(first.title) ?? [];
  const title =
    from === undefined
      ? `${nodes.length} × ${first.title}`
      : `${words}s ${from} to ${/(?<![0-9])[0-9]+$/.exec(last.title)?.[0]}`;
  return {
    ...first,
    title,
    notes: first.notes.filter((note) => nodes.every(({ notes }) => notes.includes(note))),
    items: nodes.flatMap(({ items }) => items),
  };
}

function between(edge: Edge, boxes: ReadonlyMap<string, Node>): Edge {
  const { from, to, label } = edge;
  const isOneOfMany = boxes.has(from) && !isSeveral(from);
  return {
    ...edge,
    from: boxes.get(from)?.id ?? from,
    to: boxes.get(to)?.id ?? to,
    ...(label !== undefined && isOneOfMany && { label: label.replaceAll(VERBS, '$1') }),
  };
}
