import { exampleAt } from '../../src/environment/expected-shape';
import { allFields } from '../../src/environment/meant-fields';
import { schemasAt } from '../../src/environment/schema-fields';
import { reportOnValues } from '../helpers/stack-files';

test('an entry of a list is not taken for its field', () => {
  expect(exampleAt(['worker_subnets', 'ssm_parameter'])).toBe('ssm_parameter: /team/my-parameter');
});

test('every pattern of the schema has words of its own, since nobody reads a regular expression', () => {
  const patterns = allFields()
    .flatMap(schemasAt)
    .flatMap(({ _zod: { def } }) => (def.type === 'string' ? (def.checks ?? []) : []));
  const formats = patterns.map(({ _zod: { def } }) => def).filter(({ check }) => check === 'string_format');
  expect(formats.length).toBeGreaterThan(100);
  expect(formats.filter(({ error }) => error === undefined)).toEqual([]);
});

const ROLE = 'arn:aws:iam::111122223333:role/my-role';
const PARAMETER = 'arn:aws:ssm:us-east-1:111122223333:parameter/team/db';
const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:my-secret-AbC123';

describe('a value of a wrong shape is answered with the shape and an example:', () => {
  test.each<[what: string, fields: object, report: string]>([
    [
      'true for a group',
      { alarms: true },
      'alarms: true\n    must be a mapping with these fields: topic, further_topics, email,',
    ],
    ['true for a group, the empty one', { alarms: true }, '→ write alarms: {}'],
    ['true for a group with a switch', { crash_detection: true }, '→ write crash_detection: {enabled: true}'],
    ['a name for a group', { cluster: 'my-cluster' }, '→ write cluster: {existing: my-cluster}'],
    ['a word for a group', { capacity: 'fargate_spot' }, '→ write capacity: {type: fargate_spot}'],
    ['a field for a group', { backend: 's3' }, '→ for example backend: {s3: {bucket: my-terraform-states}}'],
    ['an image for the group image', { image: 'a/b:1' }, '→ did you mean worker_image?'],
    ['a role for a group', { flow_runs: { task_role: ROLE } }, `→ write task_role: {existing: ${ROLE}}`],
    [
      'a file system for a group',
      { worker: { volumes: { data: { efs: 'fs-0123456789abcdef0' } } } },
      '→ write efs: {file_system_id: fs-0123456789abcdef0}',
    ],
    ['a number in quotes', { aws: { provider_version: '5' } }, '→ write it without quotes: provider_version: 5'],
    ['a string for a list', { worker_subnets: 'a,b' }, '→ write a list: worker_subnets: [a, b]'],
    ['a string for a list of one', { alarms: { email: 'a@b.com' } }, '→ write a list: email: [a@b.com]'],
    ['a list for a string', { vpc_id: ['vpc-11111111'] }, '→ write vpc_id: vpc-11111111'],
    [
      'names and values as ECS has them',
      { worker: { environment: [{ name: 'A', value: 'b' }] } },
      '→ write a mapping: environment: {A: VALUE}',
    ],
    [
      'values where each has a name',
      { outputs: ['cluster_arn', 'region'] },
      '→ write a mapping of names of your own: outputs: {cluster_arn: cluster_arn, region: region}',
    ],
    [
      'one value where each has a name',
      { outputs: 'cluster_arn' },
      '→ write a mapping of names of your own: outputs: {cluster_arn: cluster_arn}',
    ],
    ['values that are none of these', { outputs: ['my_arn'] }, '→ write a mapping: outputs: {my_arn: account_id}'],
    [
      'names alone as Docker has them',
      { worker: { depends_on: ['agent'] } },
      '→ write a mapping: depends_on: {agent: START}',
    ],
    [
      'an expression as Terraform has it',
      { outputs: { arn: '${aws_ecs_cluster.a.arn}' } },
      '→ write arn: {expression: aws_ecs_cluster.a.arn}',
    ],
    [
      'a text with an expression in it',
      { outputs: { arn: 'x-${var.name}' } },
      `→ write arn: {expression: '"x-\${var.name}"'}`,
    ],
    ['NAME=VALUE as Docker has it', { worker: { environment: ['A=b'] } }, '→ write a mapping: environment: {A: VALUE}'],
    [
      'secrets as ECS has them',
      { worker: { secrets: [{ name: 'DB', valueFrom: SECRET }] } },
      '→ write a mapping: secrets: {DB: {secret_arn: ',
    ],
    [
      'tags as CloudFormation has them',
      { tags: [{ Key: 'Team', Value: 'a' }] },
      '→ write a mapping: tags: {Team: VALUE}',
    ],
    ['CPU in vCPUs', { worker_cpu: '1 vCPU' }, '→ write worker_cpu: 1024'],
    ['CPU in vCPUs, as a number', { worker_cpu: 2 }, '→ set 2048 for 2 vCPU'],
    ['CPU in half a vCPU', { worker_cpu: '0.5' }, '→ write worker_cpu: 512'],
    ['CPU in a fraction of a vCPU, as a number', { worker_cpu: 0.25 }, '→ write worker_cpu: 256: CPU is in units'],
    ['CPU without the zero', { flow_runs: { cpu: '.5 vCPU' } }, '→ write cpu: 512'],
    ['memory with a unit', { worker_memory: '2GB' }, '→ write worker_memory: 2048'],
    ['seconds with their unit', { worker: { stop_timeout: '90s' } }, '→ write stop_timeout: 90'],
    ['minutes for seconds', { worker: { health_check: { start_period: '1m30s' } } }, '→ write start_period: 90'],
    ['seconds for minutes', { alarms: { tasks_missing: { minutes: '600s' } } }, '→ write minutes: 10'],
    [
      'a line for a health check',
      { worker: { health_check: { command: 'test -f /ok || exit 1' } } },
      '→ write command: [CMD-SHELL, test -f /ok || exit 1]',
    ],
    [
      'words for a health check',
      { worker: { health_check: { command: ['test', '-f', '/ok'] } } },
      '→ write command: [CMD, test, -f, /ok]',
    ],
    [
      'a secret by its ARN, as ECS has it',
      { worker: { secrets: { DB: SECRET } } },
      `→ write DB: {secret_arn: ${SECRET}}`,
    ],
    [
      'a parameter by its ARN, as ECS has it',
      { worker: { secrets: { DB: PARAMETER } } },
      `→ write DB: {ssm_parameter: ${PARAMETER}}`,
    ],
    [
      'the ARN of a parameter for that of a secret',
      { api_key: { secret_arn: PARAMETER } },
      `→ write ssm_parameter: ${PARAMETER}`,
    ],
    ['memory in GiB', { flow_runs: { memory: 4 } }, '→ set 4096 for 4 GiB'],
    ['memory in GiB, where so little is allowed on EC2', { worker_memory: 8 }, '→ set 8192 for 8 GiB'],
    ['memory of flow runs in GiB', { flow_runs: { memory: 128 } }, '→ set 131072 for 128 GiB'],
    ['a number in quotes', { worker_memory: '2048' }, '→ write it without quotes: worker_memory: 2048'],
    ['true for enabled', { cluster: { container_insights: true } }, '→ did you mean enabled?'],
    [
      '-1 for all protocols',
      { network: { egress: [{ protocol: '-1', cidr_blocks: ['0.0.0.0/0'] }] } },
      '→ did you mean all?',
    ],
    [
      'a path in S3 with a slash',
      { backend: { s3: { bucket: 'a-b-c', key: '/prod/x.tfstate' } } },
      '→ did you mean key: prod/x.tfstate?',
    ],
    [
      'a repository over SSH',
      { image: { code: { git: { repository: 'git@github.com:acme/flows.git' } } } },
      '→ did you mean repository: https://github.com/acme/flows.git?',
    ],
    [
      'a repository of ECR with its registry',
      { image: { repository: { name: '111122223333.dkr.ecr.us-east-1.amazonaws.com/flows' } } },
      '→ did you mean name: flows?',
    ],
    [
      'a policy of AWS by its name',
      { roles: { task: { policies: ['AmazonS3FullAccess'] } } },
      '→ did you mean arn:aws:iam::aws:policy/AmazonS3FullAccess?',
    ],
    [
      'a fraction for percent',
      { service: { autoscaling: { max: 2, cpu: 0.6 } } },
      'must be from 1 to 100: it is in percent',
    ],
    ['yes', { network: { assign_public_ip: 'yes' } }, '→ write assign_public_ip: true'],
    ['off', { network: { assign_public_ip: 'off' } }, '→ write assign_public_ip: false'],
    ['days between two that are allowed', { worker_log_retention_in_days: 45 }, '→ the nearest are 30 and 60'],
    [
      'an ARN where a name belongs',
      { roles: { execution: { existing: { name: ROLE } } } },
      '→ did you mean name: my-role?',
    ],
    [
      'a name where an ARN belongs',
      { api_key: { secret_arn: 'team/prefect' } },
      '→ set the whole ARN; for a name, set secret_name instead',
    ],
    [
      'an ARN with a key, as ECS has it',
      { api_key: { secret_arn: `${SECRET}:api_key::` } },
      `→ write secret_arn: ${SECRET} and json_key: api_key`,
    ],
    ['a template', { worker_image: '{{ image }}' }, '→ write the value itself: stack files are not templates'],
    ['a shell variable', { vpc_id: '${VPC}' }, '→ write the value itself: stack files are not templates'],
    ['an image with a scheme', { worker_image: 'https://r.io/a:1' }, '→ did you mean worker_image: r.io/a:1?'],
    ['an alias for a key', { alarms: { kms_key: 'alias/my-key' } }, '→ write kms_key: {alias: alias/my-key}'],
    ['underscores in a number', { worker_cpu: '1_024' }, '→ write worker_cpu: 1024'],
    ['a comma in a number', { worker_memory: '16,384' }, '→ write worker_memory: 16384'],
    ['an endless number', { worker_cpu: Number.POSITIVE_INFINITY }, 'worker_cpu: Infinity\n    must be a whole number'],
    [
      'a number beyond all limits, for which the limit is shown',
      { worker_cpu: 1e20 },
      'worker_cpu: 100000000000000000000\n    must be at most 196608',
    ],
    [
      'words where a list of mappings belongs',
      { project: { deployments: [{ name: 'a', entrypoint: 'f.py:f', pull: 'git clone' }] } },
      'must be a list of mappings\n    → for example pull: [{prefect.deployments.steps.run_shell_script',
    ],
    [
      'a field of a group that has the same name elsewhere',
      { backend: { s3: { bucket: 'my-terraform-states', folder: 'prod' } } },
      '→ did you mean image.code.s3.folder?',
    ],
    ['no entry', { network: { egress: [] } }, 'must have at least 1 entry\n    → for example egress: https_only'],
  ])('%s', (_, fields, report) => {
    expect(reportOnValues(fields)).toContain(report);
  });

  test('a value that may be a secret is in no hint', () => {
    const report = reportOnValues({
      worker: { environment: [{ name: 'TOKEN', value: 'hunter2' }, 'PASSWORD=hunter2'] },
    });
    expect(report).toContain('environment: {TOKEN: VALUE}');
    expect(report).not.toContain('hunter2');
  });
});
