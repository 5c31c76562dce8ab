import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { workersAmong } from '../../src/adopt/found-worker';
import type { Resource } from '../../src/adopt/resource';
import { describedAs } from '../../src/adopt/stack-file-fields';
import { resourcesInState } from '../../src/adopt/terraform-state';

export const stateOf = (name: string): readonly Resource[] =>
  resourcesInState(JSON.parse(readFileSync(resolve('test', 'adopt', 'states', `${name}.json`), 'utf8'))) ?? [];

export const resource = (address: string, values: object): Resource => {
  const [type = '', name = ''] = address.split('.');
  return { address, module: '', type, name, values: values as Resource['values'] };
};

export const ARN = 'arn:aws:ecs:eu-west-1:111122223333';
export const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:prefect-AbC123';
export const CONTAINER = {
  name: 'main',
  image: 'prefect:3',
  command: ['prefect', 'worker', 'start', '--pool', 'etl', '--type', 'ecs'],
  environment: [
    { name: 'PREFECT_API_URL', value: 'https://prefect.example.com/api' },
    { name: 'LOG_LEVEL', value: 'DEBUG' },
    { name: 'DB_PASSWORD', value: 'hunter2' },
  ],
  secrets: [{ name: 'PREFECT_API_KEY', valueFrom: SECRET }],
  logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/etl', 'awslogs-stream-prefix': 'etl' } },
};

/** Somebody's own configuration, under names of their own. */
export const OWN = [
  resource('aws_ecs_cluster.main', { id: `${ARN}:cluster/data`, arn: `${ARN}:cluster/data`, name: 'data' }),
  resource('aws_ecs_service.worker', {
    ...{ name: 'etl-worker', cluster: `${ARN}:cluster/data`, desired_count: 2, launch_type: 'FARGATE' },
    task_definition: `${ARN}:task-definition/etl:7`,
    network_configuration: [{ subnets: ['subnet-2', 'subnet-1'], security_groups: ['sg-1'], assign_public_ip: false }],
  }),
  resource('aws_ecs_task_definition.worker', {
    ...{ arn: `${ARN}:task-definition/etl:7`, family: 'etl', cpu: '512', memory: '1024' },
    execution_role_arn: 'arn:aws:iam::111122223333:role/execution',
    task_role_arn: 'arn:aws:iam::111122223333:role/task',
    container_definitions: JSON.stringify([CONTAINER]),
  }),
  resource('aws_iam_role.task', { arn: 'arn:aws:iam::111122223333:role/task', name: 'task' }),
  resource('aws_cloudwatch_log_group.log', { name: '/ecs/etl', retention_in_days: 14 }),
  resource('aws_security_group.worker', {
    ...{ id: 'sg-1', name: 'etl', description: 'ours', vpc_id: 'vpc-1' },
    egress: [{ protocol: '-1', from_port: 0, to_port: 0, cidr_blocks: ['0.0.0.0/0'], ipv6_cidr_blocks: [] }],
  }),
];

export const only = (resources: readonly Resource[]) => {
  const workers = workersAmong(resources);
  expect(workers).toHaveLength(1);
  const found = workers[0] as (typeof workers)[number];
  return { found, workers, described: describedAs(found, resources) };
};
export const changed = (address: string, values: object) =>
  OWN.map((one) => (one.address === address ? { ...one, values: { ...one.values, ...values } } : one));

export const commandOf = (fields: object) =>
  changed('aws_ecs_task_definition.worker', { container_definitions: JSON.stringify([{ ...CONTAINER, ...fields }]) });
