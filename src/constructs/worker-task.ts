import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { Construct } from 'constructs';
import { Expression, type JsonDocument, json, quoted } from './terraform-text';
import { HEALTH_CHECK } from './worker-health';

/** An environment variable; its value is ours, or has gone through `literal`, and may hold references. */
export type Variable = { readonly name: string; readonly value: string };

export interface WorkerTaskProps {
  readonly family: string;
  readonly containerName: string;
  readonly image: Expression;
  readonly command: readonly (string | Expression)[];
  /** Units of 1/1024 vCPU. */
  readonly cpu: Expression;
  /** MiB. */
  readonly memory: Expression;
  readonly environment: readonly Variable[];
  readonly extraPipPackages: Expression;
  /** What ECS injects: the variable's name, and where its value is. */
  readonly secrets: readonly { readonly name: string; readonly valueFrom: string }[];
  readonly logConfiguration?: JsonDocument;
  readonly executionRoleArn: string;
  readonly taskRoleArn?: string;
  /** Health check, nothing installed unasked, a runtime platform, revisions that stay. */
  readonly guarded: boolean;
}

/** The task definition of the worker: one container on Fargate. */
export class WorkerTask extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: WorkerTaskProps) {
    super(scope, id);
    const { cpu, memory, secrets, taskRoleArn, logConfiguration, guarded } = props;

    const definition = new EcsTaskDefinition(this, 'prefect_worker_task_definition', {
      family: props.family,
      cpu: cpu.toString(),
      memory: memory.toString(),
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      executionRoleArn: props.executionRoleArn,
      ...(taskRoleArn && { taskRoleArn }),
      containerDefinitions: json([
        {
          name: props.containerName,
          image: props.image,
          command: props.command,
          cpu,
          memory,
          environment: environment(props),
          ...(secrets.length > 0 && { secrets: secrets.map(({ name, valueFrom }) => ({ name, valueFrom })) }),
          ...(logConfiguration && { logConfiguration }),
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
function environment({ environment: variables, extraPipPackages: packages, guarded }: WorkerTaskProps): JsonDocument {
  if (!guarded) return [...variables, { name: 'EXTRA_PIP_PACKAGES', value: packages }];
  const always = variables.map(({ name, value }) => `{ name = ${inExpression(name)}, value = ${inExpression(value)} }`);
  const installed = `{ name = "EXTRA_PIP_PACKAGES", value = ${packages.code} }`;
  return new Expression(`concat([${always.join(', ')}], ${packages.code} == ${quoted('')} ? [] : [${installed}])`);
}

/** Text that is a template already, as a string within an expression. */
function inExpression(template: string): string {
  return JSON.stringify(template);
}
