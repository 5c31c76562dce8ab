import type { Environment } from '../../environment/environment';
import type { Path } from '../../stack-file/path';

/** What the VPC of one environment alone can have, though it has no name. */
interface TakenOnce {
  /** The same for two that cannot both be there. */
  readonly key: string;
  readonly path: Path;
  readonly value: string;
  readonly thing: string;
  readonly hint: string;
}

export function takenOnce({ network: { create } }: Environment): TakenOnce[] {
  if (create === undefined) return [];
  const path: Path = ['network', 'create'];
  return [
    ...(create.natAddresses ?? []).map((address, index) => ({
      key: `address ${address}`,
      path: [...path, 'nat_addresses', index],
      value: address,
      thing: `a NAT gateway with the address ${address}`,
      hint: 'set another address in one of them: an address belongs to one NAT gateway',
    })),
    ...Object.entries(create.peerings).flatMap(([peer, { routeTables }]) =>
      routeTables.map((routeTable, index) => ({
        key: `route to ${create.cidrBlock} in ${routeTable}`,
        path: [...path, 'peerings', peer, 'route_tables', index],
        value: routeTable,
        thing: `the route to ${create.cidrBlock} in ${routeTable}`,
        hint: 'set another network.create.cidr_block in one of them: a route table has one route to a range',
      })),
    ),
  ];
}
