import { join } from 'node:path';
import { inputsInFile } from '../../src/init/terraform-file';
import { ConfigError } from '../../src/problems/errors';
import { folderOf } from '../helpers/stack-files';

const inputsIn = (name: string, text: string, beside: Record<string, string> = {}) =>
  inputsInFile(join(folderOf({ ...beside, [name]: text }), name));
const refusalOf = (name: string, text: string): string => {
  try {
    return JSON.stringify(inputsIn(name, text));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ message }) => message).join('\n');
  }
};

const MODULE = `
# module "commented" {
module "vpc" { source = "terraform-aws-modules/vpc/aws" }

module "prefect_worker" {
  source    = "prefecthq/ecs-worker/prefect"
  providers = { aws = aws.east }
  name      = "prod" # the name
  vpc_id    = module.vpc.vpc_id
  worker_subnets = [
    "subnet-014aa5f348034e45b", // one
    "subnet-df23ae9eab1f49af9",
  ]
  prefect_api_key = var.key
  worker_cpu      = 512
  worker_extra_env = {
    A = [for x in var.y : x if x != "}"]
  }
  worker_task_role_arn  = null
  worker_work_pool_name = "pool-\${var.stage}"
}

output "id" { value = module.prefect_worker.prefect_worker_service_id }
`;

test('takes the literal inputs of the module block, and names those that it cannot take', () => {
  expect(inputsIn('main.tf', MODULE)).toEqual({
    values: {
      name: 'prod',
      worker_subnets: ['subnet-014aa5f348034e45b', 'subnet-df23ae9eab1f49af9'],
      worker_cpu: 512,
    },
    left: ['vpc_id', 'worker_extra_env', 'worker_work_pool_name'],
  });
});

test.each([
  ['terraform.tfvars', 'name = "dev"\nworker_cpu = 256\nprefect_api_key = "pnu_secret"\nother = 1\n'],
  ['dev.tfvars.json', '{"name": "dev", "worker_cpu": 256, "prefect_api_key": "pnu_secret", "other": 1}'],
])('takes the inputs that %s sets, and never the key', (file, text) => {
  expect(inputsIn(file, text)).toEqual({ values: { name: 'dev', worker_cpu: 256 }, left: ['other'] });
});

test('takes locals and variables as the folder of the configuration sets them', () => {
  const text = `
module "worker" {
  source                = "prefecthq/ecs-worker/prefect"
  name                  = local.name
  vpc_id                = var.network.vpc
  worker_subnets        = concat(local.subnets, [var.last])
  worker_cpu            = 2 * 512
  worker_memory         = var.memory - -24
  worker_work_pool_name = "pool-\${local.name}"
  prefect_account_id    = var.account
  worker_image          = local.loop
}
locals {
  name = "worker-\${var.stage}"
  loop = local.loop
}
`;
  const variables = `
variable "stage" {
  type    = string
  default = "dev"
}
variable "network" {
  default = { vpc = "vpc-1" }
}
variable "last" { default = "subnet-3" }
variable "memory" { default = 1000 }
variable "account" {}
locals { subnets = ["subnet-1", "subnet-2"] }
`;
  const beside = { 'variables.tf': variables, 'terraform.tfvars': 'stage = "prod"\nlast = "subnet-4"\n' };
  expect(inputsIn('main.tf', text, beside)).toEqual({
    values: {
      ...{ name: 'worker-prod', vpc_id: 'vpc-1', worker_subnets: ['subnet-1', 'subnet-2', 'subnet-4'] },
      ...{ worker_cpu: 1024, worker_memory: 1024, worker_work_pool_name: 'pool-worker-prod' },
    },
    left: ['prefect_account_id', 'worker_image'],
  });
});

test.each(['\n', '\r\n'])('takes texts that stand in several lines, with line ends %j', (end) => {
  const lines = [
    ...['worker_extra_pip_packages = <<-EOT', '    prefect-aws', '      s3fs', '    EOT'],
    ...['other = <<EOT', 'name = "no"', 'EOT', 'worker_cpu = 256'],
  ];
  const text = `\uFEFF${lines.join(end)}${end}`;
  const { values, left } = inputsIn('terraform.tfvars', text);
  expect(values).toEqual({ worker_extra_pip_packages: 'prefect-aws\n  s3fs', worker_cpu: 256 });
  expect(left).toEqual(['other']);
});

test('takes values of another type as Terraform converts them', () => {
  const text =
    'worker_cpu = "512"\nworker_memory = "2 GB"\nname = 7\nworker_image = true\nworker_subnets = toset(["subnet-1"])\n';
  expect(inputsIn('terraform.tfvars', text)).toEqual({
    values: { worker_cpu: 512, worker_memory: '2 GB', name: '7', worker_image: 'true', worker_subnets: ['subnet-1'] },
    left: [],
  });
});

test('takes the inputs of later versions as the fields that they are', () => {
  const text = [
    ...['enable_sqs_monitoring = true', 'worker_extra_env = { A = 1, B = "b" }'],
    'worker_task_role_extra_policy_attachment = ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]',
  ].join('\n');
  expect(inputsIn('terraform.tfvars', text)).toEqual({
    values: {
      crash_detection: { enabled: true },
      worker: { environment: { A: '1', B: 'b' } },
      roles: { task: { policies: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'] } },
    },
    left: [],
  });
});

describe('takes the region', () => {
  const block = (lines = '') => `module "w" {\n  worker_work_pool_name = "p"\n${lines}}\n`;
  const providers = [
    'provider "aws" {\n  region = var.region\n}',
    'provider "aws" {\n  alias = "west"\n  region = "us-west-2"\n}',
    'provider "aws" {\n  alias = "unknown"\n  region = data.x.y.name\n}',
    'provider "other" {\n  region = "nowhere"\n}',
    'variable "region" {\n  default = "eu-west-1"\n}\n',
  ].join('\n');
  test.each<[string, string, string | undefined]>([
    ['of the provider', block(), 'eu-west-1'],
    ['of the provider that the module is given', block('  providers = { aws = aws.west }\n'), 'us-west-2'],
    ['of none that only Terraform can evaluate', block('  providers = { aws = aws.unknown }\n'), undefined],
    ['of none that there is not', block('  providers = { aws = aws.other }\n'), undefined],
  ])('%s', (_, text, region) => {
    expect(inputsIn('main.tf', text, { 'providers.tf': providers }).region).toBe(region);
  });

  test.each(['region', 'aws_region'])('of a variables file that has %s', (name) => {
    expect(inputsIn('terraform.tfvars', `${name} = "us-east-2"\nname = "a"\n`)).toEqual({
      ...{ values: { name: 'a' }, left: [], region: 'us-east-2' },
    });
  });
});

test('says that a block stands for several workers', () => {
  const block = (argument: string) =>
    `module "w" {\n  ${argument}\n  name = each.key\n  worker_work_pool_name = "p"\n}\n`;
  expect(inputsIn('main.tf', block('for_each = toset(["a", "b"])'))).toEqual({
    ...{ values: { worker_work_pool_name: 'p' }, left: ['name'], several: 'for_each' },
  });
  expect(inputsIn('main.tf', block('count = 2')).several).toBe('count');
  expect(inputsIn('main.tf', block('count = 1')).several).toBeUndefined();
});

test.each([
  [
    'no block of the reference',
    'main.tf',
    'module "vpc" { source = "x" }\n',
    'contains no module block of the reference module',
  ],
  [
    'more than one',
    'main.tf',
    `${MODULE}${MODULE.replaceAll('prefect_worker', 'other')}`,
    'contains 2 module blocks of the reference module: prefect_worker, other',
  ],
  [
    'a block without an end',
    'main.tf',
    MODULE.slice(0, MODULE.indexOf('}\n\noutput')),
    'the module block "prefect_worker" does not end',
  ],
  ['no input', 'terraform.tfvars', '# nothing\n', 'sets no input'],
  ['a list', 'terraform.tfvars.json', '[1]', 'cannot be read (invalid JSON, or no object)'],
  ['half a document', 'terraform.tfvars.json', '{"name":', 'cannot be read (invalid JSON, or no object)'],
])('refuses a file with %s', (_, name, text, message) => {
  expect(refusalOf(name, text)).toBe(message);
});
