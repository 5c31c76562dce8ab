import { parametersOf } from '../../src/doctor/planned-stack';
import { isKnown, UNKNOWN, type Value } from '../../src/doctor/terraform-value';
import { plannedWorkers, poolOf, secretOf, variableOf } from '../../src/doctor/workers';
import { documentOf, stackOf } from '../helpers/doctor-stack';
import { loadExamples } from '../helpers/examples';

const NAMES = loadExamples().map(({ name }) => name);

test.each(NAMES)('of %s the names, the pool, the image and the API are known without Terraform', (name) => {
  for (const { cluster, service, task } of plannedWorkers(stackOf(name))) {
    expect(
      [cluster, service, poolOf(task), variableOf(task, 'PREFECT_API_URL')].map((one) => isKnown(one ?? UNKNOWN)),
    ).toEqual([true, true, true, true]);
    expect(task.containers.map(({ image }) => isKnown(image ?? UNKNOWN))).toEqual(task.containers.map(() => true));
  }
});

test.each(NAMES)('of %s the template of the work pool is JSON', (name) => {
  const template = stackOf(name).output('prefect_base_job_template');
  expect(Object.keys(JSON.parse(String(template))).sort()).toEqual(['job_configuration', 'variables']);
});

test('the template of the work pool is filled in with the values of the stack, and has no comment', () => {
  const template = JSON.parse(String(stackOf('prod').output('prefect_base_job_template')));
  const { properties } = template.variables;
  expect(properties.cluster.default).toBe('arn:aws:ecs:us-east-1:111122223333:cluster/prefect-worker-prod');
  expect(template.job_configuration.task_run_request.networkConfiguration.awsvpcConfiguration.subnets).toEqual(
    documentOf('prod').variable?.['worker_subnets']?.['default'],
  );
});

test('each worker of a stack is found, the first one first', () => {
  const workers = plannedWorkers(stackOf('spot-arm'));
  expect(workers.map(({ name, service, task }) => [name, service, poolOf(task), task.architecture])).toEqual([
    [undefined, 'prefect-worker-spot-arm', 'ecs-pool-spot', 'ARM64'],
    ['reports', 'prefect-worker-spot-arm-reports', 'ecs-pool-reports', 'ARM64'],
  ]);
});

test('the input of a variables file wins over the default', () => {
  const [worker] = plannedWorkers(
    stackOf('dev', { name: 'mine', worker_desired_count: '3', worker_subnets: ['subnet-a'] }),
  );
  expect(worker).toMatchObject({
    service: 'prefect-worker-mine',
    desiredCount: 3,
    placement: { subnets: ['subnet-a'] },
  });
});

test('the value of a credential is unknown, even where an input has it', () => {
  const stack = stackOf('prod', { prefect_api_key: 'pnu_not_here' });
  expect(stack.value('${var.prefect_api_key}')).toBe(UNKNOWN);
  expect(JSON.stringify([...stack.resources('aws_secretsmanager_secret_version')])).not.toContain('pnu_');
});

test('a secret that the apply creates is known by its name, without the six characters of AWS', () => {
  const [worker] = plannedWorkers(stackOf('prod'));
  const arn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prefect-api-key-prod-';
  expect(worker && secretOf(worker.task, 'PREFECT_API_KEY')).toBe(`${arn}${UNKNOWN}:::${UNKNOWN}`);
});

test('what a stack looks up in Parameter Store is read from there', () => {
  expect(parametersOf(documentOf('shared-platform'))).toContain('/platform/prefect/security-group');
  const [worker] = plannedWorkers(stackOf('shared-platform'));
  expect(worker?.placement.securityGroups).toContain('sg-0a51c9e27f3b64d80');
});

test('a resource with count 0 is not planned', () => {
  const role = (inputs: Readonly<Record<string, Value>>) =>
    stackOf('prod', inputs).resources('aws_iam_role').has('prefect_worker_task_role');
  expect([role({}), role({ worker_task_role_arn: 'arn:aws:iam::111122223333:role/x' })]).toEqual([true, false]);
});
