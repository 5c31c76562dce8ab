import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { Construct } from 'constructs';
import { type JsonDocument, json } from './terraform-text';

export interface FlowRunVolume {
  readonly name: string;
  readonly efs?: {
    readonly id: string;
    readonly accessPointId?: string;
    readonly rootDirectory?: string;
    readonly iam: boolean;
  };
}

export interface FlowRunTaskProps {
  readonly family: string;
  readonly cpu: number;
  readonly memory: number;
  /** On instances; else on Fargate. */
  readonly onEc2: boolean;
  readonly cpuArchitecture: string;
  readonly ephemeralStorageGib?: number;
  readonly executionRoleArn: string;
  readonly taskRoleArn?: string;
  readonly volumes: readonly FlowRunVolume[];
  readonly containers: readonly JsonDocument[];
}

/** A task definition that all flow runs share, instead of the one that the worker would register for each deployment. */
export class FlowRunTask extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: FlowRunTaskProps) {
    super(scope, id);
    const { family, cpu, memory, onEc2, cpuArchitecture, ephemeralStorageGib, taskRoleArn, volumes } = props;
    this.arn = new EcsTaskDefinition(this, 'prefect_flow_runs', {
      family,
      cpu: String(cpu),
      memory: String(memory),
      requiresCompatibilities: [onEc2 ? 'EC2' : 'FARGATE'],
      networkMode: 'awsvpc',
      executionRoleArn: props.executionRoleArn,
      ...(taskRoleArn && { taskRoleArn }),
      runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture },
      ...(ephemeralStorageGib && { ephemeralStorage: { sizeInGib: ephemeralStorageGib } }),
      ...(volumes.length > 0 && { volume: volumes.map(volumeOf) }),
      containerDefinitions: json(props.containers),
      // A pool that was not brought up to date names an older revision, and it must still be there.
      skipDestroy: true,
    }).arn;
  }
}

function volumeOf({ name, efs }: FlowRunVolume) {
  if (efs === undefined) return { name };
  const { id: fileSystemId, accessPointId, rootDirectory, iam } = efs;
  return {
    name,
    efsVolumeConfiguration: {
      fileSystemId,
      transitEncryption: 'ENABLED',
      rootDirectory,
      ...((accessPointId !== undefined || iam) && {
        authorizationConfig: { accessPointId, iam: iam ? 'ENABLED' : 'DISABLED' },
      }),
    },
  };
}
