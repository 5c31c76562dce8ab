import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { named } from '../../../terraform/named-value';
import { Expression, inExpression, type JsonDocument, json, quoted } from '../../../terraform/terraform-text';
import { type ContainerProps, containerDefinition } from '../../container/resources/container-definition';
import { type TaskVolume, taskVolume } from '../../container/resources/task-volume';

/** An environment variable; its value is ours, or has gone through `literal`, and may hold references. */
export type Variable = { readonly name: string; readonly value: string };

export interface WorkerTaskProps {
  /** Behind the address of the first worker's, for further ones. */
  readonly suffix?: string;
  readonly family: string;
  /** The worker's; it has the whole size of the task, unless there are sidecars. */
  readonly container: Omit<ContainerProps, 'cpu' | 'memory' | 'environment'>;
  /** Units of 1/1024 vCPU. */
  readonly cpu: Expression;
  /** MiB. */
  readonly memory: Expression;
  readonly environment: readonly Variable[];
  readonly extraPipPackages: Expression;
  /** false: the variable that names packages to install is there even when it is empty, as in the reference. */
  readonly leavesOutEmptyPackages: boolean;
  /** Containers beside it, with which it shares the size of the task. */
  readonly sidecars?: readonly JsonDocument[];
  readonly volumes?: readonly TaskVolume[];
  readonly executionRoleArn: string;
  readonly taskRoleArn?: string;
  readonly runsOn: 'FARGATE' | 'EC2';
  readonly architecture?: 'X86_64' | 'ARM64';
  /** GiB of Fargate's disk. */
  readonly ephemeralStorage?: number;
  /** ECS deploys no revision that was deregistered: rolling back is applying the older configuration again. */
  readonly keepRevisions: boolean;
}

/** The task definition of a worker: its container, and those beside it. */
export class WorkerTask extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: WorkerTaskProps) {
    super(scope, id);
    const {
      suffix = '',
      cpu,
      memory,
      taskRoleArn,
      sidecars = [],
      volumes = [],
      ephemeralStorage,
      architecture,
    } = props;

    const definition = new EcsTaskDefinition(this, `prefect_worker_task_definition${suffix}`, {
      family: props.family,
      cpu: cpu.toString(),
      memory: memory.toString(),
      requiresCompatibilities: [props.runsOn],
      networkMode: 'awsvpc',
      executionRoleArn: props.executionRoleArn,
      ...(taskRoleArn && { taskRoleArn }),
      containerDefinitions: json([
        containerDefinition({
          ...props.container,
          // The sizes of all containers together must not exceed the task's.
          ...(sidecars.length === 0 && { cpu, memory }),
          environment: environment(this, props),
        }),
        ...sidecars,
      ]),
      ...(volumes.length > 0 && { volume: volumes.map(taskVolume) }),
      ...(ephemeralStorage && { ephemeralStorage: { sizeInGib: ephemeralStorage } }),
      ...(architecture && {
        runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: architecture },
      }),
      ...(props.keepRevisions && { skipDestroy: true }),
    });
    this.arn = definition.arn;
  }
}

/** The image's entry point installs EXTRA_PIP_PACKAGES at every start; where it is unset, it installs nothing. */
function environment(scope: Construct, props: WorkerTaskProps): JsonDocument {
  const { environment: variables, extraPipPackages: packages, leavesOutEmptyPackages } = props;
  if (!leavesOutEmptyPackages) return [...variables, { name: 'EXTRA_PIP_PACKAGES', value: packages }];
  const always = referencesNamed(scope, props).map(
    ({ name, value }) => `{ name = ${inExpression(name)}, value = ${inExpression(value)} }`,
  );
  const installed = `{ name = "EXTRA_PIP_PACKAGES", value = ${packages.code} }`;
  return new Expression(`concat([${always.join(', ')}], ${packages.code} == ${quoted('')} ? [] : [${installed}])`);
}

/** The same variables, with the references among their values under a local name. */
function referencesNamed(scope: Construct, { suffix = '', environment: variables }: WorkerTaskProps): Variable[] {
  const references = variables.filter(({ value }) => Token.isUnresolved(value));
  if (references.length === 0) return [...variables];
  const keys = new Map(references.map(({ name }, index) => [name, keyOf(name, index)]));
  const values = Object.fromEntries(references.map(({ name, value }) => [keys.get(name), value]));
  const local = named(scope, `worker_variables${suffix}`, values);
  return variables.map((variable) => {
    const key = keys.get(variable.name);
    return key === undefined ? variable : { ...variable, value: new Expression(`${local.code}.${key}`).toString() };
  });
}

/** Within a text, an expression has no quotes: a name such as spark.master, which needs them, gets a number. */
function keyOf(name: string, index: number): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `_${index}_${name.replaceAll(/\W/g, '_')}`;
}
