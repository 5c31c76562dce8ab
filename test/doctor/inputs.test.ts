import { inputsOf } from '../../src/doctor/inputs';

const files: Readonly<Record<string, string>> = {
  'terraform.tfvars': 'name = "file"\nworker_cpu = 512\n',
  'terraform.tfvars.json': '{"worker_cpu": 1024}',
};

test('a file wins over the environment, and JSON over the other file', () => {
  const env = {
    TF_VAR_name: 'env',
    TF_VAR_worker_subnets: '["subnet-a", "subnet-b"]',
    TF_VAR_vpc_id: 'vpc-1',
    PATH: '/',
  };
  expect(inputsOf((name) => files[name], env)).toEqual({
    name: 'file',
    worker_cpu: 1024,
    worker_subnets: ['subnet-a', 'subnet-b'],
    vpc_id: 'vpc-1',
  });
});

test('without files and variables nothing is set', () => {
  expect(inputsOf(() => undefined, {})).toEqual({});
});
