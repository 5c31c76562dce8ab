import { DataAwsSubnet } from '@cdktf/provider-aws/lib/data-aws-subnet';
import type { Construct } from 'constructs';
import { named } from '../../../terraform/named-value';
import { Expression } from '../../../terraform/terraform-text';

/**
 * The first subnet of each zone, in the order of `subnets`: EFS takes one mount target a zone.
 * Source: https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html
 */
export function oneSubnetOfEachZone(scope: Construct, subnets: Expression, whose: 'flow_run' | 'worker'): Expression {
  const found = new DataAwsSubnet(scope, `${whose}_subnet`, { id: '${each.value}' });
  found.addOverride('for_each', `\${toset(${subnets.code})}`);
  const zones = named(
    scope,
    `${whose}_zones`,
    new Expression(
      `[for subnet in ${subnets.code} : data.aws_subnet.${found.friendlyUniqueId}[subnet].availability_zone_id]`,
    ).toString(),
  );
  return named(
    scope,
    `${whose}_zone_subnets`,
    new Expression(`[for zone in distinct(${zones.code}) : ${subnets.code}[index(${zones.code}, zone)]]`).toString(),
  );
}
