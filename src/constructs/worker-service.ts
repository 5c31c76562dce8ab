import { EcsService } from '@cdktf/provider-aws/lib/ecs-service';
import { type ITerraformDependable, Op, TerraformSelf, Token } from 'cdktf';
import { Construct } from 'constructs';

export interface WorkerServiceProps {
  readonly name: string;
  readonly clusterId: string;
  readonly clusterName: string;
  readonly taskDefinitionArn: string;
  readonly desiredCount: number;
  readonly subnets: string[];
  readonly securityGroupIds: readonly string[];
  readonly assignPublicIp: boolean;
  /** What the first task needs: three starts without it would trip the circuit breaker. */
  readonly after: ITerraformDependable[];
  /** Waits until the worker runs, rolls back when it does not, and then fails the apply. */
  readonly guarded: boolean;
}

/** Provider's default is 20 minutes too; a worker that is not there by then will not come. */
const PATIENCE = { create: '20m', update: '20m', delete: '20m' };

/** The ECS service that keeps the worker running. */
export class WorkerService extends Construct {
  readonly id: string;
  readonly name: string;

  constructor(scope: Construct, id: string, props: WorkerServiceProps) {
    super(scope, id);
    const service = new EcsService(this, 'prefect_worker_service', {
      name: props.name,
      cluster: props.clusterId,
      desiredCount: props.desiredCount,
      launchType: 'FARGATE',
      taskDefinition: props.taskDefinitionArn,
      networkConfiguration: {
        assignPublicIp: props.assignPublicIp,
        securityGroups: [...props.securityGroupIds],
        subnets: props.subnets,
      },
      ...(props.after.length > 0 && { dependsOn: props.after }),
      ...(props.guarded && guards(props)),
    });
    this.id = service.id;
    this.name = service.name;
  }
}

function guards({ taskDefinitionArn, name, clusterName }: WorkerServiceProps) {
  const look = `aws ecs describe-services --cluster ${clusterName} --services ${name} --query 'services[0].events[:10].message'`;
  return {
    waitForSteadyState: true,
    deploymentCircuitBreaker: { enable: true, rollback: true },
    availabilityZoneRebalancing: 'ENABLED',
    enableEcsManagedTags: true,
    propagateTags: 'SERVICE',
    timeouts: PATIENCE,
    lifecycle: {
      postcondition: [
        {
          // To the provider a deployment that ECS rolled back is one that came to rest.
          condition: Token.asString(Op.eq(TerraformSelf.getString('task_definition'), taskDefinitionArn)),
          errorMessage: `ECS rolled this deployment back: the tasks of the new revision did not stay up, and the service runs the revision before it. The reason is in the service's events (${look}), in the stopped tasks, and in the log group.`,
        },
      ],
    },
  };
}
