// biome-ignore-all lint/style/noRestrictedImports: references of an app are what is tried.
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EfsFileSystem } from '@cdktf/provider-aws/lib/efs-file-system';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import type { Construct } from 'constructs';
import { defineEnvironment } from '../../src/environment/define-environment';
import { PrefectEcsWorker } from '../../src/stack/prefect-ecs-worker';
import { REQUIRED } from '../helpers/stack-files';
import { inStack } from '../helpers/synthesized';

/** What an app gets with these fields, as text. */
function emitted(fieldsIn: (scope: Construct) => object): string {
  const document = inStack((scope) => {
    new AwsProvider(scope, 'aws', { region: 'us-east-1' });
    const environment = defineEnvironment('test', { ...REQUIRED, ...fieldsIn(scope) });
    new PrefectEcsWorker(scope, 'worker', { environment });
  });
  return JSON.stringify(document, undefined, 1);
}

const vpc = (scope: Construct) => new Vpc(scope, 'v', { cidrBlock: '10.0.0.0/16' });
const subnet = (scope: Construct) => new Subnet(scope, 's', { vpcId: 'v', cidrBlock: '10.0.0.0/24' });
const secret = (scope: Construct) => new SecretsmanagerSecret(scope, 's', {});
const bucket = (scope: Construct) => new S3Bucket(scope, 'b', {});
const role = (scope: Construct) => new IamRole(scope, 'r', { assumeRolePolicy: '{}' });

test.each<[string, (scope: Construct) => object, string]>([
  ['vpc_id', (scope) => ({ vpc_id: vpc(scope).id }), '"found_vpc_id": "${aws_vpc.v.id}"'],
  [
    'worker_subnets with an id beside it',
    (scope) => ({ worker_subnets: [subnet(scope).id, 'subnet-0a51c9e27f3b64d80'] }),
    '"found_subnet_ids": "${join(\\",\\", [aws_subnet.s.id, \\"subnet-0a51c9e27f3b64d80\\"])}"',
  ],
  [
    'worker_subnets as a list',
    (scope) => ({ worker_subnets: new DataAwsSubnets(scope, 's', {}).ids }),
    '"found_subnet_ids": "${join(\\",\\", data.aws_subnets.s.ids)}"',
  ],
  [
    'network.security_groups',
    (scope) => ({ network: { security_groups: [new SecurityGroup(scope, 'g', {}).id] } }),
    '"${aws_security_group.g.id}"',
  ],
  [
    'logs.kms_key',
    (scope) => ({ logs: { kms_key: new KmsKey(scope, 'k', {}).arn } }),
    '"kms_key_id": "${aws_kms_key.k.arn}"',
  ],
  [
    'api_key.secret_arn, in a policy',
    (scope) => ({ api_key: { secret_arn: secret(scope).arn, json_key: 'key' } }),
    '\\"Resource\\":\\"${aws_secretsmanager_secret.s.arn}\\"',
  ],
  [
    'api_key.secret_arn, in a container',
    (scope) => ({ api_key: { secret_arn: secret(scope).arn, json_key: 'key' } }),
    '\\"valueFrom\\":\\"${aws_secretsmanager_secret.s.arn}:key::\\"',
  ],
  [
    'a variable, within text that only looks like an expression',
    (scope) => ({ worker: { environment: { PLACE: `s3://${bucket(scope).bucket}/a` } } }),
    '"PLACE": "s3://${aws_s3_bucket.b.bucket}/a"',
  ],
  ['alarms.topic', (scope) => ({ alarms: { topic: new SnsTopic(scope, 't', {}).arn } }), '"${aws_sns_topic.t.arn}"'],
  [
    'roles.task.existing',
    (scope) => ({ roles: { task: { existing: role(scope).arn } } }),
    '"found_task_role_arn": "${aws_iam_role.r.arn}"',
  ],
  [
    'roles.execution.existing',
    (scope) => ({ roles: { execution: { existing: role(scope).arn } } }),
    '"execution_role_arn": "${aws_iam_role.r.arn}"',
  ],
  [
    'roles.permissions_boundary',
    (scope) => ({ roles: { permissions_boundary: new IamPolicy(scope, 'p', { policy: '{}' }).arn } }),
    '"permissions_boundary": "${aws_iam_policy.p.arn}"',
  ],
  [
    'roles.task.statements',
    (scope) => ({
      roles: { task: { statements: [{ actions: ['s3:GetObject'], resources: [`${bucket(scope).arn}/*`] }] } },
    }),
    '${aws_s3_bucket.b.arn}/*',
  ],
  [
    'cluster.existing',
    (scope) => ({ cluster: { existing: new EcsCluster(scope, 'c', { name: 'a' }).arn } }),
    '"found_cluster": "${aws_ecs_cluster.c.arn}"',
  ],
  [
    'logs.name',
    (scope) => ({ logs: { group: 'existing', name: new CloudwatchLogGroup(scope, 'l', {}).name } }),
    '\\"awslogs-group\\":\\"${aws_cloudwatch_log_group.l.name}\\"',
  ],
  [
    'a file system',
    (scope) => ({
      worker: {
        volumes: { data: { efs: { file_system_id: new EfsFileSystem(scope, 'f', {}).id }, container_path: '/data' } },
      },
    }),
    '"file_system_id": "${aws_efs_file_system.f.id}"',
  ],
  [
    'flow_runs.task_role',
    (scope) => ({ flow_runs: { task_role: { existing: role(scope).arn } } }),
    '"task_role_arn": "${aws_iam_role.r.arn}"',
  ],
  [
    'flow_runs.environment',
    (scope) => ({ flow_runs: { environment: { PLACE: bucket(scope).bucket } } }),
    '"place": "${aws_s3_bucket.b.bucket}"',
  ],
  [
    'flow_runs.secrets',
    (scope) => ({ flow_runs: { secrets: { A: { secret_arn: secret(scope).arn } } } }),
    '"a_value_from": "${aws_secretsmanager_secret.s.arn}"',
  ],
])('a reference in %s is emitted as one', (_, fields, expected) => {
  const text = emitted(fields);
  expect(text).toContain(expected);
  expect(text).not.toMatch(/prefect-reference|f0e1d2c3b4|TfToken|\$\$\{aws/);
});

test.each<[string, (scope: Construct) => object]>([
  ['region', (scope) => ({ region: bucket(scope).region })],
  ['worker_image', (scope) => ({ worker_image: bucket(scope).bucket })],
  ['worker_task_role_arn', (scope) => ({ worker_task_role_arn: role(scope).arn })],
  [
    'roles.task.policies[0]',
    (scope) => ({ roles: { task: { policies: [new IamPolicy(scope, 'p', { policy: '{}' }).arn] } } }),
  ],
])('a reference in %s is refused: Terraform or the stack must know it before', (field, fields) => {
  expect(() => emitted(fields)).toThrow(
    `test ${field}\n    must be known when the app is synthesized, and is a reference`,
  );
});

test('a mistake beside a reference is reported as without one', () => {
  expect(() => emitted((scope) => ({ vpc_id: vpc(scope).id, worker_cpus: 1 }))).toThrow(
    'test worker_cpus\n    is not a field\n    → did you mean worker_cpu?',
  );
  expect(() => emitted((scope) => ({ vpc_id: vpc(scope).id, worker_cpu: 256, worker_memory: 8192 }))).toThrow(
    'is not available on Fargate with worker_cpu 256',
  );
});

test('text of the same app that is no reference stays literal', () => {
  const fields = (scope: Construct) => ({ vpc_id: vpc(scope).id, worker: { environment: { A: '${file("x")}' } } });
  expect(emitted(fields)).toContain('$${file(');
});
