import { DataAwsAvailabilityZones } from '@cdktf/provider-aws/lib/data-aws-availability-zones';
import { propertyAccess, Token } from 'cdktf';
import type { Construct } from 'constructs';

/** The names of the first `count` zones of the region that can be used, in the order of their names. */
export function usableZones(scope: Construct, count: number, excludedIds: readonly string[]): string[] {
  const { names } = new DataAwsAvailabilityZones(scope, 'available', {
    state: 'available',
    // Local zones and the like have to be asked for.
    filter: [{ name: 'opt-in-status', values: ['opt-in-not-required'] }],
    ...(excludedIds.length > 0 && { excludeZoneIds: [...excludedIds] }),
    lifecycle: {
      postcondition: [
        {
          condition: `\${length(self.names) >= ${count}}`,
          errorMessage: `This region does not have ${count} availability zones for this account: lower network.create.availability_zones.`,
        },
      ],
    },
  });
  return Array.from({ length: count }, (_, zone) => Token.asString(propertyAccess(names, [zone])));
}
