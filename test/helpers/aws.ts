import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  type ContainerDefinition,
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListClustersCommand,
  ListServicesCommand,
  ListTaskDefinitionsCommand,
  type Service,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import {
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import { GetSecretValueCommand, ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { call, topics } from './aws-json';
import type { Emulator } from './emulator';

/** Reads back what an apply made, and says it in words, one thing a line: `cluster prefect-worker-dev`. */
export async function nearestExistingPath(emulator: Emulator, region = 'us-east-1'): Promise<string[]> {
  const ecs = emulator.client(ECSClient, region);
  const { clusterArns } = await ecs.send(new ListClustersCommand({}));
  const { clusters } = await ecs.send(new DescribeClustersCommand({ clusters: clusterArns ?? [] }));
  // What was deleted stays in sight for a while, as INACTIVE.
  const running = (clusters ?? []).filter(({ status }) => status === 'ACTIVE');
  const services = await Promise.all(
    running.map(async ({ clusterName }) => {
      const { serviceArns = [] } = await ecs.send(new ListServicesCommand({ cluster: clusterName }));
      if (serviceArns.length === 0) return [];
      const answer = await ecs.send(new DescribeServicesCommand({ cluster: clusterName, services: serviceArns }));
      return (answer.services ?? []).flatMap(({ serviceName, status }) => (status === 'ACTIVE' ? [serviceName] : []));
    }),
  );
  const { Roles } = await emulator.client(IAMClient, region).send(new ListRolesCommand({}));
  const { SecretList } = await emulator.client(SecretsManagerClient, region).send(new ListSecretsCommand({}));
  const { logGroups } = await emulator.client(CloudWatchLogsClient, region).send(new DescribeLogGroupsCommand({}));
  const { SecurityGroups } = await emulator.client(EC2Client, region).send(new DescribeSecurityGroupsCommand({}));
  const { QueueUrls = [] } = await call(emulator, 'sqs', 'ListQueues', {}, region);
  const { Rules = [] } = await call(emulator, 'events', 'ListRules', {}, region);
  const { MetricAlarms = [] } = await call(emulator, 'monitoring', 'DescribeAlarms', {}, region);
  const { DashboardEntries = [] } = await call(emulator, 'monitoring', 'ListDashboards', {}, region);
  return [
    ...running.map(({ clusterName }) => `cluster ${clusterName}`),
    ...services.flat().map((service) => `service ${service}`),
    ...(Roles ?? []).map(({ RoleName }) => `role ${RoleName}`),
    ...(SecretList ?? []).map(({ Name }) => `secret ${Name}`),
    ...(logGroups ?? []).map(({ logGroupName }) => `log group ${logGroupName}`),
    ...(SecurityGroups ?? [])
      .filter(({ GroupName }) => GroupName !== 'default')
      .map(({ GroupName }) => `security group ${GroupName}`),
    ...(QueueUrls as string[]).map((url) => `queue ${lastPart(url)}`).sort(),
    ...(Rules as { Name: string }[]).map(({ Name }) => `rule ${Name}`),
    ...(MetricAlarms as { AlarmName: string }[]).map(({ AlarmName }) => `alarm ${AlarmName}`),
    ...(DashboardEntries as { DashboardName: string }[]).map(({ DashboardName }) => `dashboard ${DashboardName}`),
    ...(await topics(emulator, region)).map((arn) => `topic ${arn.split(':').at(-1)}`),
  ];
}

/** The task definitions that ECS would still run, by family and revision. */
export async function activeRevisions(emulator: Emulator, region = 'us-east-1'): Promise<string[]> {
  const { taskDefinitionArns } = await emulator
    .client(ECSClient, region)
    .send(new ListTaskDefinitionsCommand({ status: 'ACTIVE' }));
  return (taskDefinitionArns ?? []).map(lastPart);
}

export interface Worker {
  readonly service: Service;
  readonly definition: TaskDefinition;
  readonly container: ContainerDefinition;
}

/** The worker whose names end in `name`: its service, the revision that it runs, and the one container of that. */
export async function workerNamed(emulator: Emulator, name: string): Promise<Worker> {
  const ecs = emulator.client(ECSClient);
  const worker = `prefect-worker-${name}`;
  const { services } = await ecs.send(
    new DescribeServicesCommand({ cluster: worker, services: [worker], include: ['TAGS'] }),
  );
  const service = services?.[0] as Service;
  const { taskDefinition } = await ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: service.taskDefinition }),
  );
  const definition = taskDefinition as TaskDefinition;
  return { service, definition, container: definition.containerDefinitions?.[0] as ContainerDefinition };
}

/** A role's trust, its inline policies by name, and its tags. */
export async function roleNamed(emulator: Emulator, RoleName: string) {
  const iam = emulator.client(IAMClient);
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const policies = await Promise.all(
    PolicyNames.map(async (PolicyName) => {
      const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      return [PolicyName, documentOf(PolicyDocument)] as const;
    }),
  );
  return {
    trust: documentOf(Role?.AssumeRolePolicyDocument),
    policies: Object.fromEntries(policies),
    tags: Object.fromEntries((Role?.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
  };
}

/** The secret's current value, and the version it has. */
export async function secretNamed(emulator: Emulator, name: string) {
  const secret = await emulator.client(SecretsManagerClient).send(new GetSecretValueCommand({ SecretId: name }));
  return { arn: secret.ARN as string, value: secret.SecretString, version: secret.VersionId as string };
}

export async function logGroupNamed(emulator: Emulator, name: string) {
  const { logGroups } = await emulator
    .client(CloudWatchLogsClient)
    .send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
  return logGroups?.find(({ logGroupName }) => logGroupName === name);
}

export async function securityGroupNamed(emulator: Emulator, name: string) {
  const { SecurityGroups } = await emulator
    .client(EC2Client)
    .send(new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'group-name', Values: [name] }] }));
  return SecurityGroups?.[0];
}

/** An IAM document, which the API gives in the form of a URL. */
function documentOf(text = ''): { Statement: Record<string, unknown>[] } {
  return JSON.parse(decodeURIComponent(text));
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
