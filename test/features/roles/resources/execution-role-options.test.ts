import { ExecutionRole, type ExecutionRoleProps } from '../../../../src/features/roles/resources/execution-role';
import { AwsContext } from '../../../../src/terraform/aws-context';
import { Expression } from '../../../../src/terraform/terraform-text';
import { addressesOf, ecrPatternOf, inStack, resourceAt } from '../../../helpers/synthesized';

const ROLE = 'aws_iam_role.prefect_worker_execution_role';
const NAMES = {
  readApiKeyPolicy: { name: 'read-api-key' },
  createLogGroupPolicy: { name: 'create-log-group' },
  writeLogsPolicy: { name: 'write-logs' },
  pullImagePolicy: { name: 'pull-image' },
  pullFurtherImagesPolicy: { name: 'pull-further-images' },
  executionPolicy: { name: 'more' },
};
const READ = { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: 'secret' } as const;
const WRITE = { Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: 'group' } as const;

function role(fields: Partial<ExecutionRoleProps> = {}) {
  return inStack((scope) => {
    new ExecutionRole(scope, 'execution_role', {
      aws: new AwsContext(scope, 'aws'),
      name: { name: 'execution-role' },
      names: NAMES,
      settings: {},
      readSecrets: [READ],
      writeLogs: [WRITE],
      image: { name: new Expression('var.image'), count: new Expression('length(local.worker_image_in_ecr)') },
      leastPrivilege: true,
      ...fields,
    });
  });
}

const resources = (fields?: Partial<ExecutionRoleProps>) => addressesOf({ resource: role(fields).resource });

test('has what it needs, each in a policy of its own', () => {
  expect(resources()).toEqual([
    ROLE,
    'aws_iam_role_policy.prefect_worker_pull_image',
    'aws_iam_role_policy.prefect_worker_write_logs',
    'aws_iam_role_policy.ssm_allow_read_prefect_api_key',
  ]);
});

test('has no policy for what there is not: secrets, a log', () => {
  expect(resources({ readSecrets: [], writeLogs: [] })).toEqual([
    ROLE,
    'aws_iam_role_policy.prefect_worker_pull_image',
  ]);
});

test('has in the reference the managed policy, for every image and log group', () => {
  const reference = { leastPrivilege: false };
  expect(resources(reference)).toEqual([
    ROLE,
    'aws_iam_role_policy.allow_create_log_group',
    'aws_iam_role_policy.ssm_allow_read_prefect_api_key',
    'aws_iam_role_policy_attachment.prefect_worker_ecs_policy',
  ]);
  expect(resourceAt(role(reference), 'aws_iam_role_policy_attachment.prefect_worker_ecs_policy')).toMatchObject({
    policy_arn: expect.stringMatching(/::aws:policy\/service-role\/AmazonECSTaskExecutionRolePolicy$/),
  });
});

test('with statements of its own has none of ours', () => {
  expect(resources({ settings: { ownStatements: [READ] } })).toEqual([
    ROLE,
    'aws_iam_role_policy.prefect_worker_execution_role_statements',
  ]);
});

test.each([
  ['111122223333.dkr.ecr.us-east-1.amazonaws.com/prefect:1', ['111122223333', 'us-east-1', 'prefect']],
  ['111122223333.dkr.ecr.us-east-1.amazonaws.com/a/b@sha256:0', ['111122223333', 'us-east-1', 'a/b']],
  ['111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/prefect', ['111122223333', 'cn-north-1', 'prefect']],
  ['111122223333.dkr.ecr-fips.us-gov-west-1.amazonaws.com/prefect', ['111122223333', 'us-gov-west-1', 'prefect']],
  ['111122223333.dkr-ecr.us-east-1.on.aws/prefect', ['111122223333', 'us-east-1', 'prefect']],
  ['prefecthq/prefect:3', undefined],
  ['public.ecr.aws/prefect/prefect:3', undefined],
  ['evil.example.com/111122223333.dkr.ecr.us-east-1.amazonaws.com/prefect', undefined],
])('of the image %s it may pull from %j', (image, parts) => {
  const found = ecrPatternOf(role()).exec(image)?.groups;
  expect(found && [found['account'], found['region'], found['repository']]).toEqual(parts);
});
