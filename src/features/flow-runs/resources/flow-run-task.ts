import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { Construct } from 'constructs';
import { type JsonDocument, json } from '../../../terraform/terraform-text';
import { type TaskVolume, taskVolume } from '../../container/resources/task-volume';

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
  readonly volumes: readonly TaskVolume[];
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
      ...(volumes.length > 0 && { volume: volumes.map(taskVolume) }),
      containerDefinitions: json(props.containers),
      // A pool that was not brought up to date names an older revision, and it must still be there.
      skipDestroy: true,
    }).arn;
  }
}
