import { inputsIn } from '../../src/init/from-terraform';

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

test('finds no inputs where there is no module block of the reference, or more than one', () => {
  expect(inputsIn('main.tf', 'module "vpc" { source = "x" }\n')).toBeUndefined();
  expect(inputsIn('main.tf', `${MODULE}${MODULE}`)).toBeUndefined();
});
