import { AwsContext } from '../../src/terraform/aws-context';
import { ecsTasksTrust, policyDocument } from '../../src/terraform/policy-document';
import { inStack } from '../helpers/synthesized';

test('a policy has the version of the language and its statements in their order', () => {
  const policy = policyDocument(
    { Sid: 'Two', Effect: 'Allow', Action: ['b:B', 'a:A'], Resource: '*' },
    { Sid: 'One', Effect: 'Deny', Action: 'a:A', Resource: '*' },
  );
  expect(JSON.parse(policy)).toEqual({
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Two', Effect: 'Allow', Action: ['b:B', 'a:A'], Resource: '*' },
      { Sid: 'One', Effect: 'Deny', Action: 'a:A', Resource: '*' },
    ],
  });
});

test('a policy is the same text, however its statement was written down', () => {
  expect(policyDocument({ Effect: 'Allow', Action: 'a:A', Resource: '*' })).toBe(
    policyDocument({ Resource: '*', Action: 'a:A', Effect: 'Allow' }),
  );
});

describe('the trust of a role of ECS tasks', () => {
  test('is, as in the reference, for the tasks of everybody', () => {
    expect(JSON.parse(ecsTasksTrust()).Statement).toEqual([
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } },
    ]);
  });

  test('is, with an account and a region, for the tasks of these only', () => {
    const { output } = inStack((scope, show) => show('trust', ecsTasksTrust(new AwsContext(scope, 'aws'))));
    const account = '${data.aws_caller_identity.current.account_id}';
    const here = `\${data.aws_partition.current.partition}:ecs:\${data.aws_region.current.id}:${account}`;
    expect(JSON.parse(String(output['trust']?.['value'])).Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Condition: {
          ArnLike: { 'aws:SourceArn': `arn:${here}:*` },
          StringEquals: { 'aws:SourceAccount': account },
        },
      },
    ]);
  });
});
