import type { CheckedRequest } from './checked-requests';

/** By service, the parameters that say what a call is about, the first that is there counts. */
const TARGETS: Readonly<Record<string, readonly string[]>> = {
  'application-autoscaling': ['ResourceId', 'ResourceIds', 'ResourceARN'],
  autoscaling: ['AutoScalingGroupName', 'AutoScalingGroupNames'],
  cloudwatch: ['AlarmName', 'AlarmNames', 'DashboardName', 'DashboardNames', 'ResourceARN'],
  ecr: ['repositoryName', 'repositoryNames', 'resourceArn'],
  ecs: [
    ...['serviceName', 'service', 'services', 'family', 'taskDefinition', 'resourceArn', 'capacityProvider', 'name'],
    ...['clusterName', 'cluster', 'clusters'],
  ],
  elasticfilesystem: ['AccessPointId', 'MountTargetId', 'FileSystemId', 'CreationToken', 'ResourceId'],
  events: ['Rule', 'Name', 'ResourceARN'],
  iam: ['InstanceProfileName', 'RoleName', 'PolicyArn', 'PolicyName'],
  logs: ['logGroupName', 'logGroupNamePrefix', 'resourceArn'],
  s3: ['Bucket'],
  secretsmanager: ['SecretId', 'Name'],
  servicediscovery: ['Id', 'ResourceARN', 'NamespaceId', 'Name'],
  sns: ['TopicArn', 'SubscriptionArn', 'ResourceArn', 'Name'],
  sqs: ['QueueUrl', 'QueueName'],
  ssm: ['Name', 'Names', 'ResourceId'],
};

/** Calls about what has no name before AWS gives it one, or about the account. */
const READS = /:(Describe|Get|List|Lookup)/;

/** The names of everything in Terraform's state: of resources their own, of all that is looked up every value. */
export interface Known {
  readonly own: ReadonlySet<string>;
  readonly named: ReadonlySet<string>;
}

interface State {
  readonly resources: readonly {
    readonly mode: 'managed' | 'data';
    readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
  }[];
}

/** What states of a stack hold; one was read before a change, another after it. */
export function knownIn(states: readonly string[]): Known {
  const own = new Set<string>();
  const named = new Set<string>();
  for (const { mode, instances } of states.flatMap((text) => (JSON.parse(text) as State).resources)) {
    for (const { attributes } of instances) {
      for (const value of stringsIn(attributes)) for (const part of partsOf(value)) named.add(part);
      if (mode === 'data') continue;
      for (const [key, value] of Object.entries(attributes)) {
        const isName = /^(id|arn|name|url|family|.*_(id|arn|name|token))$/.test(key) && typeof value === 'string';
        if (isName) for (const part of partsOf(value)) own.add(part);
      }
    }
  }
  return { own, named };
}

/** The whole, and what stands behind its last slash or colon: of an ARN the name, of a URL the queue. */
function partsOf(value: string): string[] {
  return [value, value.replace(/:\d+$|:\*$/, ''), value.split('/').at(-1) ?? '', value.split(':').at(-1) ?? ''].filter(
    (part) => part !== '',
  );
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

/** The calls that are about nothing the stack has. */
export function aboutOthers(calls: readonly CheckedRequest[], { own, named }: Known): string[] {
  const wrong = calls.flatMap(({ action, parameters }) => {
    const [service = ''] = action.split(':');
    if (service === 'sts' || service === 'kms') return [];
    const known = READS.test(action) ? named : own;
    const targets = service === 'ec2' ? idsIn(parameters) : targetsIn(service, parameters);
    const unknown = targets.filter((target) => !partsOf(target).some((part) => known.has(part)));
    // Of EC2's calls some name what they create below, and beside it what that is in.
    const isWrong = service === 'ec2' && !READS.test(action) ? unknown.length === targets.length : unknown.length > 0;
    return targets.length > 0 && isWrong ? [`${action} on ${unknown.join(', ')}`] : [];
  });
  return [...new Set(wrong)].sort();
}

function targetsIn(service: string, parameters: CheckedRequest['parameters']): string[] {
  const names = TARGETS[service];
  if (names === undefined) throw new Error(`what are the calls of ${service} about? Add it to TARGETS`);
  const name = names.find((one) => stringsIn(parameters[one]).length > 0);
  return name === undefined ? [] : stringsIn(parameters[name]);
}

function idsIn(parameters: CheckedRequest['parameters']): string[] {
  return stringsIn(parameters).filter((value) => /^[a-z]{2,}-[0-9a-f]{8,}$/.test(value));
}
