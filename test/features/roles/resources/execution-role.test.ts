import { ExecutionRole, type ExecutionRoleProps } from '../../../../src/features/roles/resources/execution-role';
import { AwsContext } from '../../../../src/terraform/aws-context';
import type { Statement } from '../../../../src/terraform/policy-document';
import { Expression } from '../../../../src/terraform/terraform-text';
import {
  addressesOf,
  documentAt,
  ecrPatternOf,
  inStack,
  resourceAt,
  type Terraform,
  waitedFor,
} from '../../../helpers/synthesized';

const NAMES = {
  readApiKeyPolicy: { name: 'read-api-key' },
  createLogGroupPolicy: { name: 'create-log-group' },
  writeLogsPolicy: { name: 'write-logs' },
  pullImagePolicy: { name: 'pull-image' },
  pullFurtherImagesPolicy: { name: 'pull-further-images' },
  executionPolicy: { name: 'statements' },
};

const READ: Statement = { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: 'arn-of-the-key' };
const WRITE: Statement = { Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: 'arn-of-the-log' };

function role(
  leastPrivilege: boolean,
  props: Partial<ExecutionRoleProps> = {},
  look: (ready: readonly string[]) => void = () => {},
): Terraform {
  return inStack((scope) => {
    const { ready } = new ExecutionRole(scope, 'execution_role', {
      aws: new AwsContext(scope, 'aws'),
      name: { name: 'execution-role' },
      names: NAMES,
      settings: {},
      readSecrets: [READ],
      writeLogs: leastPrivilege ? [WRITE] : [],
      image: { name: new Expression('var.image'), count: new Expression('length(local.worker_image_in_ecr)') },
      leastPrivilege,
      ...props,
    });
    look(waitedFor(scope, ready));
  });
}

/** The addresses of what a first task waits for. */
function readyOf(leastPrivilege: boolean, props: Partial<ExecutionRoleProps> = {}): readonly string[] {
  let addresses: readonly string[] = [];
  role(leastPrivilege, props, (ready) => {
    addresses = ready;
  });
  return addresses;
}

const resources = (terraform: Terraform) => addressesOf({ resource: terraform.resource });
const ROLE = 'aws_iam_role.prefect_worker_execution_role';
const ROLE_ID = '${aws_iam_role.prefect_worker_execution_role.id}';

describe('with the rights of the reference', () => {
  const terraform = role(false);

  test('has the managed policy for every image and log group, and two policies of its own', () => {
    expect(resources(terraform)).toEqual([
      'aws_iam_role.prefect_worker_execution_role',
      'aws_iam_role_policy.allow_create_log_group',
      'aws_iam_role_policy.ssm_allow_read_prefect_api_key',
      'aws_iam_role_policy_attachment.prefect_worker_ecs_policy',
    ]);
    expect(resourceAt(terraform, 'aws_iam_role_policy_attachment.prefect_worker_ecs_policy')).toEqual({
      role: '${aws_iam_role.prefect_worker_execution_role.name}',
      policy_arn:
        'arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy',
    });
  });

  test('may create every log group, and nothing else of its own', () => {
    const policy = 'aws_iam_role_policy.allow_create_log_group';
    expect(resourceAt(terraform, policy)).toMatchObject({ name: 'create-log-group', role: ROLE_ID });
    expect(documentAt(terraform, policy, 'policy')).toMatchObject({
      Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogGroup'], Resource: '*' }],
    });
  });

  test('a first task waits for all of them', () => {
    expect(readyOf(false)).toEqual(resources(terraform).filter((address) => address !== ROLE));
  });

  test('asks AWS for neither account nor region', () => {
    expect(Object.keys(terraform.data ?? {})).toEqual(['aws_partition']);
  });
});

describe('with least privilege', () => {
  const terraform = role(true);

  test('has one policy for each thing it needs, and no managed one', () => {
    expect(resources(terraform)).toEqual([
      'aws_iam_role.prefect_worker_execution_role',
      'aws_iam_role_policy.prefect_worker_pull_image',
      'aws_iam_role_policy.prefect_worker_write_logs',
      'aws_iam_role_policy.ssm_allow_read_prefect_api_key',
    ]);
  });

  test.each([
    ['ssm_allow_read_prefect_api_key', 'read-api-key'],
    ['prefect_worker_write_logs', 'write-logs'],
    ['prefect_worker_pull_image', 'pull-image'],
  ])('gives %s to the role, under a name of its own', (policy, name) => {
    expect(resourceAt(terraform, `aws_iam_role_policy.${policy}`)).toMatchObject({ name, role: ROLE_ID });
  });

  test.each([
    ['ssm_allow_read_prefect_api_key', READ],
    ['prefect_worker_write_logs', WRITE],
  ])('says in %s what it was given, and nothing else', (policy, statement) => {
    expect(documentAt(terraform, `aws_iam_role_policy.${policy}`, 'policy')).toMatchObject({ Statement: [statement] });
  });

  test('a first task waits for all of them, and for what a stack file adds', () => {
    expect(readyOf(true)).toEqual(resources(terraform).filter((address) => address !== ROLE));
    const added: Partial<ExecutionRoleProps> = { settings: { policies: ['arn-of-a-policy'], statements: [READ] } };
    expect(readyOf(true, added)).toEqual(resources(role(true, added)).filter((address) => address !== ROLE));
    expect(readyOf(true, { settings: { ownStatements: [READ] } })).toEqual([
      'aws_iam_role_policy.prefect_worker_execution_role_statements',
    ]);
  });

  test('has a name, and what a stack file says of roles', () => {
    expect(
      resourceAt(role(true, { settings: { path: '/team/', permissionsBoundary: 'arn-of-a-policy' } }), ROLE),
    ).toEqual({
      name: 'execution-role',
      path: '/team/',
      permissions_boundary: 'arn-of-a-policy',
      assume_role_policy: expect.stringContaining('"Service":"ecs-tasks.amazonaws.com"'),
    });
  });

  test('has no policy for what there is not: neither secrets nor a log', () => {
    expect(resources(role(true, { readSecrets: [], writeLogs: [] }))).toEqual([
      'aws_iam_role.prefect_worker_execution_role',
      'aws_iam_role_policy.prefect_worker_pull_image',
    ]);
  });

  test('has with statements of its own none of ours', () => {
    expect(resources(role(true, { settings: { ownStatements: [READ] } }))).toEqual([
      'aws_iam_role.prefect_worker_execution_role',
      'aws_iam_role_policy.prefect_worker_execution_role_statements',
    ]);
  });

  test('may pull an image only where it is in ECR, which Terraform finds out', () => {
    expect(resourceAt(terraform, 'aws_iam_role_policy.prefect_worker_pull_image')['count']).toBe(
      '${length(local.worker_image_in_ecr)}',
    );
    expect(terraform.locals?.['worker_image_in_ecr']).toMatch(/^\$\{regexall\(".*", var\.image\)\}$/);
  });

  test('may pull from the repository of its image alone', () => {
    const { Statement } = documentAt(terraform, 'aws_iam_role_policy.prefect_worker_pull_image', 'policy') as {
      Statement: { Action: unknown; Resource: string }[];
    };
    const found = (part: string) => `\${local.worker_image_in_ecr[count.index].${part}}`;
    expect(
      Statement.filter(({ Action }) => Action !== 'ecr:GetAuthorizationToken').map(({ Resource }) => Resource),
    ).toEqual([
      `arn:\${data.aws_partition.current.partition}:ecr:${found('region')}:${found('account')}:repository/${found('repository')}`,
    ]);
  });
});

describe('with images beside that of the worker', () => {
  const POLICY = 'aws_iam_role_policy.prefect_worker_pull_further_images';
  const count = new Expression('length(local.further_images_in_ecr) > 0 ? 1 : 0');
  const names = [new Expression('var.sidecar'), new Expression('var.other')];
  const terraform = role(true, { furtherImages: { names, count } });

  test('has one more policy, only where one of them is in ECR', () => {
    expect(resourceAt(terraform, POLICY)).toMatchObject({
      count: `\${${count.code}}`,
      name: 'pull-further-images',
      role: ROLE_ID,
    });
    expect(readyOf(true, { furtherImages: { names, count } })).toContain(POLICY);
  });

  test('finds the repositories of all of them, each once', () => {
    const pattern =
      /^\$\{distinct\(flatten\(\[for image in \[var\.sidecar, var\.other\] : regexall\((".*"), image\)\]\)\)\}$/;
    const [, found] = pattern.exec(String(terraform.locals?.['further_images_in_ecr'])) ?? [];
    expect(terraform.locals?.['worker_image_in_ecr']).toBe(`\${regexall(${found}, var.image)}`);
  });

  test('may pull from these repositories, in the partition of the account', () => {
    const { Statement } = documentAt(terraform, POLICY, 'policy') as {
      Statement: { Action: unknown; Resource: string }[];
    };
    expect(terraform.locals?.['further_images_partition']).toBe('${data.aws_partition.current.partition}');
    expect(
      Statement.filter(({ Action }) => Action !== 'ecr:GetAuthorizationToken').map(({ Resource }) => Resource),
    ).toEqual([
      '${[for image in local.further_images_in_ecr : "arn:${local.further_images_partition}:ecr:${image.region}:${image.account}:repository/${image.repository}"]}',
    ]);
  });

  test('has no such policy where there are none', () => {
    const none = role(true, { furtherImages: { names: [], count } });
    expect(resources(none)).toEqual(resources(role(true)));
    expect(Object.keys(none.locals ?? {})).toEqual(['worker_image_in_ecr']);
  });
});

describe('an image', () => {
  const inEcr = ecrPatternOf(role(true));

  test.each([
    ['111122223333.dkr.ecr.eu-west-1.amazonaws.com/a:1', 'a', 'eu-west-1'],
    ['111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/a@sha256:00', 'team/a', 'eu-west-1'],
    ['111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/a', 'a', 'cn-north-1'],
    ['111122223333.dkr.ecr-fips.us-gov-west-1.amazonaws.com/a', 'a', 'us-gov-west-1'],
    ['111122223333.dkr-ecr.us-east-1.on.aws/a:1', 'a', 'us-east-1'],
  ])('%s is in ECR', (image, repository, region) => {
    expect(inEcr.exec(image)?.groups).toEqual({ account: '111122223333', region, repository });
  });

  test.each([
    'prefecthq/prefect:3',
    'public.ecr.aws/a/b:1',
    '1111.dkr.ecr.eu-west-1.amazonaws.com/a',
    'dkr.ecr/a',
    'evil.example.com/111122223333.dkr.ecr.us-east-1.amazonaws.com/a',
  ])('%s is not', (image) => {
    expect(inEcr.test(image)).toBe(false);
  });
});
