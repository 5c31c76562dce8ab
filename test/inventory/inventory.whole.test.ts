import type { Environment } from '../../src/environment/environment';
import { inventoryOf } from '../../src/inventory/inventory';
import type { Item } from '../../src/inventory/item';
import { RESOURCE_TYPES, typeOf } from '../../src/inventory/resource-types';
import { booleanOf, countOf } from '../../src/stack/conditions';
import { EVERY_OPTION } from '../helpers/every-option';
import { loadExamples } from '../helpers/examples';
import { environmentOf } from '../helpers/stack-files';
import { addressesOf, type Block, documentOf, makeAll, resourceAt, type Terraform } from '../helpers/synthesized';
import { EVERY_VARIANT } from '../helpers/variants';

const ENVIRONMENTS: readonly (readonly [string, Environment])[] = [
  ...loadExamples().map((environment) => [environment.name, environment] as const),
  ...[...EVERY_VARIANT, ...Object.entries(EVERY_OPTION)].map(
    ([name, fields]) => [name, environmentOf(fields)] as const,
  ),
];

beforeAll(() => makeAll(ENVIRONMENTS.map(([, environment]) => environment)));

const emitted = (environment: Environment) => documentOf(environment) as Terraform;

describe.each(ENVIRONMENTS)('%s', (_, environment) => {
  test('the inventory has every resource of the Terraform once, and no other', () => {
    expect(
      inventoryOf(environment)
        .map(({ address }) => address)
        .sort(),
    ).toEqual(addressesOf({ resource: emitted(environment).resource }));
  });

  test('the inventory has the names of the Terraform', () => {
    const terraform = emitted(environment);
    for (const item of inventoryOf(environment)) {
      const block = resourceAt(terraform, item.address);
      expect([item.address, nameOf(item)]).toEqual([item.address, nameIn(block, environment)]);
    }
  });

  test('the inventory has the conditions and the instances of the Terraform', () => {
    const terraform = emitted(environment);
    for (const item of inventoryOf(environment)) {
      const { count, for_each: keys } = resourceAt(terraform, item.address);
      expect([item.address, count]).toEqual([item.address, countIn(item)]);
      expect([item.address, keysOf(keys, terraform)]).toEqual([item.address, keysIn(item)]);
    }
  });

  test('every resource has a known type and a purpose of its own', () => {
    const terraform = emitted(environment);
    // Rules of one name can be on two event buses.
    const isOnOwnBus = (address: string) =>
      typeOf(address) === 'aws_cloudwatch_event_rule' && resourceAt(terraform, address)['event_bus_name'] !== undefined;
    for (const { address, purpose, name, fromStackFile } of inventoryOf(environment)) {
      if (fromStackFile) continue;
      const type = RESOURCE_TYPES[typeOf(address)];
      expect([address, type?.what]).toEqual([address, expect.stringMatching(/^the /)]);
      expect(purpose).toMatch(/^[A-Z].*[^.]$/);
      expect([address, name?.within !== undefined]).toEqual([
        address,
        type?.uniqueIn === 'item' || isOnOwnBus(address),
      ]);
    }
  });
});

/** An item's name; a random end is an ellipsis. */
function nameOf({ name }: Item): string | undefined {
  return name && `${name.text}${name.randomEnd ? '…' : ''}`;
}

function nameIn(block: Block, { inputs, workers }: Environment): string | undefined {
  const { name, name_prefix: prefix, family, alarm_name: alarm, dashboard_name: dashboard, bucket, url, tags } = block;
  const text = [
    name,
    prefix && `${String(prefix).replace(/-$/, '')}…`,
    family,
    alarm,
    dashboard,
    // What belongs to a bucket refers to it.
    String(bucket).startsWith('${') ? undefined : bucket,
    url,
    (tags as Block)?.['Name'],
  ].find((candidate) => candidate !== undefined);
  return (text as string | undefined)
    ?.replaceAll('${var.name}', inputs.name)
    .replaceAll('${var.worker_work_pool_name}', inputs.workerWorkPoolName)
    .replace(/\$\{var\.(\w+)_worker_work_pool_name\}/, (_, worker) =>
      String(workers[worker]?.inputs.workerWorkPoolName),
    );
}

function countIn({ condition, instances }: Item): unknown {
  if (instances !== undefined)
    return 'count' in instances
      ? expect.stringMatching(/^\$\{length\(local\.(worker|flow_run)_(volume_|zone_)?subnets(_\w+)?\)\}$/)
      : undefined;
  return condition && countOf(condition).toString();
}

/** The keys of for_each with those of parameters by their data source, and the condition on them. */
function keysOf(forEach: unknown, { locals = {}, data = {} }: Terraform): unknown {
  if (forEach === undefined) return undefined;
  const [, all, some, condition] =
    /^\$\{toset\((?:local\.(\w+)|\[for arn in local\.(\w+) : arn if (.*)\])\)\}$/.exec(String(forEach)) ?? [];
  const keys = locals[all ?? some ?? ''] as string[];
  return { condition, keys: [...new Set(keys.map((key) => parameterIn(key, data)))] };
}

function parameterIn(key: string, data: NonNullable<Terraform['data']>): string {
  const [, name = ''] = /^\$\{data\.aws_ssm_parameter\.(\w+)\./.exec(key) ?? [];
  return name === '' ? key : `(of ${data['aws_ssm_parameter']?.[name]?.['name']})`;
}

function keysIn({ condition, instances }: Item): unknown {
  if (instances === undefined || !('keys' in instances)) return undefined;
  return { condition: condition && booleanOf(condition), keys: instances.keys };
}
