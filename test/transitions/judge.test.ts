import { Judge } from './judge';
import type { Call } from './recorder';

const QUEUE = { name: 'PREFECT_INTEGRATIONS_AWS_ECS_OBSERVER_SQS_QUEUE_NAME', value: 'events' };

function call(service: string, action: string, parameters: object, answer = ''): Call {
  return { service, action, parameters: parameters as Call['parameters'], answer };
}

function definition(revision: number, role: string): Call {
  return call(
    'ecs',
    'RegisterTaskDefinition',
    { taskRoleArn: `arn:aws:iam::1:role/team/${role}`, containerDefinitions: [{ environment: [QUEUE] }] },
    JSON.stringify({ taskDefinition: { taskDefinitionArn: `arn:aws:ecs:::task-definition/w:${revision}` } }),
  );
}

function service(action: 'CreateService' | 'UpdateService', revision: number, group: string): Call {
  return call('ecs', action, {
    cluster: 'c',
    [action === 'CreateService' ? 'serviceName' : 'service']: 'w',
    taskDefinition: `arn:aws:ecs:::task-definition/w:${revision}`,
    networkConfiguration: { awsvpcConfiguration: { securityGroups: [group], subnets: ['subnet-1'] } },
    capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT' }],
  });
}

const group = (id: string) => call('ec2', 'CreateSecurityGroup', {}, `<groupId>${id}</groupId>`);
const rule = (action: 'Authorize' | 'Revoke', id: string, port = 443) =>
  call('ec2', `${action}SecurityGroupEgress`, {
    GroupId: id,
    'IpPermissions.1.IpProtocol': 'tcp',
    'IpPermissions.1.FromPort': `${port}`,
    'IpPermissions.1.ToPort': `${port}`,
    'IpPermissions.1.IpRanges.1.CidrIp': '0.0.0.0/0',
  });
const role = (action: string, RoleName: string, PolicyName?: string) => call('iam', action, { RoleName, PolicyName });

const IN_SUBNET = [
  call(
    'ec2',
    'AssociateRouteTable',
    { RouteTableId: 'rtb-1', SubnetId: 'subnet-1' },
    '<associationId>a</associationId>',
  ),
];

/** An environment that runs. */
const APPLIED = [group('sg-1'), rule('Authorize', 'sg-1'), definition(1, 'a'), service('CreateService', 1, 'sg-1')];

function after(...calls: readonly Call[]): readonly string[] {
  const judge = new Judge();
  expect(judge.apply(APPLIED)).toEqual([]);
  return judge.apply(calls);
}

describe('a change is a fault that', () => {
  test.each<readonly [what: string, calls: readonly Call[], fault: RegExp]>([
    [
      'deletes a group that a service has',
      [call('ec2', 'DeleteSecurityGroup', { GroupId: 'sg-1' }), group('sg-2'), service('UpdateService', 1, 'sg-2')],
      /security group sg-1 was deleted while service c\/w used it/,
    ],
    [
      'closes 443 before another group is used',
      [rule('Revoke', 'sg-1'), group('sg-2'), rule('Authorize', 'sg-2'), service('UpdateService', 1, 'sg-2')],
      /443 was closed for service c\/w/,
    ],
    ['opens what is open', [rule('Authorize', 'sg-1')], /has the rule tcp 443-443 0.0.0.0\/0 already/],
    [
      'deletes a role before another one is used',
      [role('DeleteRole', 'a'), definition(2, 'b'), service('UpdateService', 2, 'sg-1')],
      /role a was deleted while/,
    ],
    [
      'takes the policy of a role that goes, before another one is used',
      [role('DeleteRolePolicy', 'a', 'p'), definition(2, 'b'), service('UpdateService', 2, 'sg-1')],
      /p was taken from the role a before its user had another role/,
    ],
    [
      'takes a policy and gives it back',
      [role('DeleteRolePolicy', 'a', 'p'), role('PutRolePolicy', 'a', 'p')],
      /p was taken from the role a, which is in use, and given back/,
    ],
    [
      'cuts the way out of a subnet with tasks',
      [...IN_SUBNET, call('ec2', 'DeleteRoute', { RouteTableId: 'rtb-1', DestinationCidrBlock: '0.0.0.0/0' })],
      /the way out of subnet subnet-1 was cut while service c\/w used it/,
    ],
    ['deletes a queue that is read', [call('sqs', 'DeleteQueue', { QueueUrl: 'http://x/1/events' })], /queue events/],
    [
      'takes a provider off the cluster',
      [call('ecs', 'PutClusterCapacityProviders', { cluster: 'c', capacityProviders: ['FARGATE'] })],
      /FARGATE_SPOT was taken off the cluster/,
    ],
    [
      'deregisters what runs',
      [call('ecs', 'DeregisterTaskDefinition', { taskDefinition: 'arn:aws:ecs:::task-definition/w:1' })],
      /task definition w:1 was deleted/,
    ],
  ])('%s', (_, calls, fault) => {
    expect(after(...calls).join('\n')).toMatch(fault);
  });
});

describe('a change is right that', () => {
  test.each<readonly [what: string, calls: readonly Call[]]>([
    [
      'moves the service over first',
      [
        group('sg-2'),
        rule('Authorize', 'sg-2'),
        definition(2, 'b'),
        service('UpdateService', 2, 'sg-2'),
        rule('Revoke', 'sg-1'),
        call('ec2', 'DeleteSecurityGroup', { GroupId: 'sg-1' }),
        role('DeleteRolePolicy', 'a', 'p'),
        role('DeleteRole', 'a'),
      ],
    ],
    ['takes a policy that is not wanted any more', [role('DeleteRolePolicy', 'a', 'p')]],
    [
      'takes the route to a peering',
      [...IN_SUBNET, call('ec2', 'DeleteRoute', { RouteTableId: 'rtb-1', DestinationCidrBlock: '10.0.0.0/16' })],
    ],
    ['closes another port', [rule('Authorize', 'sg-1', 5432), rule('Revoke', 'sg-1', 5432)]],
    [
      'destroys the service first',
      [
        call('ecs', 'DeleteService', { cluster: 'c', service: 'w' }),
        call('ec2', 'DeleteSecurityGroup', { GroupId: 'sg-1' }),
      ],
    ],
  ])('%s', (_, calls) => {
    expect(after(...calls)).toEqual([]);
  });
});
