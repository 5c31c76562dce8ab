import { DataAwsAvailabilityZones } from '@cdktf/provider-aws/lib/data-aws-availability-zones';
import type { Construct } from 'constructs';
import { addressOf } from '../../../terraform/terraform-settings';
import { Expression } from '../../../terraform/terraform-text';

/** The names of the first `count` zones of the region that can be used, in the order of their names. */
export function usableZones(scope: Construct, count: number, excludedIds: readonly string[]): string[] {
  const zones = new DataAwsAvailabilityZones(scope, 'available', {
    state: 'available',
    // Local and Wavelength zones require an opt-in.
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
  // CDKTF would write names.0, the index of Terraform 0.11.
  const names = `data.${zones.terraformResourceType}.${addressOf(zones)}.names`;
  return Array.from({ length: count }, (_, zone) => new Expression(`${names}[${zone}]`).toString());
}
