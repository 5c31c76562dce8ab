import { loadEnvironments } from '../../src/environment/load';
import { folderOf, REQUIRED, reportOn as reportWithPlacesOn } from './stack-files';

/** The report on stack files without lines, and without the place of the other: they have tests of their own. */
export function reportOn(...args: Parameters<typeof reportWithPlacesOn>): string {
  return reportWithPlacesOn(...args)
    .replaceAll(/^(stacks\/[\w.-]+):\d+/gm, '$1')
    .replaceAll(/ \(stacks\/[\w.-]+(:\d+)?\)/g, '');
}

/** Two stack files, `a` before `b`. */
export function both(a: object, b: object = a) {
  return { 'a.yaml': { ...REQUIRED, ...a }, 'b.yaml': { ...REQUIRED, ...b } };
}

/** The names of the two, where both are taken. */
export function taken(a: object, b: object = a): string[] {
  return loadEnvironments(folderOf(both(a, b))).map(({ name }) => name);
}

export const createdVpc = (create: object) => ({ vpc_id: undefined, worker_subnets: undefined, network: { create } });

export const PEER = {
  vpc_id: 'vpc-0c7e31f5a9d24b860',
  cidr_blocks: ['10.1.0.0/16'],
  route_tables: ['rtb-0a51c9e27f3b64d80'],
};
