import * as z from 'zod';
import { onChange } from '../../values/changes';
import { group } from '../../values/fields';
import { egressRules, ingressRules, requiredEgress } from '../network/schema';

export const ownSecurityGroup = group({
  to_itself: z
    .boolean()
    .default(false)
    .describe('Allow all traffic between flow runs, for example for Dask or Ray clusters.')
    .meta(onChange('updates the security group rules')),
  egress: z
    .union([z.enum(['https_only', 'all']), egressRules])
    .default('https_only')
    .describe(
      'Egress of flow runs: https_only (port 443, the port of prefect.api_url, and 2049 for EFS volumes), all, or a list of rules (see required_egress), for example [{port: 5432, cidr_blocks: [10.0.0.0/16]}] for a database.',
    )
    .meta(onChange('updates the security group rules')),
  required_egress: requiredEgress.meta(onChange('updates the security group rules')),
  ingress: ingressRules
    .default([])
    .describe('Ingress rules of flow runs. Prefect does not need any.')
    .meta(onChange('updates the security group rules')),
})
  .describe('A security group only for the flow runs.')
  .meta(onChange('creates or deletes the security group of flow runs', 'requires an update of the work pool'));
