import { type Environment, writesKeyPastState } from '../environment/environment';
import { KINDS, type PhysicalName, physicalNames } from '../features/names/physical-names';
import type { ExistingRole } from '../features/roles/schema';
import type { OrFound } from '../values/aws-fields';
import {
  clusterInWords,
  eventQueueInWords,
  logGroupInWords,
  lookUpInWords,
  placeInWords,
  secretInWords,
} from './in-words';
import { code, markdown } from './template';

/** One thing that could be otherwise, and how it is here. */
export interface Decision {
  readonly topic: string;
  /** Markdown. */
  readonly decision: string;
}

/** How an environment is set up, a line for each part of the stack file. */
export function decisions(environment: Environment): Decision[] {
  const { vpc, subnets } = placeInWords(environment);
  const lines: [string, string | undefined][] = [
    ['Prefect API', apiInWords(environment)],
    ['Credential', credentialInWords(environment)],
    ["The worker's secrets", secretsInWords(environment)],
    ['Execution role', executionRoleInWords(environment)],
    ['Task role', taskRoleInWords(environment)],
    ['Cluster', clusterDecision(environment)],
    ['Log', logInWords(environment)],
    ['Crash detection', crashDetectionInWords(environment)],
    ['Alarms', alarmsInWords(environment)],
    ['VPC', markdown(vpc)],
    ['Subnets', markdown(subnets)],
    ['Public address', environment.network.assignPublicIp ? 'yes: each task has one' : 'none'],
    ['Egress', egressInWords(environment)],
    ['Ingress', ingressInWords(environment)],
    ['Security groups', groupsInWords(environment)],
    ['Names', namesInWords(environment)],
    ['Own Terraform', ownTerraformInWords(environment)],
  ];
  return lines.flatMap(([topic, decision]) => (decision === undefined ? [] : [{ topic, decision }]));
}

function apiInWords({ prefect: { apiUrl }, inputs }: Environment): string {
  if (apiUrl === undefined) {
    return `Prefect Cloud, account \`${inputs.prefectAccountId}\`, workspace \`${inputs.prefectWorkspaceId}\``;
  }
  if (typeof apiUrl === 'string') return code(apiUrl);
  if (apiUrl.ssmParameter !== undefined) return `the URL that the parameter ${code(apiUrl.ssmParameter)} holds`;
  return 'a URL that ECS reads from a secret';
}

function credentialInWords(environment: Environment): string {
  const { apiKey } = environment;
  if (apiKey.from === 'nowhere') return 'none: the API asks for nothing';
  const what = apiKey.setting === 'PREFECT_API_KEY' ? 'API key' : 'auth string';
  if (apiKey.from === 'existing') return `${what} from the existing ${code(secretInWords(environment))}`;
  const store = apiKey.store === 'secret' ? 'secret' : 'SecureString parameter';
  const kept = writesKeyPastState(environment) ? 'kept out of plan and state' : '**kept in the state**';
  return `${what} in the created ${store} ${code(secretInWords(environment))}, ${kept}`;
}

function secretsInWords({ worker }: Environment): string | undefined {
  const names = Object.entries(worker.secrets).map(([name, { create }]) => `\`${name}\`${create ? ' (created)' : ''}`);
  return names.length === 0 ? undefined : names.join(', ');
}

function executionRoleInWords({ roles, behaviour, apiKey, prefect, worker, logs }: Environment): string {
  const readsSecrets =
    apiKey.from !== 'nowhere' ||
    Object.keys(worker.secrets).length > 0 ||
    [prefect.customHeaders, prefect.caCertificate].some((source) => source !== undefined);
  const shared = roles.oneForBoth ? '; it is the task role too' : '';
  if (roles.execution?.existing !== undefined) return `${existingRoleInWords(roles.execution.existing)}${shared}`;
  if (roles.execution?.ownStatements) return `created, with the stack file's own statements alone${shared}`;
  const rights = behaviour.leastPrivilege
    ? [
        ...(readsSecrets ? ["reads this worker's secrets"] : []),
        ...(logs.group === 'none' ? [] : ['writes this log']),
        'pulls this image',
      ].join(', ')
    : 'as the reference';
  return `created: ${rights}${shared}`;
}

function taskRoleInWords({ roles, inputs, behaviour }: Environment): string | undefined {
  if (roles.oneForBoth) return undefined;
  if (roles.task?.none) return 'none';
  if (inputs.workerTaskRoleArn !== undefined) return `the existing ${code(inputs.workerTaskRoleArn)}`;
  if (roles.task?.existing !== undefined) return existingRoleInWords(roles.task.existing);
  if (roles.task?.ownStatements) return "created, with the stack file's own statements alone";
  if (!behaviour.leastPrivilege) return 'created: as the reference';
  return inputs.workerType === 'ecs'
    ? 'created: runs, watches and stops the tasks of this pool, in this cluster'
    : `created, without rights: a ${inputs.workerType} worker starts no tasks`;
}

function existingRoleInWords(role: ExistingRole): string {
  if (typeof role === 'string') return `the existing ${code(role)}`;
  return role.name === undefined
    ? markdown(lookUpInWords('the existing one', role))
    : `the existing ${code(role.name)}`;
}

function clusterDecision(environment: Environment): string {
  const { existing, containerInsights, executeCommand } = environment.cluster;
  if (typeof existing === 'object') return markdown(clusterInWords(environment));
  if (existing !== undefined) return `the existing ${code(clusterInWords(environment))}`;
  const insights = containerInsights === undefined ? 'as the account has them' : containerInsights;
  return `created; Container Insights ${insights}${executeCommand ? '; ECS Exec sessions are recorded' : ''}`;
}

function logInWords(environment: Environment): string {
  const { logs, inputs } = environment;
  const days = inputs.workerLogRetentionInDays;
  const group = {
    created: `created, kept ${days === 0 ? 'for ever' : `for ${days} days`}`,
    existing:
      typeof logs.name === 'object' ? markdown(logGroupInWords(environment)) : `the existing ${code(logs.name ?? '')}`,
    by_driver: 'made by the log driver at the first start, and never removed by Terraform',
    none: 'none',
  };
  return group[logs.group];
}

function crashDetectionInWords(environment: Environment): string | undefined {
  const { crashDetection, inputs } = environment;
  if (crashDetection === undefined) {
    return inputs.workerType === 'ecs'
      ? 'off: a run whose task dies stays *Running* or *Pending* in Prefect'
      : undefined;
  }
  const { existingQueue, families, forwardLogs } = crashDetection;
  const queue = eventQueueInWords(environment);
  const from =
    existingQueue === undefined
      ? `by the queue ${code(queue)}, which a rule of EventBridge fills`
      : `by the existing queue${typeof existingQueue === 'object' ? `, ${markdown(queue)}` : ` ${code(queue)}`}`;
  return [
    from,
    ...(families.length > 0 ? [`the families ${families.map(code).join(', ')} too`] : []),
    ...(forwardLogs ? ["the last lines of a crashed run's log go to Prefect"] : []),
  ].join('; ');
}

function alarmsInWords({ alarms, inputs, naming }: Environment): string {
  if (alarms === undefined) return 'none: nobody is told';
  const { topic, email = [], dashboard } = alarms;
  const told =
    topic === undefined
      ? `told to the created topic ${code(physicalNames(inputs.name, naming).alarmTopic)}`
      : typeof topic === 'string'
        ? `told to ${code(topic)}`
        : `told to ${markdown(lookUpInWords('the one', topic))}`;
  return [
    told,
    ...(email.length > 0 ? [email.map(code).join(', ')] : []),
    ...(dashboard ? ['with a dashboard'] : []),
  ].join(', ');
}

function egressInWords({ network: { egress, createSecurityGroup }, prefect }: Environment): string {
  if (!createSecurityGroup) return "by the existing groups' rules";
  if (egress === 'all') return 'everything';
  if (egress === 'https_only') {
    return `HTTPS (port 443)${prefect.apiUrl === undefined ? '' : " and the Prefect API's port"}, to anywhere`;
  }
  return ownRules(egress.length);
}

function ingressInWords({ network: { ingress, createSecurityGroup } }: Environment): string {
  if (!createSecurityGroup) return "by the existing groups' rules";
  return ingress.length === 0 ? 'nothing' : ownRules(ingress.length);
}

function ownRules(count: number): string {
  return `by the stack file's own ${count === 1 ? 'rule' : `${count} rules`}, and nothing else`;
}

function groupsInWords(environment: Environment): string | undefined {
  const { createSecurityGroup, securityGroups, defaultSecurityGroup, admittedBy } = environment.network;
  const given = [
    ...securityGroups.map(groupInWords),
    ...(defaultSecurityGroup ? ["the VPC's default one"] : []),
    ...(admittedBy.length > 0
      ? [`let into ${admittedBy.map(({ securityGroup }) => groupInWords(securityGroup)).join(' and ')}`]
      : []),
  ];
  if (given.length === 0) return undefined;
  return [...(createSecurityGroup ? ['one of its own'] : []), ...given].join(', ');
}

function groupInWords(group: OrFound): string {
  return typeof group === 'string' ? `\`${group}\`` : markdown(lookUpInWords('the one', group));
}

function namesInWords({ naming }: Environment): string | undefined {
  const { pattern, own, randomSuffix } = naming;
  const parts = [
    ...(pattern === '{kind}-{name}' ? [] : [`built as \`${pattern}\``]),
    ...Object.entries(own).map(([of, name]) => `${KINDS[of as PhysicalName].what}: ${code(name)}`),
    ...(randomSuffix ? ['secret and security group with a random end'] : []),
  ];
  return parts.length === 0 ? undefined : parts.join('; ');
}

function ownTerraformInWords({ overrides, terraform }: Environment): string | undefined {
  const parts = [
    ...Object.keys(overrides).map((address) => `changes ${code(address)}`),
    ...(Object.keys(terraform).length > 0 ? [`adds ${Object.keys(terraform).join(', ')}`] : []),
  ];
  return parts.length === 0 ? undefined : parts.join('; ');
}
