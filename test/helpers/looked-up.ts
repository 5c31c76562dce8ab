import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { partitionOf } from '../../src/values/regions';
import type { Emulator, Network as ExistingNetwork } from './emulator';
import { providers, type Stack } from './planned-policies';
import type { Block } from './synthesized';
import { Terraform } from './terraform';

const OF_AWS_ITSELF = [
  ...['aws_availability_zones', 'aws_caller_identity', 'aws_ec2_managed_prefix_list', 'aws_iam_policy_document'],
  ...['aws_partition', 'aws_region'],
];

/** In the value of a parameter: the network that is made for the stack. */
export const VPC = '${aws_vpc.STACK.id}';
export const SUBNETS = '${aws_subnet.STACK.id}';

/**
 * Makes what stacks look up: for each data source the thing that it finds, things of one name once. `parameters` holds
 * the values of SSM parameters by name. Gives the stacks, led to the network that was made where they look things up in
 * a network that is given: each has one of its own, unless `networkOf` names the same for several. A name in `existing`
 * is that of a network which is there.
 */
export async function makeLookedUp(
  emulator: Emulator,
  folder: string,
  stacks: readonly Stack[],
  parameters: Readonly<Record<string, string>>,
  networkOf: (stack: Stack, index: number) => string = (_, index) => `stack_${index}`,
  existing: Readonly<Record<string, ExistingNetwork>> = {},
): Promise<Stack[]> {
  const resource: Record<string, Record<string, Block>> = {};
  const output: Record<string, Block> = {};
  const networks = networksOf(stacks, networkOf);
  stacks.forEach((stack, index) => {
    const { vpc: name, subnet } = networks[index] as Network;
    const made = thingsOf(stack, name, parameters);
    if (!looksUp(stack)) return;
    const own = Object.hasOwn(existing, name) ? [] : network(stack, networks[index] as Network);
    for (const [type, id, block] of [...own, ...made]) {
      const tags = {
        ...(resource[type]?.[id]?.['tags'] as object | undefined),
        ...(block['tags'] as object | undefined),
      };
      const tagged = Object.keys(tags).length > 0 ? { ...block, tags } : block;
      resource[type] = { ...resource[type], [id]: { provider: `aws.${stack.region}`, ...tagged } };
    }
    if (own.length > 0)
      output[subnet] = { value: { vpc: `\${aws_vpc.${name}.id}`, subnet: `\${aws_subnet.${subnet}.id}` } };
  });
  if (Object.keys(resource).length === 0) return [...stacks];
  mkdirSync(folder, { recursive: true });
  const document = JSON.stringify({
    provider: { aws: providers(stacks) },
    resource,
    // Terraform takes no output block without one.
    ...(Object.keys(output).length > 0 && { output }),
  });
  const withExisting = Object.entries(existing).reduce(
    (
      text,
      [
        name,
        {
          vpcId,
          subnets: [subnet = ''],
        },
      ],
    ) => text.replaceAll(`\${aws_vpc.${name}.id}`, vpcId).replaceAll(`\${aws_subnet.${name}.id}`, subnet),
    document,
  );
  writeFileSync(join(folder, 'main.tf.json'), withExisting);
  const terraform = new Terraform(folder, emulator.variables);
  await terraform.init();
  await terraform.apply();
  const outputs = await terraform.outputs();
  return stacks.map((stack, index) => {
    const { vpc, subnet } = (outputs[networks[index]?.subnet ?? ''] ?? {}) as { vpc?: string; subnet?: string };
    const isGiven = (input: string) => stack.document.variable[input]?.['default'] != null;
    return {
      ...stack,
      ...(subnet && stack.document.data?.['aws_subnet'] && { document: withSubnet(stack.document, subnet) }),
      inputs: {
        ...stack.inputs,
        ...(vpc && isGiven('vpc_id') && { vpc_id: vpc }),
        ...(subnet && isGiven('worker_subnets') && { worker_subnets: [subnet] }),
      },
    };
  });
}

/** The document with the subnet that was made in place of those that it names. */
function withSubnet(document: Stack['document'], subnet: string): Stack['document'] {
  return JSON.parse(JSON.stringify(document).replaceAll(/subnet-[0-9a-f]{17}/g, subnet));
}

function looksUp({ document: { data = {} } }: Stack): boolean {
  return Object.keys(data).some((type) => !OF_AWS_ITSELF.includes(type));
}

type Thing = readonly [type: string, id: string, block: Block];

interface Network {
  readonly vpc: string;
  readonly subnet: string;
  /** In the VPC, from 0. */
  readonly place: number;
}

/** Of stacks that share a network and seek other values of one tag, each has a VPC or a subnet of its own. */
function networksOf(stacks: readonly Stack[], networkOf: (stack: Stack, index: number) => string): Network[] {
  const variants = new Map<string, Record<string, unknown>[]>();
  const variantOf = (name: string, tags: Record<string, unknown>) => {
    const known = variants.get(name) ?? [];
    variants.set(name, known);
    const isOther = (other: Record<string, unknown>) =>
      Object.entries(tags).some(([key, value]) => Object.hasOwn(other, key) && other[key] !== value);
    const found = known.findIndex((other) => !isOther(other));
    const place = found < 0 ? known.push({}) - 1 : found;
    Object.assign(known[place] as object, tags);
    return place;
  };
  const named = (name: string, place: number) => (place === 0 ? name : `${name}_${place + 1}`);
  return stacks.map((stack, index) => {
    const name = networkOf(stack, index);
    const vpc = named(name, variantOf(name, soughtTags(stack, 'aws_vpc')));
    const place = variantOf(`${vpc} subnet`, soughtTags(stack, 'aws_subnets'));
    // Another hyphen than that of a VPC's name: the second subnet of one is not the first of another.
    return { vpc, subnet: place === 0 ? vpc : `${vpc}-${place + 1}`, place };
  });
}

function soughtTags({ document: { data = {} } }: Stack, type: string): Record<string, unknown> {
  return Object.assign({}, ...Object.values(data[type] ?? {}).map((block) => block['tags']));
}

function network(stack: Stack, { vpc, subnet, place }: Network): Thing[] {
  const vpc_id = `\${aws_vpc.${vpc}.id}`;
  return [
    ['aws_vpc', vpc, { cidr_block: '10.0.0.0/16', tags: soughtTags(stack, 'aws_vpc') }],
    // Values of parameters name the subnet as they do the VPC.
    ...(place === 0 ? [] : [['aws_subnet', vpc, { vpc_id, cidr_block: '10.0.0.0/24' }] as const]),
    ['aws_subnet', subnet, { vpc_id, cidr_block: `10.0.${place}.0/24`, tags: soughtTags(stack, 'aws_subnets') }],
  ];
}

function thingsOf(
  { document: { data = {} }, region }: Stack,
  stack: string,
  parameters: Readonly<Record<string, string>>,
): Thing[] {
  return Object.entries(data)
    .filter(([type]) => !OF_AWS_ITSELF.includes(type))
    .flatMap(([type, blocks]) =>
      Object.entries(blocks).flatMap(([id, { name = '', cluster_name: cluster = '', tags }]): Thing[] => {
        const shared = `${name}_${region}`.replace(/^[^A-Za-z_]|[^A-Za-z0-9_-]/g, '_');
        switch (type) {
          case 'aws_vpc':
          case 'aws_subnet':
          case 'aws_subnets':
            return [];
          case 'aws_security_group':
            if (name === 'default') return [];
            return [[type, `${id}_${stack}`, { name: `${id}-${stack}`, vpc_id: `\${aws_vpc.${stack}.id}`, tags }]];
          case 'aws_ssm_parameter':
            return [[type, shared, { name, type: 'String', value: valueIn(`${name}`, parameters, stack) }]];
          case 'aws_secretsmanager_secret':
            return [[type, shared, { name }]];
          case 'aws_iam_role':
            return [[type, `${name}_${partitionOf(region)}`, { name, path: '/team/', assume_role_policy: TRUST }]];
          case 'aws_kms_alias':
            return [
              ['aws_kms_key', shared, {}],
              [type, shared, { name, target_key_id: `\${aws_kms_key.${shared}.id}` }],
            ];
          case 'aws_ecs_cluster': {
            const known = `${cluster}`.includes('${') ? 'shared' : cluster;
            return [[type, `${known}_${region}`, { name: known }]];
          }
          default:
            throw new Error(`a stack looks up ${type}: say in looked-up.ts what it finds`);
        }
      }),
    );
}

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

function valueIn(name: string, parameters: Readonly<Record<string, string>>, stack: string): string {
  const value = parameters[name];
  if (value === undefined) throw new Error(`what is in the SSM parameter ${name}? Say it where this stack is tested`);
  return value.replaceAll('STACK', stack);
}
