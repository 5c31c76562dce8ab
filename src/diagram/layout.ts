import type { ElkExtendedEdge, ElkLabel, ElkNode } from 'elkjs/lib/elk-api';
import type { Diagram, Edge, Group, Node } from './diagram';
import { placed } from './engine';
import { FONTS, LINE_HEIGHT, PADDING } from './sizes';
import { widthOf } from './text-width';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rectangle extends Point {
  readonly width: number;
  readonly height: number;
}

/** Where everything of a diagram is, in pixels from the upper left corner. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** By the id of the group or node. */
  readonly boxes: Readonly<Record<string, Rectangle>>;
  /** In the order of the diagram's edges; the arrow is at the last point. */
  readonly edges: readonly { readonly points: readonly Point[]; readonly label?: Rectangle }[];
}

const ROOT = 'root';

/** Source: https://eclipse.dev/elk/reference/options.html */
const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
  'elk.padding': '[top=16,left=16,bottom=16,right=16]',
  'elk.spacing.nodeNode': '20',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeEdge': '12',
  'elk.spacing.edgeLabel': '4',
  'elk.layered.spacing.nodeNodeBetweenLayers': '20',
  'elk.layered.spacing.edgeNodeBetweenLayers': '12',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '10',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.thoroughness': '20',
  'elk.randomSeed': '1',
};

/** Room for the title: left of what many arrows lead to, so that none crosses it; else above. */
function groupOptions({ id, title }: Group): Record<string, string> {
  const left = CROSSED.includes(id) ? widthOf(title, FONTS.group) + 2 * PADDING : 14;
  return { 'elk.padding': `[top=${LINE_HEIGHT + 14},left=${left},bottom=14,right=14]` };
}

const CROSSED = ['cluster', 'crash'];

/** Places the boxes of a diagram and leads its arrows around them: the same on any machine. */
export function layoutOf(diagram: Diagram): Layout {
  const root = placed(toElk(diagram));
  const boxes = Object.fromEntries(allBelow(root).map((node) => [node.id, rounded(node)]));
  const byId = new Map((root.edges ?? []).map((edge) => [edge.id, edge]));
  const edges = diagram.edges.map((edge, index) => routed(edge, byId.get(`${index}`) as ElkExtendedEdge));
  const { width, height } = rounded(root);
  return { width, height, boxes, edges };
}

function toElk({ groups, nodes, edges }: Diagram): ElkNode {
  const root: ElkNode = { id: ROOT, layoutOptions: OPTIONS, children: [], edges: edges.map(toElkEdge) };
  const byId = new Map<string | undefined, ElkNode>([[undefined, root]]);
  for (const group of groups) byId.set(group.id, { id: group.id, children: [], layoutOptions: groupOptions(group) });
  for (const node of nodes) byId.set(node.id, { id: node.id, ...sizeOf(node) });
  for (const { id, within } of [...groups, ...nodes]) {
    byId.get(within)?.children?.push(byId.get(id) as ElkNode);
  }
  return root;
}

/** One that is drawn upwards is laid out as if it led downwards. */
function toElkEdge({ from, to, label, upwards }: Edge, index: number): ElkExtendedEdge {
  const [source, target] = upwards ? [to, from] : [from, to];
  const labels: ElkLabel[] =
    label === undefined ? [] : [{ text: label, width: widthOf(label, FONTS.label) + 4, height: 16 }];
  return { id: `${index}`, sources: [source], targets: [target], labels };
}

function sizeOf({ title, notes }: Pick<Node, 'title' | 'notes'>): { width: number; height: number } {
  const widths = [widthOf(title, FONTS.title), ...notes.map((note) => widthOf(note, FONTS.note))];
  return {
    width: Math.max(80, ...widths) + 2 * PADDING,
    height: 2 * PADDING + LINE_HEIGHT * (1 + notes.length),
  };
}

function allBelow({ children = [] }: ElkNode): ElkNode[] {
  return children.flatMap((child) => [child, ...allBelow(child)]);
}

function routed({ upwards }: Edge, { sections = [], labels = [] }: ElkExtendedEdge): Layout['edges'][number] {
  const points = sections
    .flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint])
    .map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }));
  const [label] = labels;
  return { points: upwards ? points.reverse() : points, ...(label !== undefined && { label: rounded(label) }) };
}

function rounded({ x = 0, y = 0, width = 0, height = 0 }: Partial<Rectangle>): Rectangle {
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}
