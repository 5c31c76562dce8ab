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
  const tasks = expect.stringMatching(/:task\/our-cluster\/\*$/);
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

test('the reference has 18 actions on everything', () => {
  expect(new Set(REFERENCE_RIGHTS.Action).size).toBe(18);
  expect(REFERENCE_RIGHTS.Resource).toBe('*');
});
