import { PRESETS } from '../../../src/environment/presets';
import { projectView } from '../../../src/features/project/project-view';
import { environmentOf } from '../../helpers/stack-files';

test('with nothing said the pool is made by command, and there is no image to name', () => {
  expect(projectView(environmentOf())).toMatchObject({
    pool: 'my-ecs-pool',
    image: '',
    repository: '',
    registry: '$account.dkr.ecr.us-east-1.amazonaws.com',
    base: PRESETS.hardened.workerImage,
    baseInEcr: false,
    platform: 'linux/amd64',
    git: '',
    s3: '',
    logGroup: 'prefect-flow-runs-test',
    hasTaskRole: false,
    sharedDefinition: false,
  });
});

test('with everything said it is all there', () => {
  const environment = environmentOf({
    aws: { account_id: '111122223333' },
    flow_runs: { architecture: 'arm64', task_role: {}, log: { name: '/mine' }, create_task_definition: true },
    image: { repository: { name: 'team/flows' }, tag: 'v7', code: { s3: { bucket: 'my-bucket' } } },
  });
  expect(projectView(environment)).toMatchObject({
    image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/team/flows:v7',
    repository: 'team/flows',
    platform: 'linux/arm64',
    git: '',
    s3: 's3://my-bucket/flows',
    logGroup: '/mine',
    hasTaskRole: true,
    sharedDefinition: true,
  });
});

test('the log may be the worker’s, or none', () => {
  const logGroup = (log: object) => projectView(environmentOf({ flow_runs: { log } }))?.logGroup;
  expect(logGroup({ group: 'worker' })).toBe('prefect-worker-log-group-test');
  expect(logGroup({ group: 'none' })).toBe('');
  expect(logGroup({ group: 'existing', name: { ssm_parameter: '/flows/log' } })).toBe(
    '"$(aws ssm get-parameter --region us-east-1 --name /flows/log --query Parameter.Value --output text)"',
  );
});

test('a worker that starts no tasks has nothing of this', () => {
  expect(projectView(environmentOf({ worker_type: 'process' }))).toBeUndefined();
});
