import { sectionsOf } from '../helpers/markdown';
import type { CheckedRequest } from './checked-requests';

/** What a runbook lists for who applies: patterns of actions, each with its service. */
export function listedIn(page: string): string[] {
  const section = new Map(sectionsOf(page)).get('Permissions');
  if (section === undefined) throw new Error('the page has no permissions');
  return section.split('\n').flatMap((line) => (line.startsWith('| ') ? patternsIn(line) : []));
}

/** `ecs:*Cluster*`, `*Service*`: one without a service has that of the one before it. */
function patternsIn(text: string): string[] {
  let service = '';
  return [...text.matchAll(/`(?:([a-z0-9-]+):)?([A-Za-z*]+)`/g)].map(([, named, action]) => {
    service = named ?? service;
    return `${service}:${action}`;
  });
}

/** IAM minds no case in actions. */
export function covers(pattern: string, action: string): boolean {
  return new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i').test(action);
}

/**
 * What AWS checks besides the action of the call itself: the "Dependent actions" of the Service Authorization Reference,
 * and what the API reference of the call demands.
 */
const ALONG: readonly (readonly [
  call: RegExp,
  when: (parameters: Parameters) => boolean,
  actions: readonly string[],
])[] = [
  [/^ecs:RegisterTaskDefinition$/, has('taskRoleArn', 'executionRoleArn'), ['iam:PassRole']],
  [/^ecs:(Create|Register)/, has('tags'), ['ecs:TagResource']],
  [/^ecs:CreateCapacityProvider$/, always, ['autoscaling:CreateOrUpdateTags']],
  [/^iam:AddRoleToInstanceProfile$/, always, ['iam:PassRole']],
  [/^iam:CreateRole$/, has('Tags'), ['iam:TagRole']],
  [/^iam:CreateRole$/, has('PermissionsBoundary'), ['iam:PutRolePermissionsBoundary']],
  [/^iam:CreatePolicy$/, has('Tags'), ['iam:TagPolicy']],
  [/^iam:CreateInstanceProfile$/, has('Tags'), ['iam:TagInstanceProfile']],
  [/^logs:CreateLogGroup$/, has('tags'), ['logs:TagResource']],
  [/^logs:CreateLogGroup$/, has('kmsKeyId'), ['logs:AssociateKmsKey']],
  [/^secretsmanager:CreateSecret$/, has('Tags'), ['secretsmanager:TagResource']],
  [/^secretsmanager:CreateSecret$/, has('KmsKeyId'), ['kms:Decrypt', 'kms:GenerateDataKey']],
  [/^ssm:PutParameter$/, has('Tags'), ['ssm:AddTagsToResource']],
  [/^sqs:CreateQueue$/, has('tags'), ['sqs:TagQueue']],
  [/^sns:CreateTopic$/, has('Tags'), ['sns:TagResource']],
  [/^events:PutRule$/, has('Tags'), ['events:TagResource']],
  [/^cloudwatch:PutMetricAlarm$/, has('Tags'), ['cloudwatch:TagResource']],
  [/^ecr:CreateRepository$/, has('tags'), ['ecr:TagResource']],
  [/^elasticfilesystem:Create/, has('Tags'), ['elasticfilesystem:TagResource']],
  [
    /^elasticfilesystem:CreateMountTarget$/,
    always,
    ['ec2:DescribeSubnets', 'ec2:DescribeNetworkInterfaces', 'ec2:CreateNetworkInterface'],
  ],
  [/^elasticfilesystem:DeleteMountTarget$/, always, ['ec2:DeleteNetworkInterface']],
  [/^ec2:(Create|Allocate)/, has('TagSpecifications'), ['ec2:CreateTags']],
  [/^ec2:CreateFlowLogs$/, has('DeliverLogsPermissionArn'), ['iam:PassRole']],
  [/^autoscaling:CreateAutoScalingGroup$/, has('LaunchTemplate', 'MixedInstancesPolicy'), ['ec2:RunInstances']],
  [/^application-autoscaling:RegisterScalableTarget$/, always, ['ecs:DescribeServices', 'ecs:UpdateService']],
  [
    /^application-autoscaling:PutScalingPolicy$/,
    always,
    ['cloudwatch:DescribeAlarms', 'cloudwatch:PutMetricAlarm', 'ecs:DescribeServices', 'ecs:UpdateService'],
  ],
  [/^application-autoscaling:DeleteScalingPolicy$/, always, ['cloudwatch:DeleteAlarms']],
  [/^application-autoscaling:RegisterScalableTarget$/, has('Tags'), ['application-autoscaling:TagResource']],
];

type Parameters = CheckedRequest['parameters'];

function always(): boolean {
  return true;
}

function has(...names: readonly string[]): (parameters: Parameters) => boolean {
  return (parameters) =>
    names.some((name) => {
      const value = parameters[name];
      return value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
    });
}

/** All actions that a call needs. */
export function actionsOf({ action, parameters }: CheckedRequest): string[] {
  const along = ALONG.flatMap(([call, when, actions]) => (call.test(action) && when(parameters) ? actions : []));
  return [action, ...along];
}

/** The actions of calls that no pattern covers. */
export function notListed(calls: readonly CheckedRequest[], patterns: readonly string[]): string[] {
  const needed = new Set(calls.flatMap(actionsOf));
  return [...needed].filter((action) => !patterns.some((pattern) => covers(pattern, action))).sort();
}
