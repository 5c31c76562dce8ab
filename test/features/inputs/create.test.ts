import { longestName } from '../../../src/features/names/physical-names';
import { LOG_RETENTION_DAYS } from '../../../src/values/limits/cloudwatch';
import { NAME } from '../../../src/values/limits/ecs';
import { FARGATE_MEMORY_BY_CPU } from '../../../src/values/limits/fargate';
import { ROLE_ARN } from '../../../src/values/limits/iam';
import { IMAGE } from '../../../src/values/limits/images';
import { SUBNET_ID, VPC_ID } from '../../../src/values/limits/network';
import { ECS_POOL_NAME, POOL_NAME, UUID, WORKER_TYPE } from '../../../src/values/limits/prefect';
import type { TextLimit } from '../../../src/values/limits/text-limit';
import { REQUIRED } from '../../helpers/stack-files';
import { type Block, stackOf } from '../../helpers/synthesized';

const { variable } = stackOf();

function input(name: string): Block {
  const found = variable[name];
  if (found === undefined) throw new Error(`there is no input ${name}`);
  return found;
}

/** The 16 inputs of the reference, with the values of a stack file that has only the required fields. */
const INPUTS: readonly [name: string, type: string, value: unknown][] = [
  ['name', 'string', 'test'],
  ['vpc_id', 'string', REQUIRED.vpc_id],
  ['worker_subnets', 'list(string)', REQUIRED.worker_subnets],
  ['prefect_api_key', 'string', undefined],
  ['prefect_account_id', 'string', REQUIRED.prefect_account_id],
  ['prefect_workspace_id', 'string', REQUIRED.prefect_workspace_id],
  ['worker_work_pool_name', 'string', REQUIRED.worker_work_pool_name],
  ['worker_cpu', 'number', 1024],
  ['worker_memory', 'number', 2048],
  ['worker_desired_count', 'number', 1],
  ['worker_extra_pip_packages', 'string', ''],
  ['worker_image', 'string', expect.stringMatching(/^prefecthq\/prefect-aws:/)],
  ['worker_log_retention_in_days', 'number', 30],
  ['secrets_manager_recovery_in_days', 'number', 30],
  ['worker_task_role_arn', 'string', null],
  ['worker_type', 'string', 'ecs'],
];

test("a stack has the reference's 16 inputs, and no other", () => {
  expect(Object.keys(variable).sort()).toEqual(INPUTS.map(([name]) => name).sort());
});

test.each(INPUTS)('%s is a %s, and holds what the stack file says', (name, type, value) => {
  expect(input(name)).toMatchObject({ type, description: expect.stringMatching(/\w/) });
  expect(input(name)['default']).toEqual(value);
});

test('every input refuses null, but the role that null creates', () => {
  const nullable = Object.keys(variable).filter((name) => input(name)['nullable'] !== false);
  expect(nullable).toEqual(['worker_task_role_arn']);
});

test('a value of a stack file is a default literally: Terraform evaluates none', () => {
  const text = 'a ${file("x")} %{ if true } "b" \\ \n {{ c }}';
  expect(stackOf({ worker_extra_pip_packages: text }).variable['worker_extra_pip_packages']?.['default']).toBe(text);
});

describe('the API key', () => {
  test('is ephemeral and sensitive, and has to be given', () => {
    expect(input('prefect_api_key')).toEqual({
      type: 'string',
      description: expect.stringContaining('neither in a plan nor in the state'),
      sensitive: true,
      ephemeral: true,
      nullable: false,
      validation: [expect.any(Object)],
    });
  });

  test('is sensitive in the reference, whose secret keeps it in the state', () => {
    const key = stackOf({ preset: 'reference' }).variable['prefect_api_key'];
    expect(key).toMatchObject({ sensitive: true, description: expect.stringContaining('kept in the state') });
    expect(key).not.toHaveProperty('ephemeral');
  });

  test('is not asked for where a secret is there already', () => {
    const secret_arn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prefect-AbC123';
    expect(stackOf({ api_key: { secret_arn } }).variable).not.toHaveProperty('prefect_api_key');
  });
});

/** The conditions of an input, without the braces around them. */
function conditions(name: string): string[] {
  const validation = (input(name)['validation'] ?? []) as { condition: string }[];
  return validation.map(({ condition }) => condition.slice('${'.length, -'}'.length));
}

/** How Terraform asks whether a text is within a limit. */
function within({ pattern, longest }: TextLimit, text: string): string {
  const length = longest === undefined ? '' : ` && length(${text}) <= ${longest}`;
  return `can(regex(${JSON.stringify(pattern.source.replaceAll('\\/', '/'))}, ${text}))${length}`;
}

describe('a value that comes by tfvars is held to the limits of the stack file:', () => {
  test.each([
    ['name', [within(NAME, 'var.name'), `length(var.name) <= ${longestName().length}`]],
    ['vpc_id', [within(VPC_ID, 'var.vpc_id')]],
    [
      'worker_subnets',
      [
        'length(var.worker_subnets) > 0',
        'length(var.worker_subnets) <= 16',
        'length(distinct(var.worker_subnets)) == length(var.worker_subnets)',
        `alltrue([for subnet in var.worker_subnets : ${within(SUBNET_ID, 'subnet')}])`,
      ],
    ],
    ['prefect_api_key', ['can(regex("^[!-~]+$", var.prefect_api_key))']],
    ['prefect_account_id', [within(UUID, 'var.prefect_account_id')]],
    ['prefect_workspace_id', [within(UUID, 'var.prefect_workspace_id')]],
    [
      'worker_work_pool_name',
      [
        within(POOL_NAME, 'var.worker_work_pool_name'),
        `var.worker_type != "ecs" || ${within(ECS_POOL_NAME, 'var.worker_work_pool_name')}`,
      ],
    ],
    ['worker_cpu', [`contains([${[...FARGATE_MEMORY_BY_CPU.keys()].join(', ')}], var.worker_cpu)`]],
    [
      'worker_memory',
      [
        expect.stringMatching(
          /^contains\(lookup\(\{ 256 = \[512, 1024, 2048\], .*\}, var\.worker_cpu, \[\]\), var\.worker_memory\)$/,
        ),
      ],
    ],
    [
      'worker_desired_count',
      [
        'var.worker_desired_count >= 0 && var.worker_desired_count <= 5000 && floor(var.worker_desired_count) == var.worker_desired_count',
      ],
    ],
    ['worker_extra_pip_packages', []],
    [
      'worker_image',
      [
        within(IMAGE, 'var.worker_image'),
        expect.stringMatching(/^!can\(regex\(.*, var\.worker_image\)\) \|\| can\(regex\(.*, var\.worker_image\)\)$/),
      ],
    ],
    [
      'worker_log_retention_in_days',
      [`contains([${LOG_RETENTION_DAYS.join(', ')}], var.worker_log_retention_in_days)`],
    ],
    [
      'secrets_manager_recovery_in_days',
      [
        'var.secrets_manager_recovery_in_days == 0 || (var.secrets_manager_recovery_in_days >= 7 && var.secrets_manager_recovery_in_days <= 30 && floor(var.secrets_manager_recovery_in_days) == var.secrets_manager_recovery_in_days)',
      ],
    ],
    [
      'worker_task_role_arn',
      [`var.worker_task_role_arn == null ? true : ${within(ROLE_ARN, 'var.worker_task_role_arn')}`],
    ],
    ['worker_type', [within(WORKER_TYPE, 'var.worker_type')]],
  ])('%s', (name, expected) => {
    expect(conditions(name)).toEqual(expected);
  });

  test('and its mistake is said as a sentence that begins with the name of the input', () => {
    for (const [name] of INPUTS) {
      const messages = ((input(name)['validation'] ?? []) as { error_message: string }[]).map(
        (rule) => rule.error_message,
      );
      for (const message of messages) expect(message).toMatch(new RegExp(`^${name} must .*\\.$`));
    }
  });
});
