import { faultAt, noEffect, type Rule, when } from '../../environment/rule';
import { contains } from './address-ranges';
import { CREATE } from './created-vpc-rules';

const SUBNETS = [...CREATE, 'subnets'];

/** Ranges that the stack file gives. */
const existingSubnets: Rule = (environment) => {
  const { create } = environment.network;
  if (create === undefined || create.division !== undefined) return [];
  const zones = environment.fileValue([...CREATE, 'availability_zones']) ?? 2;
  const count = Array.isArray(zones) ? zones.length : Number(zones);
  const all = Object.entries(create.subnets).flatMap(([tier, ranges]) =>
    ranges.map((cidrBlock, index) => ({ cidrBlock, path: [...SUBNETS, tier, index] })),
  );
  const ignored = ['private_subnet_prefix', 'public_subnet_prefix', 'public_only'];
  return [
    ...when(all.length === 0, SUBNETS, 'has no subnets', 'set private, public or isolated'),
    ...Object.entries(create.subnets).flatMap(([tier, ranges]) =>
      when(
        ranges.length > 0 && ranges.length !== count,
        [...SUBNETS, tier],
        `must have one range for each availability zone: it has ${ranges.length}, and there are ${count} zones`,
        `set availability_zones: ${ranges.length}, or ${count} ranges`,
      ),
    ),
    ...all.flatMap(({ cidrBlock, path }, index) => [
      ...when(
        !contains(create.cidrBlock, cidrBlock),
        path,
        `must be within network.create.cidr_block, ${create.cidrBlock}`,
        'change one of the two',
      ),
      ...all
        .slice(0, index)
        .filter((other) => contains(other.cidrBlock, cidrBlock) || contains(cidrBlock, other.cidrBlock))
        .slice(0, 1)
        .flatMap((other) => faultAt(path, `overlaps with ${other.cidrBlock}`, 'set another range')),
    ]),
    ...ignored.flatMap((field) =>
      noEffect(
        environment.isInFile([...CREATE, field]),
        [...CREATE, field],
        'subnets sets the ranges and the tiers',
        'remove subnets',
      ),
    ),
  ];
};

export const EXISTING_SUBNETS_RULES: readonly Rule[] = [existingSubnets];
