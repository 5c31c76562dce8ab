import { inputsOf } from '../../src/doctor/inputs';

const files: Readonly<Record<string, string>> = {
  'terraform.tfvars': 'name = "file"\nworker_cpu = 512\n',
  'b.auto.tfvars': 'worker_memory = 4096\n',
  'a.auto.tfvars.json': '{"worker_memory": 2048, "worker_desired_count": 2}',
  'terraform.tfvars.json': '{"worker_cpu": 1024}',
  'other.tfvars': 'worker_cpu = 4096\n',
};

test('a file wins over the environment, and later files over earlier ones', () => {
  const env = {
    TF_VAR_name: 'env',
    TF_VAR_worker_subnets: '["subnet-a", "subnet-b"]',
    TF_VAR_vpc_id: 'vpc-1',
    PATH: '/',
  };
  expect(inputsOf(Object.keys(files), (name) => files[name], env)).toEqual({
    name: 'file',
    worker_cpu: 1024,
    worker_memory: 4096,
    worker_desired_count: 2,
    worker_subnets: ['subnet-a', 'subnet-b'],
    vpc_id: 'vpc-1',
  });
});

test('without files and variables nothing is set', () => {
  expect(inputsOf([], () => undefined, {})).toEqual({});
});
