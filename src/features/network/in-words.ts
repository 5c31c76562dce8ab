import type { Environment } from '../../environment/environment';
import { isIsolated } from './created-vpc-resolve';

/** What the runbook says of a VPC that the stack makes; undefined where it makes none. */
export function createdVpcInWords({ network: { create }, region }: Environment) {
  if (create === undefined) return undefined;
  const { cidrBlock, subnets, nat, tasksIn, peerings, transitGateway } = create;
  const kinds = Object.entries(subnets).flatMap(([kind, ranges]) =>
    ranges.length === 0 ? [] : [`the ${kind} ${ranges.length === 1 ? 'subnet' : 'subnets'} ${listed(ranges)}`],
  );
  return {
    cidrBlock,
    subnets: kinds.join(', '),
    nat: nat !== 'none' && tasksIn === 'private',
    isolated: isIsolated(create),
    publicTasks: tasksIn === 'public',
    connected: Object.keys(peerings).length > 0 || transitGateway !== undefined,
    /** Peerings that the other side must accept. */
    toAccept: Object.entries(peerings).flatMap(([peer, { vpcId, accountId, region: other }]) =>
      accountId === undefined && other === undefined
        ? []
        : [{ name: peer, vpcId, account: accountId ?? '', region: other ?? region }],
    ),
  };
}

function listed(ranges: readonly string[]): string {
  return ranges.map((range) => `\`${range}\``).join(', ');
}
