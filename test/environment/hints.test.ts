import { reportOnFields, reportOnValues } from '../helpers/stack-files';

const hintsOn = (fields: object) => [...reportOnValues(fields).matchAll(/→ (.*)/g)].map(([, hint]) => hint);

const POLICY = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';
const READ_ONLY = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
const PROVIDERS =
  'for the provider aws, set region, tags, aws.profile or aws.assume_role; the stack has no other provider';

describe('the hint leads to what was meant by', () => {
  test.each<[string, object, string]>([
    ['a provider', { provider: { aws: { region: 'us-east-1' } } }, PROVIDERS],
    ['a provider among Terraform of its own', { terraform: { provider: { aws: {} } } }, PROVIDERS],
    [
      'the versions of providers',
      { terraform: { required_providers: { aws: {} } } },
      'remove it: the stack sets it; aws.provider_version sets the version of the provider aws',
    ],
    ['a resource at the top', { resource: { aws_s3_bucket: {} } }, 'did you mean terraform.resource?'],
    [
      'a template of CloudFormation',
      { Resources: {} },
      'a stack file is no CloudFormation template: npx prefect-ecs-worker adopt writes the stack file of a worker in one',
    ],
    [
      'a manifest of Kubernetes',
      { apiVersion: 'v1' },
      'a stack file is no manifest of Kubernetes: npx prefect-ecs-worker init writes a first one',
    ],
    [
      'a switch for a warning',
      { acknowledge: { 'old-image': true } },
      'write the reason, for example old-image: "it is so for one week, until the move"',
    ],
    ['a log group that exists', { logs: { existing: '/a/b' } }, 'write logs: {group: existing, name: NAME}'],
    [
      'a version of Prefect',
      { prefect: { version: 3.6 } },
      'set worker_image: the version of Prefect is that of the image',
    ],
    ['a list of subnets', { network: { subnets: ['subnet-1'] } }, 'did you mean worker_subnets at the top level?'],
    ['a network mode', { worker: { network_mode: 'host' } }, 'remove it: tasks always have the network mode awsvpc'],
    [
      'a Dockerfile as a base',
      { image: { base: './Dockerfile' } },
      'set image.dockerfile: Dockerfile instead: it is no image',
    ],
    [
      'a Dockerfile of another name',
      { image: { base: 'docker/flows.Dockerfile' } },
      'set image.dockerfile: docker/flows.Dockerfile instead: it is no image',
    ],
    [
      'a Dockerfile of the worker',
      { worker_image: 'Dockerfile' },
      'build an image from the Dockerfile, push it, and set its name',
    ],
    [
      'a policy by its path',
      { roles: { task: { policies: ['service-role/AmazonECSTaskExecutionRolePolicy'] } } },
      `did you mean ${POLICY}?`,
    ],
    [
      'a policy by another path',
      { roles: { task: { policies: ['job-function/AmazonS3ReadOnlyAccess'] } } },
      `did you mean ${READ_ONLY}?`,
    ],
    [
      'a policy by a part of its ARN',
      { flow_runs: { task_role: { policies: ['aws:policy/AmazonS3ReadOnlyAccess'] } } },
      `did you mean ${READ_ONLY}?`,
    ],
    [
      'a policy by an ARN that lacks a part',
      { roles: { execution: { policies: ['arn:aws:iam::aws:AmazonS3ReadOnlyAccess'] } } },
      `did you mean ${READ_ONLY}?`,
    ],
    [
      'a policy instead of a list',
      { roles: { task: { policies: 'AmazonS3ReadOnlyAccess' } } },
      'write a list: policies: [AmazonS3ReadOnlyAccess]',
    ],
    ['a capacity by its provider', { capacity: 'FARGATE_SPOT' }, 'write capacity: {type: fargate_spot}'],
    ['a word for Spot', { flow_runs: { capacity: 'spot' } }, 'did you mean fargate_spot?'],
    ['the name of a work pool', { work_pool: 'my-pool' }, 'did you mean worker_work_pool_name?'],
    ['a rule instead of a list', { network: { egress: { port: 443 } } }, 'write a list: egress: [{port: VALUE}]'],
    [
      'a mapping of names',
      { project: { deployments: { nightly: { entrypoint: 'a.py:a' } } } },
      'write a list: deployments: [{name: NAME, entrypoint: VALUE}]',
    ],
    [
      'a block instead of a list',
      { terraform: { moved: { from: 'a.b', to: 'a.c' } } },
      'write a list: moved: [{from: VALUE}]',
    ],
    [
      'a block for a number',
      { worker: { ephemeral_storage: { size_in_gib: 50 } } },
      'write the value itself, for example ephemeral_storage: 100',
    ],
    ['no log', { logs: false }, 'write logs: {group: none}'],
    ['no crash detection', { crash_detection: false }, 'write crash_detection: {enabled: false}'],
    [
      'a NAT gateway',
      { vpc_id: undefined, worker_subnets: undefined, network: { create: { nat: true } } },
      'did you mean single?',
    ],
    ['basic authentication', { prefect: { auth: 'basic' } }, 'did you mean auth_string?'],
    ['days with their unit', { worker_log_retention_in_days: '30d' }, 'write worker_log_retention_in_days: 30'],
    ['days with a unit that are not offered', { worker_log_retention_in_days: '45d' }, 'the nearest are 30 and 60'],
    ['a disk with its unit', { flow_runs: { ephemeral_storage: '50GB' } }, 'write ephemeral_storage: 50'],
    [
      'workers without names',
      { workers: [{ worker_work_pool_name: 'x' }] },
      'write a mapping: workers: {NAME: {worker_work_pool_name: my-gpu-pool}}',
    ],
    [
      'a repository by its URL',
      { image: { repository: {} }, ci_role: { github: 'https://github.com/acme/flows.git' } },
      'did you mean github: acme/flows?',
    ],
    [
      'a parameter of AWS',
      { output_parameters: { cluster_arn: '/team//x' } },
      'for example cluster_arn: /team/prefect/cluster_arn',
    ],
  ])('%s', (_, fields, hint) => {
    expect(hintsOn(fields)).toEqual([hint]);
  });
});

test.each([
  ['\u00a0', 'a no-break space, which looks like a space and is none (U+00A0)'],
  ['\u200b', 'a zero-width space, which is invisible (U+200B)'],
  ['\u2063', 'a word joiner, which is invisible (U+2063)'],
  ['\u{e0041}', 'a tag character, which is invisible (U+E0041)'],
  ['\u202e', 'a direction mark, which is invisible and changes the order of the characters after it (U+202E)'],
  ['\u200f', 'a direction mark, which is invisible and changes the order of the characters after it (U+200F)'],
])('a text with %j is said to contain it in plain words', (character, words) => {
  const report = reportOnFields({ worker_cpu: 1, worker: { environment: { A: `a${character}b` } } });
  expect(report).toContain(`warning invisible-character: contains ${words}`);
});

test.each(['naïve – “quoted” …', '日本語', 'العربية', '👩🏽'])('%s is a plain text', (text) => {
  expect(reportOnFields({ worker_cpu: 1, worker: { environment: { A: text } } })).not.toContain('invisible-character');
});
