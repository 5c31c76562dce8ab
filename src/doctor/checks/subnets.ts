import { DescribeSubnetsCommand, DescribeVpcAttributeCommand, type Subnet } from '@aws-sdk/client-ec2';
import type { Check, Context } from '../context';
import { type Finding, ok, problem, skipped, warning } from '../finding';
import { flowRunTasks } from '../flow-run-tasks';
import { isKnown } from '../terraform-value';
import { looking, nameOf } from '../unread';
import { currentPlacement, type Placement } from '../workers';
import { judgeWaysOut, type Placed, waysOut } from './way-out';

const SUBJECT = 'subnets';

/** Whether the subnets of workers and flow runs exist, have addresses left, and a way out. */
export const checkSubnets: Check = async (context) => {
  const placed = [
    ...context.workers.map((worker): Placed => ({ whose: 'tasks', placement: currentPlacement(worker) })),
    ...flowRunTasks(context).flatMap(({ placement }): Placed[] =>
      placement === undefined || !isKnown([...placement.subnets]) ? [] : [{ whose: 'flow runs', placement }],
    ),
  ];
  const ids = [...new Set(placed.flatMap(({ placement }) => placement.subnets))];
  if (ids.length === 0) return [];
  if (!isKnown(ids)) return [skipped(SUBJECT, 'they are created or looked up by the apply')];
  return looking(SUBJECT, 'ec2:DescribeSubnets', async () => {
    const subnets = await describe(context, ids);
    if (!Array.isArray(subnets)) return [missing(subnets.unknown)];
    const vpcs = [...new Set(subnets.map(({ VpcId = '' }) => VpcId))];
    const wayOut = await looking(SUBJECT, 'ec2:DescribeRouteTables', async () =>
      judgeWaysOut((await Promise.all(vpcs.map((vpc) => waysOut(context, vpc, subnets, placed)))).flat()),
    );
    const names = await Promise.all(
      vpcs.map((vpc) => looking('VPC', 'ec2:DescribeVpcAttribute', () => dns(context, vpc))),
    );
    const sets = new Map(placed.map(({ placement }) => [[...placement.subnets].sort().join(), placement]));
    const severalVpcs = [...sets.values()].flatMap((placement) => oneVpc(subnets, placement));
    return [...severalVpcs, ...addresses(subnets), ...zones(subnets), ...names.flat(), ...wayOut];
  });
};

async function describe({ aws }: Context, ids: readonly string[]): Promise<Subnet[] | { readonly unknown: string }> {
  try {
    const { Subnets = [] } = await aws.ec2.send(new DescribeSubnetsCommand({ SubnetIds: [...ids] }));
    return Subnets;
  } catch (error) {
    if (nameOf(error) !== 'InvalidSubnetID.NotFound') throw error;
    return { unknown: /subnet-\w+/.exec(String(error))?.[0] ?? ids.join(', ') };
  }
}

function missing(id: string): Finding {
  return problem(SUBJECT, {
    id: 'subnet-missing',
    seen: `there is no ${id}`,
    cause: 'It was deleted, or is in another region or account.',
    wayOut: 'Correct worker_subnets.',
    section: 'Before you apply',
  });
}

function oneVpc(all: readonly Subnet[], placement: Placement): Finding[] {
  const subnets = all.filter(({ SubnetId = '' }) => placement.subnets.includes(SubnetId));
  const vpcs = [...new Set(subnets.map(({ VpcId }) => VpcId))];
  if (vpcs.length < 2) return [];
  return [
    problem(SUBJECT, {
      id: 'several-vpcs',
      seen: `the subnets are in ${vpcs.join(' and ')}`,
      cause: 'A service or task runs in one VPC.',
      wayOut: 'Set worker_subnets (or flow_runs.subnets) to subnets of one VPC.',
      section: 'Before you apply',
    }),
  ];
}

/** Each task takes one; an update of a service starts new tasks before it stops old ones. */
const FEW_ADDRESSES = 8;

function addresses(subnets: readonly Subnet[]): Finding[] {
  return subnets
    .filter(({ AvailableIpAddressCount = 0 }) => AvailableIpAddressCount < FEW_ADDRESSES)
    .map(({ SubnetId, AvailableIpAddressCount: free = 0 }) =>
      (free === 0 ? problem : warning)(SUBJECT, {
        id: 'no-addresses',
        seen: `${SubnetId} has ${free} free addresses`,
        cause: 'Each task takes one, those of flow runs too.',
        wayOut: 'Use larger or more subnets, or end what is no longer needed there.',
        section: 'When something is wrong',
      }),
    );
}

function zones(subnets: readonly Subnet[]): Finding[] {
  const all = [...new Set(subnets.map(({ AvailabilityZone }) => AvailabilityZone))].sort();
  const seen = `${subnets.length} in ${all.join(', ')}`;
  if (all.length > 1) return [ok(SUBJECT, seen)];
  return [
    warning(SUBJECT, {
      id: 'one-zone',
      seen,
      cause: 'When this zone fails or has no capacity, nothing starts.',
      wayOut: 'Add a subnet in another zone.',
      section: 'Before you apply',
    }),
  ];
}

async function dns({ aws }: Context, VpcId: string): Promise<Finding[]> {
  const { EnableDnsSupport } = await aws.ec2.send(
    new DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsSupport' }),
  );
  if (EnableDnsSupport?.Value !== false) return [];
  return [
    problem('VPC', {
      id: 'no-dns',
      seen: `DNS resolution is disabled in ${VpcId}`,
      cause: 'Tasks find neither registry nor secrets nor Prefect.',
      wayOut: 'Enable DNS resolution (enableDnsSupport) of the VPC.',
      section: 'Before you apply',
    }),
  ];
}
