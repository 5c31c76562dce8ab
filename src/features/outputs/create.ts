import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { TerraformOutput, type TerraformOutputConfig } from 'cdktf';
import { Construct } from 'constructs';
import type { Decisions } from '../../stack/decisions';
import { named } from '../../terraform/named-value';
import { Expression, literal } from '../../terraform/terraform-text';
import { CONSOLE_HOST, partitionOf } from '../../values/regions';
import type { EventQueue } from '../crash-detection/resources/event-queue';
import type { PhysicalNames } from '../names/physical-names';
import { LIST_VALUES, NAME_OUTPUTS, type OutputValue, type StackValue } from './stack-values';

/** What a stack can be asked for by name, each value is created when it is asked for. */
export type StackValues = Readonly<Record<StackValue, () => string>>;

export type OutputValues = Readonly<Record<OutputValue, () => string>>;

/** Flow runs, as far as outputs show them. */
interface FlowRunsToShow {
  readonly executionRoleArn: string;
  readonly taskRoleArn?: string;
  readonly logGroup?: string;
  readonly repositoryUrl?: string;
}

/** Parts of the stack by their addresses: they are created after what the values of a container need. */
export function outputValues(
  values: StackValues,
  { flowRuns: settings }: Decisions,
  flowRuns: FlowRunsToShow | undefined,
): OutputValues {
  return {
    ...values,
    service_arn: () => '${aws_ecs_service.prefect_worker_service.id}',
    task_definition_arn: () => '${aws_ecs_task_definition.prefect_worker_task_definition.arn}',
    flow_run_task_definition_arn: () =>
      literal(settings?.taskDefinitionArn ?? '') || '${aws_ecs_task_definition.prefect_flow_runs.arn}',
    flow_run_execution_role_arn: () => flowRuns?.executionRoleArn ?? '',
    flow_run_task_role_arn: () => flowRuns?.taskRoleArn ?? '',
    flow_run_log_group_name: () => flowRuns?.logGroup ?? '',
    flow_run_security_group_id: () => '${aws_security_group.prefect_flow_runs.id}',
    ci_role_arn: () => '${aws_iam_role.prefect_worker_ci_role.arn}',
    flow_image_repository_url: () => flowRuns?.repositoryUrl ?? '',
  };
}

export interface ReferenceOutputs {
  readonly serviceId?: string;
  readonly executionRoleArn: string;
  readonly taskRoleArn?: string;
  readonly securityGroupId?: string;
  readonly clusterName: string;
}

const NONE = new Expression('null').toString();

/** The reference's five outputs. */
export function referenceOutputs(scope: Construct, values: ReferenceOutputs): void {
  const { serviceId = NONE, taskRoleArn = NONE, securityGroupId = NONE } = values;
  output(scope, 'prefect_worker_service_id', serviceId, 'ARN of the ECS service');
  output(scope, 'prefect_worker_execution_role_arn', values.executionRoleArn, 'Role with which ECS starts the worker');
  output(scope, 'prefect_worker_task_role_arn', taskRoleArn, 'Role that the worker itself has');
  output(scope, 'prefect_worker_security_group', securityGroupId, "Id of the worker's security group");
  output(scope, 'prefect_worker_cluster_name', values.clusterName, 'Name of the ECS cluster');
}

/** What people ask for next: ids for other stacks, and where to look. */
export function furtherOutputs(scope: Construct, decisions: Decisions, values: StackValues): void {
  const { region, logs, network, service: settings } = decisions;
  const console = `https://${CONSOLE_HOST[partitionOf(region)] ?? 'console.aws.amazon.com'}`;
  const service = `clusters/${values.cluster_name()}/services/${values.service_name()}`;
  output(scope, 'prefect_worker_cluster_arn', values.cluster_arn(), 'ARN of the ECS cluster');
  output(scope, 'prefect_worker_region', literal(region), 'The AWS region');
  if (settings.create) {
    output(
      scope,
      'prefect_worker_service_url',
      `${console}/ecs/v2/${service}?region=${region}`,
      'The service in the AWS console',
    );
  }
  if (logs.group !== 'none') {
    output(scope, 'prefect_worker_log_group', values.log_group_name(), "The worker's log group");
    // A group of the other class can only be queried.
    if (logs.class !== 'INFREQUENT_ACCESS') {
      output(
        scope,
        'prefect_worker_logs_command',
        `aws logs tail ${values.log_group_name()} --region ${region} --since 1h --follow`,
        "Shows the worker's log",
      );
    }
  }
  if (network.create) {
    output(scope, 'prefect_worker_vpc_id', values.vpc_id(), 'The VPC, for peerings and the like');
    output(scope, 'prefect_worker_subnet_ids', values.subnet_ids(), 'Subnets of the worker');
    output(scope, 'prefect_worker_route_table_ids', values.route_table_ids(), 'Where routes to other networks go');
  }
  if (network.create && network.create.nat !== 'none') {
    output(scope, 'prefect_worker_nat_addresses', values.nat_addresses(), 'Addresses from which the worker is seen');
  }
}

/** Where the worker learns that a flow run crashed. */
export function eventOutputs(scope: Construct, { name, region }: EventQueue): void {
  output(scope, 'prefect_worker_event_queue_name', name, 'The queue of task state changes that the worker reads');
  const url = `$(aws sqs get-queue-url --queue-name ${name} --region ${region} --query QueueUrl --output text)`;
  output(
    scope,
    'prefect_worker_event_queue_command',
    `aws sqs get-queue-attributes --queue-url "${url}" --region ${region} --attribute-names ApproximateNumberOfMessages ApproximateNumberOfMessagesNotVisible`,
    'Shows how many events wait, and how many a worker has in hand',
  );
}

/** What CI needs. */
export function ciOutput(scope: Construct, roleArn: string): void {
  output(scope, 'prefect_worker_ci_role_arn', roleArn, 'Role that CI jobs assume to deploy flows');
}

/** Names of which only an apply knows the end, and that no other output has. */
export function randomNameOutputs(scope: Construct, { naming, preset }: Decisions, names: PhysicalNames): void {
  const further: Partial<Record<keyof typeof NAME_OUTPUTS, string>> = {
    ...(preset === 'reference' && { logGroup: "The worker's log group" }),
    failedEventQueue: 'The dead-letter queue of events that the worker could not handle',
    undeliveredEventQueue: 'The dead-letter queue of events that EventBridge could not deliver',
    alarmTopic: 'The topic of the alarms',
  };
  for (const [of, description] of Object.entries(further)) {
    const name = of as keyof typeof NAME_OUTPUTS;
    if (naming.random?.includes(name)) output(scope, NAME_OUTPUTS[name], names[name], description);
  }
}

export interface PoolOutputs {
  readonly name: string;
  /** The further worker that polls it. */
  readonly worker?: string;
  /** Evaluates to JSON. */
  readonly template?: string;
}

/** A work pool's template, and how to create a pool from it. */
export function poolOutputs(scope: Construct, { name, worker, template }: PoolOutputs): void {
  if (template === undefined) return;
  const [suffix, end, pool] =
    worker === undefined ? ['', '', 'the work pool'] : [`_${worker}`, `-${worker}`, `the work pool of ${worker}`];
  // Where Terraform keeps what is no configuration, and git looks away.
  const file = `.terraform/base-job-template${end}.json`;
  const write = `terraform output -raw prefect_base_job_template${suffix} > ${file}`;
  const from = `--base-job-template ${file}`;
  output(
    scope,
    `prefect_base_job_template${suffix}`,
    template,
    `Base job template of ${pool}, as JSON. Marked as sensitive so that an apply does not print it; it contains no secret`,
    { sensitive: true },
  );
  output(
    scope,
    `prefect_work_pool_create_command${suffix}`,
    `${write} && prefect work-pool create ${name} --type ecs ${from}`,
    `Creates ${pool}`,
  );
  output(
    scope,
    `prefect_work_pool_update_command${suffix}`,
    `${write} && prefect work-pool update ${name} ${from}`,
    worker === undefined
      ? 'Brings the template of an existing work pool up to date'
      : `Brings the template of ${pool} up to date`,
  );
}

export interface QueueOutput {
  readonly name: string;
  readonly pool: string;
  readonly priority?: number;
  readonly concurrencyLimit?: number;
}

/** How to create the work queues of the pools. */
export function queueOutput(scope: Construct, queues: readonly QueueOutput[]): void {
  if (queues.length === 0) return;
  const commands = queues.map(({ name, pool, priority, concurrencyLimit }) =>
    [
      `prefect work-queue create ${name} --pool ${quotedForShell(pool)}`,
      ...(priority === undefined ? [] : [`--priority ${priority}`]),
      ...(concurrencyLimit === undefined ? [] : [`--limit ${concurrencyLimit}`]),
    ].join(' '),
  );
  output(scope, 'prefect_work_pool_queues_command', commands.join(' && '), 'Creates the work queues of the work pools');
}

/** The name of a pool is an input. */
function quotedForShell(pool: string): string {
  return `'${pool}'`;
}

export interface FlowRunOutputs {
  readonly region: string;
  readonly logGroup?: string;
  readonly repositoryUrl?: string;
  readonly securityGroupId?: string;
}

/** What flow runs have in this account. */
export function flowRunOutputs(scope: Construct, values: FlowRunOutputs): void {
  const { region, logGroup, repositoryUrl, securityGroupId } = values;
  if (logGroup !== undefined) {
    output(scope, 'prefect_flow_run_log_group', logGroup, 'The log group of the flow runs');
    output(
      scope,
      'prefect_flow_run_logs_command',
      `aws logs tail ${logGroup} --region ${region} --since 1h --follow`,
      'Shows what flow runs print',
    );
  }
  if (repositoryUrl !== undefined) {
    output(scope, 'prefect_flow_image_repository', repositoryUrl, 'Where the images of flows are pushed to');
  }
  if (securityGroupId !== undefined) {
    output(scope, 'prefect_flow_run_security_group', securityGroupId, "Id of the flow runs' own security group");
  }
}

/** The services of the workers beside the first, by the worker's name. */
export function furtherWorkers(scope: Construct, serviceIds: Readonly<Record<string, string>>): void {
  if (Object.keys(serviceIds).length === 0) return;
  const what = 'ARNs of the ECS services of the further workers, by name';
  new TerraformOutput(scope, 'prefect_worker_further_service_ids', { value: serviceIds, description: what });
}

/** The outputs that a stack file asks for. */
export function namedOutputs(parent: Construct, { outputs }: Decisions, values: OutputValues): void {
  // In a scope of their own, where no name of the user's meets one of ours.
  const scope = new Construct(parent, 'named_outputs');
  for (const [name, asked] of Object.entries(outputs)) {
    if (typeof asked === 'string') output(scope, name, values[asked]());
    else {
      const { expression, description, sensitive } = asked;
      output(scope, name, new Expression(expression).toString(), description, { sensitive });
    }
  }
}

/** The values that other stacks find in SSM parameters. */
export function outputParameters(
  parent: Construct,
  { outputParameters: asked }: Decisions,
  values: OutputValues,
): void {
  const scope = new Construct(parent, 'output_parameters');
  for (const [of, name] of Object.entries(asked)) {
    const value = values[of as OutputValue]();
    const isList = LIST_VALUES.has(of as StackValue);
    new SsmParameter(scope, `prefect_worker_output_${of}`, {
      name: literal(name),
      type: isList ? 'StringList' : 'String',
      value: isList ? joined(scope, of, value) : value,
    });
  }
}

function joined(scope: Construct, of: string, list: string): string {
  return new Expression(`join(",", ${named(scope, `output_${of}`, list).code})`).toString();
}

function output(
  scope: Construct,
  name: string,
  value: string,
  description?: string,
  options: Pick<TerraformOutputConfig, 'sensitive'> = {},
): void {
  new TerraformOutput(scope, name, { value, description, ...options });
}
