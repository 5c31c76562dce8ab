import type { Config } from '../../environment/schema';
import { type Division, divided } from './address-ranges';

type Wanted = NonNullable<Config['network']['create']>;

/** A VPC of this environment's own, with every default resolved. Its subnets are listed zone by zone. */
export interface CreatedVpc extends Pick<Wanted, 'cidrBlock' | 'publicOnly' | 'flowLogs'> {
  readonly division: Division;
  readonly privateSubnets: readonly string[];
  readonly publicSubnets: readonly string[];
  readonly nat: NonNullable<Wanted['nat']>;
  /** Interface endpoints besides those that the environment itself needs. Left out: none at all. */
  readonly endpoints?: readonly string[];
}

export function toCreatedVpc(wanted: Wanted): CreatedVpc {
  const { cidrBlock, publicOnly, flowLogs } = wanted;
  return {
    cidrBlock,
    publicOnly,
    flowLogs,
    division: division(wanted),
    ...divided(division(wanted)),
    nat: publicOnly ? 'none' : natOf(wanted),
    endpoints: endpoints(wanted),
  };
}

function natOf({ nat = 'single' }: Wanted): NonNullable<Wanted['nat']> {
  return nat;
}

/** Nothing of this VPC reaches the internet. */
export function isIsolated({ publicOnly, nat = 'single' }: Pick<Wanted, 'publicOnly' | 'nat'>): boolean {
  return !publicOnly && nat === 'none';
}

/** Which subnets there are: public ones only where something leads to the internet. */
function division(wanted: Wanted): Division {
  const { cidrBlock, availabilityZones, privateSubnetPrefix, publicSubnetPrefix, publicOnly } = wanted;
  return {
    cidrBlock,
    zones: availabilityZones,
    privatePrefix: publicOnly ? undefined : privateSubnetPrefix,
    publicPrefix: isIsolated(wanted) ? undefined : publicSubnetPrefix,
  };
}

/** Besides those that the environment itself needs; undefined: none at all. */
function endpoints(wanted: Wanted): CreatedVpc['endpoints'] {
  const { endpoints = isIsolated(wanted) } = wanted;
  if (endpoints === false) return undefined;
  return endpoints === true ? [] : endpoints;
}
