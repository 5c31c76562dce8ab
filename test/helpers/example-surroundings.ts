import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { AllocateAddressCommand, CreateSecurityGroupCommand, CreateTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateClusterCommand, ECSClient } from '@aws-sdk/client-ecs';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { call } from './aws-json';
import { ACCOUNT, type Emulator, type Network } from './emulator';

/** What the emulator needs so that an example can be applied to it. */
export interface AppliedExample {
  readonly region?: string;
  readonly account?: string;
  /** Creates what must be there, and gives ids of the stack file that the emulator would give anew. */
  readonly before?: (emulator: Emulator, network: Network) => Promise<Readonly<Record<string, string>>>;
  /** Addresses that the emulator has no service for. */
  readonly without?: readonly string[];
}

export const EXAMPLES_APPLIED: Readonly<Record<string, AppliedExample>> = {
  dev: {},
  staging: {},
  prod: {},
  'self-hosted': {
    before: async (emulator, { vpcId }) => ({
      'sg-0a4d2e8c6f1b35790': await groupNamed(emulator, 'load-balancer', vpcId),
    }),
  },
  'shared-platform': { before: makePlatform },
  gov: {
    region: 'us-gov-west-1',
    account: '444455556666',
    without: ['aws_cloudwatch_query_definition.errors'],
  },
  isolated: {},
  'locked-down': {},
  'heavy-flows': {},
  'spot-arm': {},
  'office-hours': {},
  ec2: {},
  greenfield: { before: makeBusAndAddress },
};

/** Keeps the state in the folder, and takes away what the emulator cannot have. */
export function adapt(folder: string, ids: Readonly<Record<string, string>>, without: readonly string[]): void {
  keepStateIn(folder);
  const file = join(folder, 'cdk.tf.json');
  const text = Object.entries(ids).reduce((all, [from, to]) => all.replaceAll(from, to), readFileSync(file, 'utf8'));
  const document = JSON.parse(text);
  for (const address of without) {
    const [type = '', name = ''] = address.split('.');
    if (document.resource[type]?.[name] === undefined) throw new Error(`there is no ${address}`);
    delete document.resource[type][name];
    if (Object.keys(document.resource[type]).length === 0) delete document.resource[type];
  }
  writeFileSync(file, JSON.stringify(document));
}

/** The state of a stack is a file in its folder, whatever its backend. */
export function keepStateIn(folder: string): void {
  const backend = { local: { path: 'terraform.tfstate' } };
  writeFileSync(join(folder, 'backend_override.tf.json'), JSON.stringify({ terraform: { backend } }));
}

/** The ids of VPC and subnets in the stack's files, and those of the emulator in their place. */
export function idsIn(folder: string, { vpcId, subnets }: Network): Readonly<Record<string, string>> {
  const { variable } = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'));
  const given: string[] = variable.worker_subnets?.default ?? [];
  return Object.fromEntries([
    ...(variable.vpc_id?.default ? [[variable.vpc_id.default, vpcId]] : []),
    ...given.map((subnet, index) => [subnet, subnets[index] as string]),
  ]);
}

/** Makes the folder a clone, as a person has it who applies a stack: its remote is one that is pushed to by ssh. */
export function cloned(folder: string): void {
  execFileSync('git', ['init', '--quiet', '--initial-branch=main'], { cwd: folder });
  execFileSync('git', ['remote', 'add', 'origin', 'git@example.com:team/flows.git'], { cwd: folder });
}

export async function groupNamed(emulator: Emulator, GroupName: string, VpcId: string): Promise<string> {
  const ec2 = emulator.client(EC2Client);
  const { GroupId } = await ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: GroupName, VpcId }));
  return GroupId as string;
}

/** What an account has before greenfield is applied. */
async function makeBusAndAddress(emulator: Emulator): Promise<Readonly<Record<string, string>>> {
  await call(emulator, 'events', 'CreateEventBus', { Name: 'platform' });
  const { AllocationId } = await emulator.client(EC2Client).send(new AllocateAddressCommand({ Domain: 'vpc' }));
  return { 'eipalloc-0a51c9e27f3b64d80': AllocationId as string };
}

/** All that shared-platform looks up. */
export async function makePlatform(
  emulator: Emulator,
  { vpcId, subnets }: Network,
): Promise<Readonly<Record<string, string>>> {
  const tag = (id: string, Key: string, Value: string) =>
    emulator.client(EC2Client).send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key, Value }] }));
  await tag(vpcId, 'Name', 'platform');
  for (const subnet of subnets) await tag(subnet, 'Tier', 'private');
  await tag(await groupNamed(emulator, 'egress', vpcId), 'Name', 'platform-egress');
  await emulator.client(ECSClient).send(new CreateClusterCommand({ clusterName: 'platform' }));
  await emulator
    .client(SecretsManagerClient)
    .send(new CreateSecretCommand({ Name: 'platform/prefect', SecretString: '{"api_key":"the-key"}' }));
  for (const RoleName of ['platform-ecs-execution', 'platform-prefect-worker']) {
    await emulator.client(IAMClient).send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
  }
  await emulator.client(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName: '/platform/prefect' }));
  const parameters = {
    '/platform/prefect/security-group': await groupNamed(emulator, 'prefect', vpcId),
    '/platform/alerts/topic': `arn:aws:sns:us-east-1:${ACCOUNT}:alerts`,
  };
  for (const [Name, Value] of Object.entries(parameters)) {
    await call(emulator, 'ssm', 'PutParameter', { Name, Value, Type: 'String' });
  }
  return {};
}

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
