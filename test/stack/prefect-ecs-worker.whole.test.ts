import { defineEnvironment } from '../../src/environment/define-environment';
import { WorkerCluster } from '../../src/features/cluster/resources/worker-cluster';
import { PrefectEcsWorker } from '../../src/stack/prefect-ecs-worker';
import { createProvider } from '../../src/stack/provider';
import { REQUIRED } from '../helpers/stack-files';
import { addressesOf, inForeignStack, nativeBlocksOf, stackOf } from '../helpers/synthesized';

const environment = (fields: object = {}) => defineEnvironment('test', { ...REQUIRED, ...fields });

test("a worker in somebody else's stack has the addresses that it has in ours", () => {
  const fields = { workers: { reports: { worker_work_pool_name: 'reports' } }, alarms: { email: ['a@example.com'] } };
  const foreign = inForeignStack((stack) => {
    new PrefectEcsWorker(stack, 'prefect', { environment: environment(fields) });
  });
  expect(addressesOf(foreign)).toEqual(addressesOf(stackOf(fields)));
  expect(Object.keys(foreign.variable).sort()).toEqual(Object.keys(stackOf(fields).variable).sort());
  expect(foreign.mistakes).toEqual([]);
});

test('a worker takes over a module there too', () => {
  const fields = { adopt: { module: 'module.old' } };
  const { moved } = inForeignStack((stack) => {
    new PrefectEcsWorker(stack, 'prefect', { environment: environment(fields) });
  });
  expect(moved?.map(({ from, to }) => ({ from, to }))).toEqual(nativeBlocksOf(stackOf(fields), 'moved'));
  expect(moved).not.toEqual([]);
});

test('the stack gets the provider, the backend and the least version of Terraform, unless it has them', () => {
  const fields = { tags: { Team: 'data' }, backend: { s3: { bucket: 'states' } } };
  const { provider, terraform } = inForeignStack((stack) => {
    new PrefectEcsWorker(stack, 'prefect', { environment: environment(fields) });
  });
  expect(provider?.aws).toEqual([{ region: 'us-east-1', default_tags: [{ tags: { Team: 'data' } }] }]);
  expect(terraform).toMatchObject({ required_version: '>= 1.11.0', backend: { s3: { bucket: 'states' } } });
  const own = inForeignStack((stack) => {
    createProvider(stack, environment({ region: 'eu-west-1' }));
    new PrefectEcsWorker(stack, 'prefect', { environment: environment() });
  });
  expect(own.provider?.aws).toEqual([{ region: 'eu-west-1' }]);
});

test('what other constructs refer to are the addresses of the worker', () => {
  const { resource } = inForeignStack((stack) => {
    const worker = new PrefectEcsWorker(stack, 'prefect', { environment: environment() });
    const { clusterArn, clusterName, executionRoleArn, logGroupName, securityGroupId, serviceName, taskRoleArn } =
      worker;
    new WorkerCluster(stack, 'other', { name: [clusterArn, clusterName, executionRoleArn].join() });
    new WorkerCluster(stack, 'more', { name: [logGroupName, securityGroupId, serviceName, taskRoleArn].join() });
  });
  const names = Object.values(resource['aws_ecs_cluster'] ?? {}).map(({ name }) => name);
  expect(names).toContain(
    '${aws_ecs_cluster.prefect_worker_cluster.id},${aws_ecs_cluster.prefect_worker_cluster.name},${aws_iam_role.prefect_worker_execution_role.arn}',
  );
});

test.each([
  ['aws', { profile: 'a' }],
  ['tags', { Team: 'data' }],
])('fails on %s in a stack that has an AWS provider', (field, value) => {
  expect(() =>
    inForeignStack((stack) => {
      createProvider(stack, environment());
      new PrefectEcsWorker(stack, 'prefect', { environment: environment({ [field]: value }) });
    }),
  ).toThrow(`test ${field}\n    has no effect: this stack has an AWS provider of its own\n    → remove it, and `);
});

test.each([undefined, {}, { environment: { region: 'us-east-1' } }])(
  'fails on %j instead of an environment',
  (props) => {
    expect(() => inForeignStack((stack) => new PrefectEcsWorker(stack, 'prefect', props as never))).toThrow(
      'prefect environment\n    must be an environment from defineEnvironment',
    );
  },
);

test('fails on overrides and blocks of Terraform, which an app has means of its own for, all at once', () => {
  const fields = {
    overrides: { 'aws_ecs_cluster.prefect_worker_cluster': { tags: {} } },
    terraform: { locals: { a: 1 } },
  };
  expect(() =>
    inForeignStack((stack) => new PrefectEcsWorker(stack, 'prefect', { environment: environment(fields) })),
  ).toThrow(/test overrides\n.*\n.*addOverride of the resource\ntest terraform\n.*\n.*add constructs to the stack/);
});

test('fails on two workers in one stack, with the addresses that both would have', () => {
  const { mistakes } = inForeignStack((stack) => {
    new PrefectEcsWorker(stack, 'one', { environment: environment() });
    new PrefectEcsWorker(stack, 'other', { environment: environment() });
  });
  expect(mistakes).toContain(
    '2 elements have the Terraform address var.name: foreign/one/worker/inputs/name, foreign/other/worker/inputs/name. Rename yours, or give the worker a stack of its own',
  );
});
