import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { deploymentsYaml } from '../src/features/project/deployments-yaml';
import { templateIn } from './helpers/job-template';
import { refusalOf } from './helpers/refusals';
import { REFUSALS, REQUIREMENTS, type Requirement } from './helpers/requirements';
import { environmentOf } from './helpers/stack-files';
import { jsonIn, makeAll, stackOf, type Terraform } from './helpers/synthesized';

type Node = Readonly<Record<string, unknown>>;

beforeAll(() => makeAll(REQUIREMENTS.map(({ stack }) => environmentOf(stack))));

test.each(REQUIREMENTS.map((line) => [`${line.group}: ${line.asks}`, line] as const))('%s', (_, line) => {
  const stack = stackOf(line.stack);
  for (const [address, content] of Object.entries(line.emits)) {
    expect({ [address]: seen(partOf(stack, line, address), content) }).toEqual({ [address]: content });
  }
  for (const address of line.omits) expect(at(stack, address)).toBeUndefined();
});

test.each(REFUSALS.map((line) => [`${line.group}: refuses ${line.refuses}`, line] as const))('%s', (_, line) => {
  expect(refusalOf(line.stack)).toContain(line.says);
});

test('every line tells what it looks for', () => {
  const empty = REQUIREMENTS.filter(({ emits }) => Object.keys(emits).length === 0);
  expect(empty).toEqual([]);
});

function partOf(stack: Terraform, { stack: fields }: Requirement, address: string): unknown {
  if (address === 'template') return templateIn(stack);
  if (address === 'project') return parse(deploymentsYaml(environmentOf(fields)) ?? '');
  const [block = '', attribute] = address.split('#');
  const found = at(stack, block);
  return attribute === undefined ? found : jsonIn(stack, String((found as Node | undefined)?.[attribute]));
}

function at(stack: Terraform, address: string): unknown {
  const [first = '', ...rest] = address.split('.');
  const path = ['data', 'variable', 'output', 'locals', 'terraform', 'provider'].includes(first)
    ? [first, ...rest]
    : ['resource', first, ...rest];
  return path.reduce<unknown>((node, part) => (node as Node | undefined)?.[part], stack);
}

/** Of `found` what a line looks for: null for what is not there; {$has: …} for a list that has such an item. */
function seen(found: unknown, wanted: unknown): unknown {
  if (wanted === null) return found ?? null;
  if (typeof wanted !== 'object' || typeof found !== 'object' || found === null) return found;
  if (Array.isArray(wanted)) {
    return Array.isArray(found) ? found.map((item, index) => seen(item, wanted[index])) : found;
  }
  const { $has: item } = wanted as Node;
  if (item !== undefined && Array.isArray(found)) {
    return found.some((one) => isDeepStrictEqual(seen(one, item), item)) ? wanted : found;
  }
  return Object.fromEntries(Object.entries(wanted).map(([name, value]) => [name, seen((found as Node)[name], value)]));
}
