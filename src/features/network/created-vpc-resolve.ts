import type { Config } from '../../environment/schema';
import { type Division, divided } from './address-ranges';

type Wanted = NonNullable<Config['network']['create']>;
export type Tier = NonNullable<Wanted['tasksIn']>;

/** A VPC of this environment's own, with every default resolved. Its subnets are listed zone by zone. */
export interface CreatedVpc
  extends Pick<Wanted, 'cidrBlock' | 'flowLogs' | 'natAddresses' | 'peerings' | 'transitGateway'> {
  /** undefined: the first of the region. */
  readonly zones?: readonly string[];
  /** How the ranges were built; undefined: the stack file has them. */
  readonly division?: Division;
  readonly subnets: Readonly<Record<Tier, readonly string[]>>;
  readonly tasksIn: Tier;
  readonly nat: NonNullable<Wanted['nat']>;
  /** Interface endpoints in addition to those that the environment itself needs. Left out: none at all. */
  readonly endpoints?: readonly string[];
}

export function toCreatedVpc(wanted: Wanted): CreatedVpc {
  const { cidrBlock, availabilityZones, flowLogs, natAddresses, peerings, transitGateway } = wanted;
  const built = wanted.subnets === undefined ? division(wanted) : undefined;
  const { private: privates = [], public: publics = [], isolated = [] } = wanted.subnets ?? {};
  const subnets =
    built === undefined
      ? { private: privates, public: publics, isolated }
      : { private: divided(built).privateSubnets, public: divided(built).publicSubnets, isolated: [] };
  const tasksIn = wanted.tasksIn ?? firstOf(subnets);
  const canHaveNat = subnets.private.length > 0 && subnets.public.length > 0;
  const nat = wanted.publicOnly ? 'none' : (wanted.nat ?? (canHaveNat ? 'single' : 'none'));
  return {
    cidrBlock,
    ...(Array.isArray(availabilityZones) && { zones: availabilityZones }),
    ...(built !== undefined && { division: built }),
    subnets,
    tasksIn,
    nat,
    natAddresses,
    endpoints: endpoints(wanted, isIsolated({ tasksIn, nat })),
    flowLogs,
    peerings,
    transitGateway,
  };
}

/** How many NAT gateways there are. */
export function natCount({ nat, subnets }: Pick<CreatedVpc, 'nat' | 'subnets'>): number {
  return { none: 0, single: 1, per_az: subnets.public.length }[nat];
}

/** Where tasks run unless the stack file says it. */
function firstOf(subnets: CreatedVpc['subnets']): Tier {
  return subnets.private.length > 0 ? 'private' : subnets.isolated.length > 0 ? 'isolated' : 'public';
}

/** The range of every address of the internet. */
export const EVERYWHERE = '0.0.0.0/0';

/** No task of this VPC reaches the internet, unless through a network that it is connected to. */
export function isIsolated({
  tasksIn,
  nat,
  transitGateway,
}: Pick<CreatedVpc, 'tasksIn' | 'nat'> & Partial<Pick<CreatedVpc, 'transitGateway'>>): boolean {
  if (transitGateway?.cidrBlocks.includes(EVERYWHERE)) return false;
  return tasksIn === 'isolated' || (tasksIn === 'private' && nat === 'none');
}

/** The field of the stack file by which a VPC is isolated. */
export function isolation({ tasksIn }: Pick<CreatedVpc, 'tasksIn'>): string {
  return tasksIn === 'isolated' ? 'network.create.tasks_in: isolated' : 'network.create.nat: none';
}

/** Which subnets there are: public ones only where something leads to the internet. */
function division(wanted: Wanted): Division {
  const { cidrBlock, availabilityZones, privateSubnetPrefix, publicSubnetPrefix, publicOnly, nat, tasksIn } = wanted;
  const hasPublic = publicOnly || nat !== 'none' || tasksIn === 'public';
  return {
    cidrBlock,
    zones: zoneCount(availabilityZones),
    privatePrefix: publicOnly ? undefined : privateSubnetPrefix,
    publicPrefix: hasPublic ? publicSubnetPrefix : undefined,
  };
}

function zoneCount(zones: Wanted['availabilityZones']): number {
  return typeof zones === 'number' ? zones : zones.length;
}

/** Besides those that the environment itself needs; undefined: none at all. */
function endpoints({ endpoints: given }: Wanted, isAlone: boolean): CreatedVpc['endpoints'] {
  const wanted = given ?? isAlone;
  if (wanted === false) return undefined;
  return wanted === true ? [] : wanted;
}
