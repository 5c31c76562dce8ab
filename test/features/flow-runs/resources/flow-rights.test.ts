import {
  type FlowRights,
  REFERENCE_RIGHTS,
  runFlowsOfPool,
} from '../../../../src/features/flow-runs/resources/flow-rights';
import { AwsContext } from '../../../../src/terraform/aws-context';
import type { Statement } from '../../../../src/terraform/policy-document';
import { inStack } from '../../../helpers/synthesized';

function rights(fields: Partial<FlowRights> = {}): Map<string | undefined, Statement> {
  let statements: Statement[] = [];
  inStack((scope) => {
    statements = runFlowsOfPool({
      aws: new AwsContext(scope, 'aws'),
      clusters: [{ name: 'our-cluster', arn: 'arn-of-our-cluster' }],
      workPoolNames: ['our-pool'],
      passableRoles: ['one', 'other'],
      ...fields,
    });
  });
  return new Map(statements.map((statement) => [statement.Sid, statement]));
}

test('tasks are run, watched and stopped in one cluster, and tagged when they are run', () => {
  const inCluster = { ArnEquals: { 'ecs:cluster': 'arn-of-our-cluster' } };
  const tasks = expect.stringMatching(/:ecs:.*:task\/our-cluster\/\*$/);
  expect(rights().get('RunFlowTasks')).toMatchObject({
    Action: 'ecs:RunTask',
    Resource: expect.stringMatching(/:task-definition\/prefect_our-pool_\*$/),
    Condition: inCluster,
  });
  expect(rights().get('WatchAndStopFlowTasks')).toMatchObject({
    Action: ['ecs:DescribeTasks', 'ecs:StopTask'],
    Resource: tasks,
    Condition: inCluster,
  });
  expect(rights().get('TagFlowTasks')).toMatchObject({
    Action: 'ecs:TagResource',
    Resource: tasks,
    Condition: { StringEquals: { 'ecs:CreateAction': 'RunTask' } },
  });
});

test('the families of several pools are run, those of one pool once', () => {
  expect(rights({ workPoolNames: ['our-pool', 'other', 'our-pool'] }).get('RunFlowTasks')?.Resource).toEqual([
    expect.stringMatching(/:task-definition\/prefect_our-pool_\*$/),
    expect.stringMatching(/:task-definition\/prefect_other_\*$/),
  ]);
});

test('roles are given to tasks of ECS only, each named once', () => {
  expect(rights({ passableRoles: ['one', 'one'] }).get('PassFlowRoles')).toEqual({
    Sid: 'PassFlowRoles',
    Effect: 'Allow',
    Action: 'iam:PassRole',
    Resource: 'one',
    Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
  });
  expect(rights({ passableRoles: [] }).has('PassFlowRoles')).toBe(false);
});

test.each([
  [false, '*'],
  [true, expect.stringMatching(/:task-definition\/prefect_our-pool_\*$/)],
])('definitions are registered anywhere, or where that is narrowed in own families: %s', (narrowed, resource) => {
  expect(rights({ registerOwnFamiliesOnly: narrowed }).get('RegisterFlowTaskDefinitions')?.Resource).toEqual(resource);
});

test('there are no other rights, but with what is set those on definitions and on the network', () => {
  const least = [
    ...['RunFlowTasks', 'RegisterFlowTaskDefinitions', 'ReadTaskDefinitions', 'TagFlowTasks', 'WatchAndStopFlowTasks'],
    'PassFlowRoles',
  ];
  expect([...rights().keys()]).toEqual(least);
  expect(rights().size).toBe(least.length);
  const all = rights({
    ...{ lookUpNetwork: true, deregisterTaskDefinitions: true, tagTaskDefinitions: true },
    furtherTaskDefinitions: ['further'],
  });
  expect([...all.keys()]).toEqual([
    ...[...least, 'LookUpNetwork', 'DeregisterFlowTaskDefinitions', 'TagFlowTaskDefinitions'],
  ]);
  expect(all.get('RunFlowTasks')?.Resource).toEqual([expect.stringMatching(/prefect_our-pool_/), 'further']);
  expect(all.get('LookUpNetwork')).toMatchObject({
    Effect: 'Allow',
    Action: ['ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
    Resource: '*',
  });
  expect(all.get('DeregisterFlowTaskDefinitions')).toMatchObject({
    Effect: 'Allow',
    Action: 'ecs:DeregisterTaskDefinition',
    Resource: '*',
  });
  expect(all.get('TagFlowTaskDefinitions')).toMatchObject({
    Effect: 'Allow',
    Action: 'ecs:TagResource',
    Resource: expect.stringMatching(/:ecs:.*:task-definition\/\*$/),
    Condition: { StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' } },
  });
});

test('definitions are read anywhere', () => {
  expect(rights().get('ReadTaskDefinitions')).toEqual({
    ...{ Sid: 'ReadTaskDefinitions', Effect: 'Allow', Action: 'ecs:DescribeTaskDefinition', Resource: '*' },
  });
  expect(rights().get('RegisterFlowTaskDefinitions')?.Action).toBe('ecs:RegisterTaskDefinition');
  expect(rights().get('RunFlowTasks')?.Resource).toMatch(/^arn:.*:ecs:.*:task-definition\/prefect_our-pool_\*$/);
});

test('the reference has 18 actions on everything', () => {
  expect(REFERENCE_RIGHTS).toEqual({
    Action: [
      ...['ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
      ...['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetAuthorizationToken'],
      ...['ecr:GetDownloadUrlForLayer', 'ecs:DeregisterTaskDefinition', 'ecs:DescribeTaskDefinition'],
      ...['ecs:DescribeTasks', 'ecs:RegisterTaskDefinition', 'ecs:RunTask', 'ecs:StopTask', 'ecs:TagResource'],
      ...['iam:PassRole', 'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:GetLogEvents', 'logs:PutLogEvents'],
    ],
    Effect: 'Allow',
    Resource: '*',
  });
});
