import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { draw } from '../../src/diagram/draw';
import { layoutOf, type Rectangle } from '../../src/diagram/layout';
import { diagramOf } from '../../src/diagram/of-environment';
import { crosses, linesOf, svgOf, titlesOf } from '../../src/diagram/svg';
import type { Environment } from '../../src/environment/environment';
import { countedCalls } from '../helpers/counted-calls';
import { GENERATED_EXAMPLES, loadExamples } from '../helpers/examples';
import { environmentOf } from '../helpers/stack-files';
import { elementsOf } from '../helpers/xml';

const EXAMPLES = loadExamples().map((environment) => [environment.name, environment] as const);

function smaller({ x, y, width, height }: Rectangle): Rectangle {
  return { x: x + 1, y: y + 1, width: width - 2, height: height - 2 };
}

describe.each(EXAMPLES)('the picture of %s', (name, environment) => {
  const diagram = diagramOf(environment);
  const layout = layoutOf(diagram);
  const boxOf = (id: string) => layout.boxes[id] as Rectangle;

  test('is what is committed, to the byte', () => {
    expect(draw(environment)).toBe(readFileSync(join(GENERATED_EXAMPLES, 'stacks', name, 'diagram.svg'), 'utf8'));
  });

  test('has no boxes or labels that overlap', () => {
    const labels = layout.edges.flatMap(({ label }) => (label === undefined ? [] : [label]));
    const all = [...diagram.nodes.map(({ id }) => boxOf(id)), ...labels, ...titlesOf(diagram, layout)];
    const overlapping = all.flatMap((one, index) =>
      all.slice(index + 1).flatMap((other) => (crosses(smaller(one), smaller(other)) ? [[one, other]] : [])),
    );
    expect(overlapping).toEqual([]);
  });

  test('has no arrow through a box, a label or a title', () => {
    const obstacles = [
      ...diagram.nodes.map(({ id }) => boxOf(id)),
      ...layout.edges.flatMap(({ label }) => (label === undefined ? [] : [label])),
      ...titlesOf(diagram, layout),
    ].map(smaller);
    const lines = layout.edges.flatMap(linesOf);
    expect(lines.flatMap((line) => obstacles.filter((obstacle) => crosses(line, obstacle)))).toEqual([]);
  });

  test('has arrows that begin at the caller and end at the called', () => {
    const touches = ({ x, y, width, height }: Rectangle, point: { x: number; y: number } | undefined) =>
      point !== undefined &&
      crosses({ x: x - 1, y: y - 1, width: width + 2, height: height + 2 }, { ...point, width: 0, height: 0 });
    diagram.edges.forEach(({ from, to }, index) => {
      const points = layout.edges[index]?.points ?? [];
      expect([touches(boxOf(from), points[0]), touches(boxOf(to), points.at(-1))]).toEqual([true, true]);
    });
  });

  test('can be read at a width of 800 pixels', () => {
    expect(layout.width).toBeLessThan(950);
  });

  test('is well-formed XML of its own, with a title and every arrow in words', () => {
    const picture = draw(environment);
    const elements = elementsOf(picture);
    expect([...new Set(elements)].sort()).toEqual([
      'defs',
      'desc',
      'marker',
      'path',
      'rect',
      'style',
      'svg',
      'text',
      'title',
    ]);
    expect(picture).not.toMatch(/href|url\((?!#head)|@import|@font-face|<script/);
    const [, description = ''] = /<desc id="desc">([^<]*)<\/desc>/.exec(picture) ?? [];
    expect(description.match(/ → /g)).toHaveLength(diagram.edges.length);
  });
});

test('environments of one shape have one picture, which is laid out once', async () => {
  // No other test has this shape.
  const fields = { workers: { a: {}, b: {}, c: {} }, alarms: { dashboard: true } };
  const [one, other, last] = ['one', 'other', 'last'].map((name) => environmentOf({ ...fields, name }));
  const pictures: string[] = [];
  const first = await countedCalls(() => pictures.push(draw(one as Environment)));
  const second = await countedCalls(() => pictures.push(draw(other as Environment)));
  const described = await countedCalls(() => diagramOf(last as Environment));
  expect(new Set(pictures).size).toBe(1);
  // Of the second one is known what it looks like, and its picture then.
  expect(second).toBeLessThan(described + 100);
  expect(first).toBeGreaterThan(2 * described);
});

test('a picture holds no value of a stack file', () => {
  const picture = draw(
    environmentOf({
      name: 'secretive',
      worker_work_pool_name: 'Pool "quoted"]',
      worker_type: 'process',
      workers: { reports: { worker_work_pool_name: ']]' } },
    }),
  );
  expect(picture).not.toMatch(/secretive|quoted|reports|\]\]|vpc-|subnet-|us-east-1/);
});

test('drawing again gives the same bytes', () => {
  const diagram = diagramOf(environmentOf({ alarms: {}, workers: { a: {} } }));
  expect(svgOf(diagram, layoutOf(diagram))).toBe(svgOf(diagram, layoutOf(diagram)));
});
