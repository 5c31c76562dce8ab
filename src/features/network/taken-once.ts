import type { Environment } from '../../environment/environment';
import type { SharedThing } from '../../environment/shared-thing';
import type { Path } from '../../stack-file/path';

/** What the VPC of one environment alone can have, though it has no name. */
export function takenOnce({ network: { create } }: Environment): SharedThing[] {
  if (create === undefined) return [];
  const path: Path = ['network', 'create'];
  return [
    ...(create.natAddresses ?? []).map((address, index) => ({
      key: `address ${address}`,
      path: [...path, 'nat_addresses', index],
      value: address,
      consequence: `both would create a NAT gateway with the address ${address}`,
      hint: 'set another address in one of them: an address belongs to one NAT gateway',
    })),
    ...Object.entries(create.peerings).flatMap(([peer, { routeTables }]) =>
      routeTables.map((routeTable, index) => ({
        key: `route to ${create.cidrBlock} in ${routeTable}`,
        path: [...path, 'peerings', peer, 'route_tables', index],
        value: routeTable,
        consequence: `both would create the route to ${create.cidrBlock} in ${routeTable}`,
        hint: 'set another network.create.cidr_block in one of them: a route table has one route to a range',
      })),
    ),
  ];
}
