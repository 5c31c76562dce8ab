import type { Environment } from '../../environment/environment';
import { type Item, nameOf, when } from '../../inventory/item';
import { vpcKey } from '../network/inventory';

export interface FileSystemOfVolume {
  readonly volume: string;
  readonly kind: 'workerVolume' | 'flowRunVolume';
  /** Those that mount it. */
  readonly whose: 'workers' | 'flow runs';
  readonly ownKey: boolean;
  /** Those that mount it have a security group of the stack, which it allows. */
  readonly isReached: boolean;
}

const TERRAFORM_NAMES = {
  workers: { volume: 'worker_volume', wayOut: 'workers_to_volume' },
  'flow runs': { volume: 'flow_volume', wayOut: 'flow_runs_to_volume' },
} as const;

/** The file system that a stack creates for a volume, and what leads to it. */
export function fileSystemItems(
  environment: Environment,
  { volume, kind, whose, ownKey, isReached }: FileSystemOfVolume,
): readonly Item[] {
  const name = `${TERRAFORM_NAMES[whose].volume}_${volume}`;
  const end = `-${volume}`;
  return [
    {
      address: `aws_efs_file_system.${name}`,
      purpose: `EFS file system of the volume ${volume}`,
      name: nameOf(environment, kind, { end }),
      ownKey,
    },
    {
      address: `aws_efs_access_point.${name}_access`,
      purpose: `Access point of the volume ${volume}: one directory, one user`,
    },
    ...when(
      isReached,
      {
        address: `aws_efs_mount_target.${name}`,
        purpose: `Mount target of the volume ${volume} in a zone`,
        // One in each zone of the subnets, which only Terraform knows.
        instances: { count: undefined },
      },
      {
        address: `aws_security_group.${name}`,
        purpose: `Security group of the volume ${volume}`,
        name: { ...nameOf(environment, kind, { end, within: vpcKey(environment) }), randomEnd: false },
      },
      {
        address: `aws_security_group_rule.${name}_inbound`,
        purpose: `Ingress of the volume ${volume} from ${whose}`,
      },
      {
        address: `aws_security_group_rule.${TERRAFORM_NAMES[whose].wayOut}_${volume}`,
        purpose: `Egress of ${whose} to the volume ${volume}`,
      },
    ),
  ];
}
