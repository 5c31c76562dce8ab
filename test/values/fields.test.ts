import * as z from 'zod';
import { exactlyOneOf, group, oneOf, snakeCase, text, wholeNumber } from '../../src/values/fields';

describe('a group', () => {
  const fields = group({
    vpc_id: z.string().optional(),
    log_retention_in_days: z.int().default(30),
    ipv6_2: z.string().optional(),
  });

  test('has snake_case outside and camelCase inside', () => {
    expect(fields.parse({ vpc_id: 'a', log_retention_in_days: 7, ipv6_2: 'b' })).toEqual({
      vpcId: 'a',
      logRetentionInDays: 7,
      ipv62: 'b',
    });
  });

  test('has its defaults, and nothing for what was left out', () => {
    expect(fields.parse({})).toEqual({ logRetentionInDays: 30 });
  });

  test('takes no other field, not even one of ours as the code has it', () => {
    expect(fields.safeParse({ vpcId: 'a' }).error?.issues).toMatchObject([
      { code: 'unrecognized_keys', keys: ['vpcId'] },
    ]);
  });

  test('leaves names that are the user’s own as they are', () => {
    const named = group({ some_tags: z.record(z.string(), z.string()) });
    expect(named.parse({ some_tags: { cost_center: 'x', Team: 'y' } })).toEqual({
      someTags: { cost_center: 'x', Team: 'y' },
    });
  });
});

describe('a value with several ways to set it', () => {
  const value = exactlyOneOf({
    ssm_parameter: z.string().optional(),
    tags: z.record(z.string(), z.string()).optional(),
  });

  test('takes each of them', () => {
    expect(value.parse({ ssm_parameter: '/a' })).toEqual({ ssmParameter: '/a' });
    expect(value.parse({ tags: { Name: 'a' } })).toEqual({ tags: { Name: 'a' } });
  });

  test.each([
    ['none', {}],
    ['two', { ssm_parameter: '/a', tags: {} }],
  ])('fails on %s', (_, given) => {
    expect(value.safeParse(given).error?.issues.map(({ message }) => message)).toEqual([
      'set exactly one of: ssm_parameter, tags',
    ]);
  });
});

test.each([
  ['vpcId', 'vpc_id'],
  ['workerLogRetentionInDays', 'worker_log_retention_in_days'],
  ['region', 'region'],
])('%s of the code is %s of the stack file', (inside, outside) => {
  expect(snakeCase(inside)).toBe(outside);
});

test.each(['PREFECT_LOGGING_LEVEL', 'Team', 'cost_center', 'a-b'])(
  '%s, a name of the user’s own, stays as it is',
  (name) => {
    expect(snakeCase(name)).toBe(name);
  },
);

test.each<[string, z.ZodType, unknown, string]>([
  [
    'a text outside its limit',
    text({ pattern: /^a$/, allowed: 'the letter a', example: 'a', source: 'here' }),
    'b',
    'must be the letter a',
  ],
  ['a number that is not on the list', oneOf([1, 2], 'one of these'), 3, 'must be one of these: 1, 2'],
])('%s is refused in words that say what is allowed', (_, field, given, message) => {
  expect(field.safeParse(given).error?.issues[0]?.message).toBe(message);
});

test('a whole number is held to its bounds, both included', () => {
  const field = wholeNumber(1, 3);
  expect([0, 1, 2, 3, 4, 1.5].map((number) => field.safeParse(number).success)).toEqual([
    false,
    true,
    true,
    true,
    false,
    false,
  ]);
});
