/** Where a value stands in a stack file. */
export type Path = readonly (string | number)[];

/** `['worker_subnets', 1]` as the user would write it: `worker_subnets[1]`. */
export function pathInWords(path: Path): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  );
}
