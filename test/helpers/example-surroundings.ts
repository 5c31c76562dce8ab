import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateSecurityGroupCommand, CreateTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateClusterCommand, ECSClient } from '@aws-sdk/client-ecs';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { call } from './aws-json';
import { ACCOUNT, type Emulator, type Network } from './emulator';

/** Keeps the state in the folder, and takes away what the emulator cannot have. */
export function adapt(folder: string, ids: Readonly<Record<string, string>>, without: readonly string[]): void {
  writeFileSync(
    join(folder, 'backend_override.tf.json'),
    JSON.stringify({ terraform: { backend: { local: { path: 'terraform.tfstate' } } } }),
  );
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
