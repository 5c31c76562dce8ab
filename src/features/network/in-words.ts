import type { Environment } from '../../environment/environment';

/** What the runbook says of a VPC that the stack makes; undefined where it makes none. */
export function createdVpcInWords({ network: { create } }: Environment) {
  if (create === undefined) return undefined;
  const { cidrBlock, privateSubnets, publicSubnets, nat, publicOnly } = create;
  const kinds = Object.entries({ private: privateSubnets, public: publicSubnets }).flatMap(([kind, ranges]) =>
    ranges.length === 0 ? [] : [`the ${kind} ${ranges.length === 1 ? 'subnet' : 'subnets'} ${listed(ranges)}`],
  );
  return {
    cidrBlock,
    subnets: kinds.join(', '),
    nat: nat !== 'none',
    isolated: nat === 'none' && !publicOnly,
    publicOnly,
  };
}

function listed(ranges: readonly string[]): string {
  return ranges.map((range) => `\`${range}\``).join(', ');
}
