import type { Diagram, Edge, Group, Node } from './diagram';
import type { Layout, Point, Rectangle } from './layout';
import { sentencesOf } from './sentences';
import { FONTS, type Font, LINE_HEIGHT, PADDING } from './sizes';
import { widthOf } from './text-width';

/** Light, and dark where the reader's system is. The background is drawn, so that the text can be read on any page. */
export const STYLE = `
text { font-family: Helvetica, Arial, 'Liberation Sans', sans-serif; fill: #1f2328 }
.page { fill: #ffffff }
.group { fill: #f6f8fa; stroke: #818b98 }
.node { fill: #ffffff; stroke: #1f6feb; stroke-width: 1.5 }
.existing { stroke: #818b98; stroke-dasharray: 5 4 }
.running { fill: #ddf4ff }
.title { font-weight: bold }
.note, .label { fill: #59636e }
.label { stroke: #f6f8fa; stroke-width: 4; stroke-linejoin: round; paint-order: stroke }
.edge { fill: none; stroke: #424a53; stroke-width: 1.3 }
.way { stroke-dasharray: 2 3 }
.head { fill: #424a53 }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc }
.page { fill: #0d1117 }
.group { fill: #151b23; stroke: #656c76 }
.node { fill: #212830; stroke: #4493f8 }
.existing { stroke: #9198a1 }
.running { fill: #0c2d4d }
.note, .label { fill: #b7bdc8 }
.label { stroke: #151b23 }
.edge { stroke: #b7bdc8 }
.head { fill: #b7bdc8 }
}
`;

const TITLE = 'Prefect worker on AWS ECS';
const LEGEND = 'Dashed boxes exist outside of this stack. Arrows lead from the caller to the called.';

/** The picture of a diagram: a document of its own, without fonts, scripts or anything from elsewhere. */
export function svgOf(diagram: Diagram, layout: Layout): string {
  const { groups, nodes, edges } = diagram;
  const legendWidth = widthOf(LEGEND, FONTS.label) + 32;
  const width = Math.max(layout.width, legendWidth);
  const height = layout.height + LINE_HEIGHT + 6;
  const boxOf = (id: string) => layout.boxes[id] as Rectangle;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${TITLE}</title>`,
    `<desc id="desc">${escaped(`${sentencesOf(diagram).join('. ')}.`)}</desc>`,
    `<style>${STYLE}</style>`,
    '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path class="head" d="M0 0 L10 5 L0 10 z"/></marker></defs>',
    `<rect class="page" width="${width}" height="${height}"/>`,
    ...groups.map((group) => groupSvg(group, boxOf(group.id))),
    ...edges.map((edge, index) => edgeSvg(edge, layout.edges[index]?.points ?? [])),
    ...titlesOf(diagram, layout).map(({ x, y }, index) =>
      textSvg('title', groups[index]?.title ?? '', { x, y: y + 14 }, FONTS.group),
    ),
    ...nodes.map((node) => nodeSvg(node, boxOf(node.id))),
    ...edges.flatMap(({ label }, index) => labelSvg(label, layout.edges[index]?.label)),
    textSvg('note', LEGEND, { x: 16, y: layout.height + 10 }, FONTS.label),
    '</svg>',
    '',
  ].join('\n');
}

function groupSvg({ kind }: Group, box: Rectangle): string {
  return `<rect class="group ${kind}" ${placed(box)} rx="8"/>`;
}

/** Where the titles of the groups are: each at the first place in the head of its group where no arrow crosses it. */
export function titlesOf({ groups }: Diagram, { boxes, edges }: Layout): Rectangle[] {
  const lines = edges.flatMap(linesOf).sort((one, other) => one.x - other.x);
  return groups.map(({ id, title }) => {
    const box = boxes[id] as Rectangle;
    const width = widthOf(title, FONTS.group);
    const head = { y: box.y + 4, height: LINE_HEIGHT + 6, width: width + 8 };
    const first = box.x + PADDING + 2;
    const free = lines.reduce((x, line) => (crosses(line, { ...head, x: x - 4 }) ? line.x + line.width + 8 : x), first);
    const x = free + width + PADDING > box.x + box.width ? first : free;
    return { x, y: box.y + PADDING - 2, width, height: FONTS.group.size };
  });
}

/** The straight parts of an arrow. */
export function linesOf({ points }: Layout['edges'][number]): Rectangle[] {
  return points.slice(1).map((to, index) => {
    const from = points[index] as Point;
    return {
      x: Math.min(from.x, to.x),
      y: Math.min(from.y, to.y),
      width: Math.abs(from.x - to.x),
      height: Math.abs(from.y - to.y),
    };
  });
}

/** Whether two rectangles have a point in common; a line is one without width or height. */
export function crosses(one: Rectangle, other: Rectangle): boolean {
  return (
    one.x <= other.x + other.width &&
    other.x <= one.x + one.width &&
    one.y <= other.y + other.height &&
    other.y <= one.y + one.height
  );
}

function nodeSvg({ title, notes, kind }: Node, box: Rectangle): string {
  const line = (index: number) => ({ x: box.x + PADDING, y: box.y + PADDING + 14 + LINE_HEIGHT * index });
  return [
    `<rect class="node ${kind}" ${placed(box)} rx="5"/>`,
    textSvg('title', title, line(0), FONTS.title),
    ...notes.map((note, index) => textSvg('note', note, line(index + 1), FONTS.note)),
  ].join('\n');
}

function edgeSvg({ isWay }: Edge, points: readonly Point[]): string {
  const path = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join(' ');
  return `<path class="edge${isWay ? ' way' : ''}" d="${path}" marker-end="url(#head)"/>`;
}

function labelSvg(label: string | undefined, box: Rectangle | undefined): string[] {
  return label === undefined || box === undefined
    ? []
    : [textSvg('label', label, { x: box.x + 2, y: box.y + 12 }, FONTS.label)];
}

/** The given width holds in whatever font there is. */
function textSvg(kind: string, text: string, { x, y }: Point, font: Font): string {
  const width = widthOf(text, font);
  return `<text class="${kind}" x="${x}" y="${y}" font-size="${font.size}" textLength="${width}" lengthAdjust="spacingAndGlyphs">${escaped(text)}</text>`;
}

function placed({ x, y, width, height }: Rectangle): string {
  return `x="${x}" y="${y}" width="${width}" height="${height}"`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
