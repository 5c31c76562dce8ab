import { eachEntry, type Finding, noEffect, type Rule, warning, when } from '../../environment/rule';
import { type Path, pathInWords } from '../../stack-file/path';
import { regionSuggestion } from '../../values/region-names';
import { isKnownRegion, partitionOf } from '../../values/regions';
import { contains } from './address-ranges';
import { EVERYWHERE } from './created-vpc-resolve';
import { CREATE } from './created-vpc-rules';

/** Source: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html, reserved ranges. */
const RESERVED = '169.254.168.0/22';

/** Source: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html, limitations. */
const connected: Rule = ({ network: { create }, region, aws }) => {
  if (create === undefined) return [];
  const { peerings, transitGateway, cidrBlock } = create;
  const isInside = (range: string) => contains(cidrBlock, range);
  // The route within the VPC goes before a wider one; AWS takes no narrower one to elsewhere.
  const outside = (path: Path, ranges: readonly string[], overlaps: (range: string) => boolean) =>
    ranges.flatMap((range, index) =>
      when(
        overlaps(range),
        [...path, 'cidr_blocks', index],
        `overlaps with network.create.cidr_block, ${cidrBlock}`,
        'set the range of the other network, or change cidr_block',
      ),
    );
  const reserved = (path: Path, ranges: readonly string[]) =>
    ranges.flatMap((range, index) =>
      when(
        !range.includes(':') && contains(RESERVED, range),
        [...path, 'cidr_blocks', index],
        `is in ${RESERVED}, where AWS answers each machine: it takes no route there`,
        'set the range of the other network',
      ),
    );
  return [
    ...eachEntry(peerings, (peer, { cidrBlocks, accountId, region: other, routeTables }) => {
      const path = [...CREATE, 'peerings', peer];
      return [
        ...outside(path, cidrBlocks, (range) => isInside(range) || contains(range, cidrBlock)),
        ...reserved(path, cidrBlocks),
        ...noEffect(other === region, [...path, 'region'], `${region} is the region of this environment`),
        ...otherRegion([...path, 'region'], other, region),
        ...noEffect(
          accountId !== undefined && accountId === aws.accountId,
          [...path, 'account_id'],
          'it is the account of this environment',
        ),
        ...when(
          routeTables.length > 0 && (accountId !== undefined || other !== undefined),
          [...path, 'route_tables'],
          'is available only in the account and region of this environment',
          'remove it, and let the owner of the VPC add the routes',
        ),
      ];
    }),
    ...(transitGateway === undefined
      ? []
      : [
          ...outside([...CREATE, 'transit_gateway'], transitGateway.cidrBlocks, isInside),
          ...reserved([...CREATE, 'transit_gateway'], transitGateway.cidrBlocks),
        ]),
  ];
};

function otherRegion(path: Path, other: string | undefined, region: string): Finding[] {
  if (other === undefined) return [];
  return [
    ...warning(
      'unknown-region',
      !isKnownRegion(other),
      path,
      'is not a region that AWS had in November 2026; Terraform does not check it either',
      regionSuggestion(other),
    ),
    ...when(
      isKnownRegion(other) && partitionOf(other) !== partitionOf(region),
      path,
      `must be in partition ${partitionOf(region)}, as region ${region} is: AWS connects no VPCs across partitions`,
      'remove the peering',
    ),
  ];
}

/** A route table has one route for each range. Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html */
const routesOnce: Rule = ({ network: { create } }) => {
  if (create === undefined) return [];
  const { peerings, transitGateway, subnets } = create;
  const ways: [path: Path, ranges: readonly string[]][] = [
    ...Object.entries(peerings).map(([peer, { cidrBlocks }]): [Path, readonly string[]] => [
      [...CREATE, 'peerings', peer, 'cidr_blocks'],
      cidrBlocks,
    ]),
    ...(transitGateway
      ? [[[...CREATE, 'transit_gateway', 'cidr_blocks'], transitGateway.cidrBlocks] as [Path, readonly string[]]]
      : []),
  ];
  const routes = ways.flatMap(([path, ranges]) => ranges.map((range, index) => ({ range, path: [...path, index] })));
  const first = new Map<string, Path>();
  return routes.flatMap(({ range, path }) => {
    const earlier = first.get(range);
    first.set(range, earlier ?? path);
    return [
      ...when(
        earlier !== undefined && pathInWords(earlier.slice(0, -1)) !== pathInWords(path.slice(0, -1)),
        path,
        `duplicates ${pathInWords((earlier ?? []).slice(CREATE.length))}: a route table has one route for each range`,
        'remove one of the two',
      ),
      ...when(
        range === EVERYWHERE && subnets.public.length > 0,
        path,
        'is already the range of the route to the internet: a route table has one route for each range',
        'set network.create.nat: none and no public subnets, so that all traffic leaves through the other network; or set its range',
      ),
    ];
  });
};

/** AWS has one peering of two VPCs. */
const peersOnce: Rule = ({ network: { create } }) => {
  const peers = Object.entries(create?.peerings ?? {});
  return peers.flatMap(([peer, { vpcId }], index) => {
    const [earlier] = peers.slice(0, index).find(([, other]) => other.vpcId === vpcId) ?? [];
    return when(
      earlier !== undefined,
      [...CREATE, 'peerings', peer, 'vpc_id'],
      `is the VPC of the peering ${earlier}: AWS has one peering between two VPCs`,
      `add the ranges to cidr_blocks of ${earlier}`,
    );
  });
};

export const CONNECTION_RULES: readonly Rule[] = [connected, routesOnce, peersOnce];
