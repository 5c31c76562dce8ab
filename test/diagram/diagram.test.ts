import { type Box, type Edge, joined } from '../../src/diagram/diagram';

const box = (id: string, items: string[] = []): Box => ({ id, title: id, notes: [], items });
const arrow = (from: string, to: string): Edge => ({ from, to });

test.each<[string, Edge]>([
  ['begins', arrow('nowhere', 'a')],
  ['ends', arrow('a', 'nowhere')],
])('fails on an arrow that %s at no box', (_, edge) => {
  expect(() => joined([{ nodes: [box('a')] }, { edges: [edge] }])).toThrow('nowhere');
});

test('an arrow may lead from a box around others', () => {
  const { edges } = joined([{ groups: [box('vpc')], nodes: [box('a')], edges: [arrow('vpc', 'a')] }]);
  expect(edges).toHaveLength(1);
});

test('of what exists, only what an arrow of some part reaches is drawn', () => {
  const { nodes } = joined([
    { nodes: [box('created', ['aws_ecr_repository.a']), box('used'), box('unused')] },
    { nodes: [box('ci')], edges: [arrow('ci', 'used')] },
  ]);
  expect(nodes.map(({ id }) => id)).toEqual(['created', 'used', 'ci']);
});
