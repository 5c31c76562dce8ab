import { EcsService, type EcsServiceConfig } from '@cdktf/provider-aws/lib/ecs-service';
import { type ITerraformDependable, Op, TerraformSelf, Token } from 'cdktf';
import { Construct } from 'constructs';
import { literal } from '../../../terraform/terraform-text';

/** A capacity provider and its share of the tasks. */
export interface ProviderShare {
  readonly capacityProvider: string;
  readonly weight: number;
  /** Tasks that it runs before any other does. */
  readonly base?: number;
}

export interface WorkerServiceProps {
  /** Behind the address of the first worker's, for further ones. */
  readonly suffix?: string;
  readonly name: string;
  readonly clusterId: string;
  readonly clusterName: string;
  readonly taskDefinitionArn: string;
  readonly desiredCount: number;
  readonly subnets: string[];
  readonly securityGroupIds: readonly string[];
  readonly assignPublicIp: boolean;
  /** What the first task needs: three starts without it would trip the circuit breaker. Left out, as in the reference: nothing. */
  readonly after?: ITerraformDependable[];
  /** Left out: the launch type FARGATE. */
  readonly strategy?: readonly ProviderShare[];
  /** The default strategy of the cluster, and no launch type. */
  readonly followsCluster?: boolean;
  /** In Cloud Map, where the tasks are registered. */
  readonly registryArn?: string;
  readonly settings: ServiceSettings;
  readonly ignore: readonly ('task_definition' | 'desired_count')[];
}

/** The service's own settings; what is left out is as AWS has it. */
export interface ServiceSettings {
  readonly circuitBreaker?: { readonly enable: boolean; readonly rollback: boolean };
  /** The apply waits until the worker runs, and fails when it was rolled back. */
  readonly waitForSteadyState?: boolean;
  readonly deploymentMinimumHealthyPercent?: number;
  readonly deploymentMaximumPercent?: number;
  readonly availabilityZoneRebalancing?: string;
  readonly enableEcsManagedTags?: boolean;
  readonly propagateTags?: string;
  readonly enableExecuteCommand?: boolean;
  readonly forceNewDeployment?: boolean;
  readonly healthCheckGracePeriodSeconds?: number;
  readonly platformVersion?: string;
  /** The task is a client in this namespace. */
  readonly serviceConnect?: { readonly namespace: string };
  readonly timeouts?: { readonly create: string; readonly update: string; readonly delete: string };
}

/** The ECS service that keeps a worker running. */
export class WorkerService extends Construct {
  readonly id: string;
  readonly name: string;

  constructor(scope: Construct, id: string, props: WorkerServiceProps) {
    super(scope, id);
    const { suffix = '', strategy, followsCluster, registryArn, settings, after } = props;
    const service = new EcsService(this, `prefect_worker_service${suffix}`, {
      name: props.name,
      cluster: props.clusterId,
      desiredCount: props.desiredCount,
      ...(strategy && { capacityProviderStrategy: strategy.map((share) => ({ ...share })) }),
      ...(!strategy && !followsCluster && { launchType: 'FARGATE' }),
      taskDefinition: props.taskDefinitionArn,
      networkConfiguration: {
        assignPublicIp: props.assignPublicIp,
        securityGroups: [...props.securityGroupIds],
        subnets: props.subnets,
      },
      ...(registryArn && { serviceRegistries: { registryArn } }),
      ...(after && after.length > 0 && { dependsOn: after }),
      ...attributesOf(settings),
      ...lifecycle(props),
    });
    this.id = service.id;
    this.name = service.name;
  }
}

function attributesOf(settings: ServiceSettings): Partial<EcsServiceConfig> {
  const { circuitBreaker, waitForSteadyState, enableExecuteCommand, forceNewDeployment, serviceConnect, ...others } =
    settings;
  return {
    ...Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined)),
    ...(circuitBreaker && { deploymentCircuitBreaker: { ...circuitBreaker } }),
    ...(waitForSteadyState && { waitForSteadyState }),
    ...(enableExecuteCommand && { enableExecuteCommand }),
    ...(forceNewDeployment && { forceNewDeployment }),
    ...(serviceConnect && {
      serviceConnectConfiguration: { enabled: true, namespace: literal(serviceConnect.namespace) },
    }),
  };
}

function lifecycle(props: WorkerServiceProps): Pick<EcsServiceConfig, 'lifecycle'> {
  const { settings, taskDefinitionArn, name, clusterName } = props;
  // ECS notes the cluster's strategy in the service, and the provider would replace the service to take it away.
  // Source: https://github.com/hashicorp/terraform-provider-aws/issues/22823
  const ignore = [...props.ignore, ...(props.followsCluster ? ['capacity_provider_strategy'] : [])];
  const { circuitBreaker, waitForSteadyState } = settings;
  const look = `aws ecs describe-services --cluster ${clusterName} --services ${name} --query 'services[0].events[:10].message'`;
  // Where others deploy, the service never has our revision; where nothing is rolled back, it always has.
  const isChecked = waitForSteadyState && circuitBreaker?.rollback && !ignore.includes('task_definition');
  if (!isChecked && ignore.length === 0) return {};
  return {
    lifecycle: {
      ...(ignore.length > 0 && { ignoreChanges: [...ignore] }),
      ...(isChecked && {
        postcondition: [
          {
            // To the provider a deployment that ECS rolled back is one that came to rest.
            condition: Token.asString(Op.eq(TerraformSelf.getString('task_definition'), taskDefinitionArn)),
            errorMessage: `ECS rolled this deployment back: the tasks of the new revision did not stay up, and the service runs the revision before it. The reason is in the service's events (${look}), in the stopped tasks, and in the log group.`,
          },
        ],
      }),
    },
  };
}
