import type { Diagram, Group, Node } from './diagram';

/** A diagram in Mermaid's language, for a page that draws it. */
export function mermaidOf(diagram: Diagram): string {
  const edges = diagram.edges.map(({ from, to, label, isWay }) => {
    const arrow = isWay ? '-.->' : '-->';
    return `  ${from} ${arrow}${label === undefined ? '' : `|"${label}"|`} ${to}`;
  });
  return ['flowchart TB', ...boxesWithin(diagram, undefined, '  '), ...edges].join('\n');
}

function boxesWithin({ groups, nodes, edges }: Diagram, within: string | undefined, indent: string): string[] {
  const isHere = (box: Group | Node) => box.within === within;
  return [
    ...nodes.filter(isHere).map(({ id, title, notes }) => `${indent}${id}["${[title, ...notes].join('<br/>')}"]`),
    ...groups
      .filter(isHere)
      .flatMap(({ id, title }) => [
        `${indent}subgraph ${id}["${title}"]`,
        ...boxesWithin({ groups, nodes, edges }, id, `${indent}  `),
        `${indent}end`,
      ]),
  ];
}
