import { SecurityGroupRule } from '@cdktf/provider-aws/lib/security-group-rule';
import type { ITerraformDependable } from 'cdktf';
import { allWorkers } from './all-workers';
import type { Place } from './place';
import type { Ground } from './wired';

/** NFS, which EFS speaks, TLS or not. */
const PORT = 2049;

/** Lets the tasks reach their file systems where egress is HTTPS alone; rules of the user's own say it themselves. */
export function fileSystemAccess({ scope, environment }: Ground, place: Place): ITerraformDependable[] {
  const isUsed = allWorkers(environment).some(({ container }) =>
    Object.values(container.volumes).some(({ efs }) => efs !== undefined),
  );
  if (!isUsed || environment.network.egress !== 'https_only' || place.ownSecurityGroupId === undefined) return [];
  return [
    new SecurityGroupRule(scope, 'efs_outbound', {
      type: 'egress',
      description: 'EFS',
      protocol: 'tcp',
      fromPort: PORT,
      toPort: PORT,
      cidrBlocks: ['0.0.0.0/0'],
      securityGroupId: place.ownSecurityGroupId,
    }),
  ];
}
