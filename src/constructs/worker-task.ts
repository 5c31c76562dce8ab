import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { Construct } from 'constructs';
import { Expression, json, quoted } from './terraform-text';
import { HEALTH_CHECK } from './worker-health';

export interface WorkerTaskProps {
  readonly family: string;
  readonly containerName: string;
  readonly image: Expression;
  readonly workPoolName: Expression;
  readonly workerType: Expression;
  /** Units of 1/1024 vCPU. */
  readonly cpu: Expression;
  /** MiB. */
  readonly memory: Expression;
  readonly apiUrl: string;
  readonly extraPipPackages: Expression;
  /** What ECS injects as PREFECT_API_KEY. */
  readonly apiKeyFrom: string;
  readonly logGroup: string;
  readonly region: string;
  readonly executionRoleArn: string;
  readonly taskRoleArn: string;
  /** Health check, no pool made on the fly, nothing installed unasked, a runtime platform, revisions that stay. */
  readonly guarded: boolean;
}

/** The task definition of the worker: one container on Fargate. */
export class WorkerTask extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: WorkerTaskProps) {
    super(scope, id);
    const { cpu, memory, guarded } = props;

    const definition = new EcsTaskDefinition(this, 'prefect_worker_task_definition', {
      family: props.family,
      cpu: cpu.toString(),
      memory: memory.toString(),
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      executionRoleArn: props.executionRoleArn,
      taskRoleArn: props.taskRoleArn,
      containerDefinitions: json([
        {
          name: props.containerName,
          image: props.image,
          command: [
            ...['prefect', 'worker', 'start', '-p', props.workPoolName, '--type', props.workerType],
            // Without the second, a missing pool would be made from Prefect's default template.
            ...(guarded ? ['--with-healthcheck', '--no-create-pool-if-not-found'] : []),
          ],
          cpu,
          memory,
          environment: environment(props),
          secrets: [{ name: 'PREFECT_API_KEY', valueFrom: props.apiKeyFrom }],
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': props.logGroup,
              'awslogs-region': props.region,
              'awslogs-stream-prefix': props.containerName,
            },
          },
          ...(guarded && { healthCheck: HEALTH_CHECK }),
        },
      ]),
      ...(guarded && {
        runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: 'X86_64' },
        // ECS deploys no revision that was deregistered: rolling back is applying the older configuration again.
        skipDestroy: true,
      }),
    });
    this.arn = definition.arn;
  }
}

/** The image's entry point installs EXTRA_PIP_PACKAGES at every start; where it is unset, it installs nothing. */
function environment({ apiUrl, extraPipPackages: packages, guarded }: WorkerTaskProps) {
  const apiUrlVariable = { name: 'PREFECT_API_URL', value: apiUrl };
  if (!guarded) return [apiUrlVariable, { name: 'EXTRA_PIP_PACKAGES', value: packages }];
  const always = `{ name = "PREFECT_API_URL", value = "${apiUrl}" }`;
  const installed = `{ name = "EXTRA_PIP_PACKAGES", value = ${packages.code} }`;
  return new Expression(`concat([${always}], ${packages.code} == ${quoted('')} ? [] : [${installed}])`);
}
