import { FARGATE_MEMORY_BY_CPU } from '../../src/values/limits/fargate';
import { environmentOf, reportOnValues } from '../helpers/stack-files';

const ROLE = 'arn:aws:iam::111122223333:role';
const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret';

describe('takes', () => {
  test.each([...FARGATE_MEMORY_BY_CPU].flatMap(([cpu, sizes]) => sizes.map((memory) => [cpu, memory])))(
    "Fargate's pair of %i CPU units and %i MiB",
    (cpu, memory) => {
      const { inputs } = environmentOf({ worker_cpu: cpu, worker_memory: memory });
      expect([inputs.workerCpu, inputs.workerMemory]).toEqual([cpu, memory]);
    },
  );

  test.each([
    ['a role with a path', { worker_task_role_arn: `${ROLE}/team/data/worker` }],
    [
      'a role of another partition',
      { region: 'cn-north-1', worker_task_role_arn: 'arn:aws-cn:iam::111122223333:role/worker' },
    ],
    [
      'a role of GovCloud',
      { region: 'us-gov-west-1', worker_task_role_arn: 'arn:aws-us-gov:iam::111122223333:role/worker' },
    ],
    ['a secret with a path', { api_key: { secret_arn: `${SECRET}:team/prefect-AbC123` } }],
    ['old short ids', { vpc_id: 'vpc-12ab34cd', worker_subnets: ['subnet-12ab34cd'] }],
    ['an image by digest', { worker_image: `registry.example.com:5000/a/b@sha256:${'0'.repeat(64)}` }],
    ['a secret that is gone at once', { secrets_manager_recovery_in_days: 0 }],
    ['logs for ever', { worker_log_retention_in_days: 0 }],
    [
      'a pool with spaces for a worker that makes no task families',
      { worker_type: 'process', worker_work_pool_name: 'my pool' },
    ],
    ['a UUID in capitals', { prefect_account_id: '6E02A1DB-07DE-4760-A15D-60D8FE0B04E1' }],
    ['tags in any script', { tags: { Größe: 'klein', 部署: 'データ' } }],
  ])('%s', (_, fields) => {
    expect(environmentOf(fields)).toBeDefined();
  });
});

/** Fields, and what the report on them must hold. `test.yaml` has the required fields first, in eight lines. */
const MISTAKES: readonly [what: string, fields: object, report: string][] = [
  [
    'a misspelt field, with the nearest',
    { worker_cpus: 1 },
    'test.yaml:9 worker_cpus\n    is not a field\n    → did you mean worker_cpu?',
  ],
  ['an unknown field, with all there are', { colour: 1 }, 'allowed: preset, region, name, vpc_id'],
  [
    'a misspelt field of a group',
    { api_key: { verison: 1 } },
    'test.yaml:10 api_key.verison\n    is not a field of api_key\n    → did you mean version?',
  ],
  [
    'a field of the whole file in a group, with where it belongs',
    { workers: { b: { worker_work_pool_name: 'b', worker_task_role_arn: 'arn:aws:iam::111122223333:role/b' } } },
    'is not a field of workers.b\n    → did you mean worker_task_role_arn at the top level?',
  ],
  [
    'an unknown preset, with the nearest and all',
    { preset: 'hardned' },
    'preset: "hardned"\n    invalid value\n    → did you mean hardened? allowed: hardened, reference',
  ],
  [
    'a slip of one of several ways of writing a value, with all of them',
    { network: { egress: 'http_only' } },
    'egress: "http_only"\n    must be one of https_only, all, or a list of mappings\n    → did you mean https_only?',
  ],
  [
    'an unknown region, with the nearest',
    { region: 'us-eats-1' },
    'test.yaml:1 region: "us-eats-1"\n    must be the name of a region, for example us-east-1\n    → did you mean us-east-1?',
  ],
  [
    'an id of another thing',
    { vpc_id: 'subnet-0a51c9e27f3b64d80' },
    'vpc_id: "subnet-0a51c9e27f3b64d80"\n    must be a VPC id: vpc- and 8 or 17',
  ],
  [
    'an id that is cut off',
    { worker_subnets: ['subnet-0a51c9e27f3b64d8'] },
    'test.yaml:4 worker_subnets[0]: "subnet-0a51c9e27f3b64d8"\n    must be a subnet id',
  ],
  ['no subnet', { worker_subnets: [] }, 'worker_subnets: []\n    must have at least one subnet'],
  [
    'one subnet twice',
    { worker_subnets: ['subnet-11111111', 'subnet-22222222', 'subnet-11111111'] },
    'worker_subnets[2]: "subnet-11111111"\n    duplicates worker_subnets[0]',
  ],
  [
    'a value where a list belongs',
    { worker_subnets: 'subnet-11111111' },
    'worker_subnets: "subnet-11111111"\n    must be a list',
  ],
  ['a list where a map belongs', { tags: ['a'] }, 'tags: ["a"]\n    must be a mapping of names to strings'],
  [
    'a list where a group belongs',
    { backend: [] },
    'backend: []\n    must be a mapping with these fields: local, s3, hcp, http, at_init',
  ],
  [
    'an account that is no UUID',
    { prefect_account_id: 'my-account' },
    'prefect_account_id: "my-account"\n    must be a UUID',
  ],
  [
    'a CPU size that Fargate has not',
    { worker_cpu: 300 },
    'worker_cpu: 300\n    is not available on Fargate; allowed, in units of 1/1024 vCPU: 256, 512, 1024, 2048, 4096, 8192, 16384',
  ],
  [
    'memory of a further worker that Fargate does not take with its CPU',
    { workers: { a: { worker_cpu: 256, worker_memory: 8192 } } },
    'workers.a.worker_memory: 8192\n    is not available on Fargate with worker_cpu 256; allowed: 512, 1024, 2048 MiB',
  ],
  [
    'memory that Fargate does not take with this CPU',
    { worker_cpu: 256, worker_memory: 4096 },
    'worker_memory: 4096\n    is not available on Fargate with worker_cpu 256; allowed: 512, 1024, 2048 MiB',
  ],
  [
    'memory between the steps',
    { worker_cpu: 8192, worker_memory: 17408 },
    'is not available on Fargate with worker_cpu 8192; allowed: 16384 to 61440 in steps of 4096 MiB',
  ],
  [
    'a number in quotes',
    { worker_memory: '2048' },
    'worker_memory: "2048"\n    must be a whole number\n    → write it without quotes: worker_memory: 2048',
  ],
  ['a fraction', { worker_desired_count: 1.5 }, 'worker_desired_count: 1.5\n    must be a whole number'],
  ['a negative count', { worker_desired_count: -1 }, 'worker_desired_count: -1\n    must be at least 0'],
  ['a label without a name', { worker: { docker_labels: { '': 'a' } } }, 'must not be empty'],
  ['more tasks than a service may have', { worker_desired_count: 5001 }, 'must be at most 5000'],
  [
    'a retention that CloudWatch has not',
    { worker_log_retention_in_days: 31 },
    'worker_log_retention_in_days: 31\n    must be a number of days that CloudWatch Logs offers, or 0 for ever: 0, 1, 3, 5, 7',
  ],
  [
    'a recovery window between 0 and 7',
    { secrets_manager_recovery_in_days: 3 },
    'secrets_manager_recovery_in_days: 3\n    must be 0, or 7 to 30',
  ],
  ['a recovery window above 30', { secrets_manager_recovery_in_days: 31 }, 'must be at most 30'],
  [
    'a name with characters that AWS does not take',
    { name: 'my worker' },
    'name: "my worker"\n    must be letters, digits, hyphens and underscores',
  ],
  ['a name that is too long', { name: 'x'.repeat(35) }, 'must be at most 34 characters'],
  ['an image with a space', { worker_image: 'a b' }, 'worker_image: "a b"\n    must be an image as Docker names it'],
  [
    'a pool that no family can be named after',
    { worker_work_pool_name: 'my pool' },
    'worker_work_pool_name: "my pool"\n    must be letters, digits, hyphens',
  ],
  ['a pool that would widen a policy', { worker_work_pool_name: '*' }, 'worker_work_pool_name: "*"'],
  [
    'a pool that Prefect refuses',
    { worker_type: 'process', worker_work_pool_name: 'a/b' },
    'must be the name of a Prefect work pool',
  ],
  [
    'a pool that would be read as an option',
    { worker_type: 'process', worker_work_pool_name: '--help' },
    'not beginning with a hyphen',
  ],
  ['a type that would be read as an option', { worker_type: '--help' }, 'must be the type of a Prefect worker'],
  ['a role that is a name', { worker_task_role_arn: 'worker' }, 'must be the ARN of an IAM role'],
  [
    'a role of another partition than the region',
    { worker_task_role_arn: 'arn:aws-cn:iam::111122223333:role/worker' },
    'must be in partition aws, as region us-east-1 is',
  ],
  [
    'a secret without the characters that AWS adds',
    { api_key: { secret_arn: `${SECRET}:prefect` } },
    'must be the whole ARN of a Secrets Manager secret',
  ],
  [
    'a version beside an existing secret',
    { api_key: { secret_arn: `${SECRET}:prefect-AbC123`, version: 2 } },
    'api_key.version: 2\n    has no effect: it applies only to a secret that this stack creates',
  ],
  ['a version below 1', { api_key: { version: 0 } }, 'api_key.version: 0\n    must be at least 1'],
  [
    'a number as a tag',
    { tags: { CostCenter: 4711 } },
    'tags.CostCenter: 4711\n    must be a string\n    → write it in quotes: CostCenter: "4711"',
  ],
  ['a tag that AWS keeps for itself', { tags: { 'aws:team': 'x' } }, 'must not begin with aws:'],
  [
    'tags that IAM takes for one',
    { tags: { Team: 'a', team: 'b' } },
    'tags.team: "b"\n    differs from another key only by case: IAM rejects that',
  ],
  [
    'a tag with characters that AWS does not take',
    { tags: { Team: 'a|b' } },
    'tags.Team: "a|b"\n    must be at most 256 letters',
  ],
  ['a key of a tag with such', { tags: { 'Te|am': 'a' } }, 'must be 1 to 128 letters'],
  [
    'too many tags',
    { tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`t${index}`, 'x'])) },
    'AWS allows at most 50 tags',
  ],
  [
    'an account id that lost its leading 0',
    { aws: { account_id: 12345678901 } },
    'aws.account_id: 12345678901\n    must be a string\n    → write it in quotes: account_id: "012345678901"',
  ],
  [
    'an account id of 11 digits',
    { aws: { account_id: '12345678901' } },
    'must be an AWS account id: 12 digits, in quotes',
  ],
  ['a role to assume without its ARN', { aws: { assume_role: {} } }, 'aws.assume_role.role_arn\n    is required'],
  [
    'two backends',
    { backend: { local: {}, s3: { bucket: 'a-bucket' } } },
    'set exactly one of: local, s3\n    → remove one; if it comes from a base, set local: null',
  ],
  [
    'an absolute path of the state',
    { backend: { local: { path: '/var/state' } } },
    'backend.local.path: "/var/state"\n    must be relative',
  ],
  ['a bucket that cannot exist', { backend: { s3: { bucket: 'A_Bucket' } } }, 'must be the name of an S3 bucket'],
  [
    'a key that begins with a slash',
    { backend: { s3: { bucket: 'a-bucket', key: '/a' } } },
    'neither beginning nor ending with /',
  ],
  [
    'text where true or false belongs',
    { backend: { s3: { bucket: 'a-bucket', use_lockfile: 'yes' } } },
    'must be true or false',
  ],
  [
    'a switch that AWS does not have',
    { cluster: { container_insights: 'on' } },
    'allowed: disabled, enabled, enhanced',
  ],
];

describe('fails on', () => {
  test.each(MISTAKES)('%s', (_, fields, report) => {
    expect(reportOnValues(fields)).toContain(report);
  });
});
