/**
 * created: by the stack. existing: outside of it, though the stack uses it. frame: only holds others together. running:
 * what a worker starts.
 */
export type Kind = 'created' | 'existing' | 'frame' | 'running';

/** A box. */
export interface Node {
  readonly id: string;
  readonly title: string;
  /** Smaller lines below the title. */
  readonly notes: readonly string[];
  /** The group around it. */
  readonly within?: string;
  /** Addresses of the resources that it stands for. */
  readonly items: readonly string[];
  readonly kind: Kind;
}

/** A box around others. */
export type Group = Omit<Node, 'notes'>;

/** An arrow in the direction of the call. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  /** What the one does with the other; left out for the second part of a way. */
  readonly label?: string;
  /** The way of packets, beside the calls. */
  readonly isWay?: boolean;
  /** Drawn from the bottom to the top. */
  readonly upwards?: boolean;
}

/** Boxes and arrows of one environment. Its text holds no value of a stack file: many environments have the same. */
export interface Diagram {
  readonly groups: readonly Group[];
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

/** What is drawn of a diagram: the same for all environments that look the same. */
export function shapeOf({ groups, nodes, edges }: Diagram): string {
  const drawn = ({ items: _, ...box }: Group | Node) => box;
  return JSON.stringify([groups.map(drawn), nodes.map(drawn), edges]);
}

/** A part of a diagram. Left out: a kind that follows from the items. */
export interface Part {
  readonly groups?: readonly Kindless<Group>[];
  readonly nodes?: readonly Box[];
  readonly edges?: readonly Edge[];
}

type Kindless<One> = Omit<One, 'kind'> & { readonly kind?: Kind };

/** A node of a part. */
export type Box = Kindless<Node>;

/**
 * The parts in one, without the boxes of what exists and no arrow reaches: the stack does not use it.
 * @throws Error where an arrow begins or ends at no box.
 */
export function joined(parts: readonly Part[]): Diagram {
  const groups = outermostFirst(parts.flatMap(({ groups = [] }) => groups).map(withKind));
  const nodes = parts.flatMap(({ nodes = [] }) => nodes).map(withKind);
  const edges = parts.flatMap(({ edges = [] }) => edges);
  const boxes = new Set([...groups, ...nodes].map(({ id }) => id));
  const ends = new Set(edges.flatMap(({ from, to }) => [from, to]));
  for (const end of ends) {
    if (!boxes.has(end)) throw new Error(`an arrow of the diagram begins or ends at ${end}, which is no box`);
  }
  return { groups, nodes: nodes.filter(({ id, kind }) => kind !== 'existing' || ends.has(id)), edges };
}

function withKind<One extends Kindless<Group>>(box: One): One & { readonly kind: Kind } {
  return { ...box, kind: box.kind ?? (box.items.length > 0 ? 'created' : 'existing') };
}

function outermostFirst(groups: readonly Group[]): Group[] {
  const depth = ({ within }: Group): number =>
    within === undefined ? 0 : 1 + depth(groups.find(({ id }) => id === within) as Group);
  return [...groups].sort((one, other) => depth(one) - depth(other));
}
