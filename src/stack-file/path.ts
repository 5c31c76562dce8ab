/** Where a value stands in a stack file. */
export type Path = readonly (string | number)[];

/** `['worker_subnets', 1]` as the user would write it: `worker_subnets[1]`. */
export function pathInWords(path: Path): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  );
}

/** The path of a field in words, each entry of a list as its first: `network.egress[].port` as `['network', 'egress', 0, 'port']`. */
export function pathOfField(field: string): Path {
  const parts = field.replace(/\[\d*\]/g, '.0').split('.');
  return parts.filter((part) => part !== '').map((part) => (part === '0' ? 0 : part));
}

/** Whether a path is below a field. */
export function isWithin(path: Path, field: Path): boolean {
  return path.length > field.length && field.every((part, at) => part === path[at]);
}
