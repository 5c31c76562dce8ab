import { type Environment, writesKeyPastState } from '../environment/environment';
import { subjectsOf } from '../features/ci-role/trust';
import { KINDS, type PhysicalName } from '../features/names/name-kinds';
import { shownNames } from '../features/names/physical-names';
import { RANDOM_BY_DEFAULT } from '../features/names/random-names';
import type { ExistingRole } from '../features/roles/schema';
import { billedByTheHour, billedInWords, listPriceByTheHour } from '../inventory/billed';
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
    ['Bucket', bucketInWords(environment)],
    ['CI role', ciRoleInWords(environment)],
    ['DNS names', dnsNamesInWords(environment)],
    ['Billed by the hour', billedByTheHourInWords(environment)],
    ['Names', namesInWords(environment)],
    ['Own Terraform', ownTerraformInWords(environment)],
  ];
  return lines.flatMap(([topic, decision]) => (decision === undefined ? [] : [{ topic, decision }]));
}

function bucketInWords({ bucket }: Environment): string | undefined {
  if (bucket === undefined) return undefined;
  const { name, existing = '', access, results } = bucket;
  const which = name === undefined ? `the existing ${code(existing)}` : `the created ${code(name)}`;
  const stored = results === undefined ? '' : `; results of flows in ${code(results.folder)}`;
  return `${which}, which flow runs ${access === 'read' ? 'read' : 'read and write'}${stored}`;
}

function ciRoleInWords({ ciRole }: Environment): string | undefined {
  if (ciRole === undefined) return undefined;
  return `for ${subjectsOf(ciRole).map(code).join(', ')}`;
}

function dnsNamesInWords({ serviceDiscovery }: Environment): string | undefined {
  if (serviceDiscovery === undefined) return undefined;
  const { create, namespaceId = '', service } = serviceDiscovery;
  const namespace =
    create === undefined ? `the existing namespace ${code(namespaceId)}` : `the created ${code(create)}`;
  return service === undefined ? namespace : `the tasks of the worker as ${code(service)} in ${namespace}`;
}

function billedByTheHourInWords(environment: Environment): string {
  const billed = billedByTheHour(environment);
  const dollars = listPriceByTheHour(environment);
  const types = environment.instances?.instanceTypes.join(' or ') ?? '';
  const parts = [
    ...(dollars > 0 ? [`about ${Number(dollars.toPrecision(2))} USD at the list prices of us-east-1`] : []),
    ...(billed.instances > 0 ? [`${dollars > 0 ? 'and ' : ''}the price of each instance (${types})`] : []),
  ];
  const known = `${billedInWords(billed)}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
  return `${known}. Flow runs, logs, secrets and traffic are billed by use`;
}

function apiInWords({ prefect: { apiUrl, workspace }, inputs }: Environment): string {
  if (workspace !== undefined) return `Prefect Cloud, workspace ${code(workspace)}`;
  if (apiUrl === undefined) {
    return `Prefect Cloud, account \`${inputs.prefectAccountId}\`, workspace \`${inputs.prefectWorkspaceId}\``;
  }
  if (typeof apiUrl === 'string') return code(apiUrl);
  if (apiUrl.ssmParameter !== undefined) return `the URL in the parameter ${code(apiUrl.ssmParameter)}`;
  return 'the URL in a secret, which ECS reads';
}

function credentialInWords(environment: Environment): string {
  const { apiKey } = environment;
  if (apiKey.from === 'nowhere') return 'none: the API needs no credential';
  const what = apiKey.setting === 'PREFECT_API_KEY' ? 'API key' : 'auth string';
  if (apiKey.from === 'existing') return `${what} from the existing ${code(secretInWords(environment))}`;
  const store = apiKey.store === 'secret' ? 'secret' : 'SecureString parameter';
  const kept = writesKeyPastState(environment) ? 'not in plan and state' : '**in clear text in the state**';
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
  const shared = roles.oneForBoth ? '; also the task role' : '';
  if (roles.execution?.existing !== undefined) return `${existingRoleInWords(roles.execution.existing)}${shared}`;
  if (roles.execution?.ownStatements) return `created, with only the statements of the stack file${shared}`;
  const rights = behaviour.leastPrivilege
    ? [
        ...(readsSecrets ? ["this worker's secrets"] : []),
        ...(logs.group === 'none' ? [] : ['this log']),
        'this image',
      ].join(', ')
    : 'permissions as in the reference module';
  return `created, for ${rights}${shared}`;
}

function taskRoleInWords({ roles, inputs, behaviour }: Environment): string | undefined {
  if (roles.oneForBoth) return undefined;
  if (roles.task?.none) return 'none';
  if (inputs.workerTaskRoleArn !== undefined) return `the existing ${code(inputs.workerTaskRoleArn)}`;
  if (roles.task?.existing !== undefined) return existingRoleInWords(roles.task.existing);
  if (roles.task?.ownStatements) return 'created, with only the statements of the stack file';
  if (!behaviour.leastPrivilege) return 'created, with the permissions of the reference module';
  return inputs.workerType === 'ecs'
    ? 'created: starts, reads and stops the tasks of this pool, in this cluster'
    : `created, without permissions: a ${inputs.workerType} worker starts no tasks`;
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
  const insights = containerInsights === undefined ? 'as set for the account' : containerInsights;
  return `created; Container Insights ${insights}${executeCommand ? '; ECS Exec sessions are recorded' : ''}`;
}

function logInWords(environment: Environment): string {
  const { logs, inputs } = environment;
  const days = inputs.workerLogRetentionInDays;
  const group = {
    created: `created, kept ${days === 0 ? 'for ever' : `for ${days} days`}`,
    existing:
      typeof logs.name === 'object' ? markdown(logGroupInWords(environment)) : `the existing ${code(logs.name ?? '')}`,
    by_driver: 'created by the log driver when the first task starts; Terraform does not know it',
    none: 'none',
  };
  return group[logs.group];
}

function crashDetectionInWords(environment: Environment): string | undefined {
  const { crashDetection, inputs } = environment;
  if (crashDetection === undefined) {
    return inputs.workerType === 'ecs'
      ? 'disabled: a flow run whose task dies stays *Running* or *Pending* in Prefect'
      : undefined;
  }
  const { existingQueue, families, forwardLogs } = crashDetection;
  const queue = eventQueueInWords(environment);
  const from =
    existingQueue === undefined
      ? `enabled, with the created queue ${code(queue)}`
      : `enabled, with the existing queue${typeof existingQueue === 'object' ? `, ${markdown(queue)}` : ` ${code(queue)}`}`;
  return [
    from,
    ...(families.length > 0 ? [`also for the families ${families.map(code).join(', ')}`] : []),
    ...(forwardLogs ? ['the last log lines of a crashed flow run are sent to Prefect'] : []),
  ].join('; ');
}

function alarmsInWords({ alarms, inputs, naming }: Environment): string {
  if (alarms === undefined) return 'disabled';
  const { topic, furtherTopics, email = [], dashboard } = alarms;
  const existing = [...(topic === undefined ? [] : [topic]), ...furtherTopics].map((one) =>
    typeof one === 'string' ? code(one) : markdown(lookUpInWords('the one', one)),
  );
  const created = topic === undefined ? [`the created topic ${code(shownNames(inputs.name, naming).alarmTopic)}`] : [];
  return [
    `sent to ${[...created, ...existing].join(' and ')}`,
    ...(email.length > 0 ? [email.map(code).join(', ')] : []),
    ...(dashboard ? ['with a dashboard'] : []),
  ].join(', ');
}

function egressInWords({ network: { egress, createSecurityGroup }, prefect }: Environment): string {
  if (!createSecurityGroup) return 'the rules of the existing groups';
  if (egress === 'all') return 'all traffic';
  if (egress === 'https_only') {
    return `HTTPS (port 443)${prefect.apiUrl === undefined ? '' : " and the Prefect API's port"}, to anywhere`;
  }
  return ownRules(egress.length);
}

function ingressInWords({ network: { ingress, createSecurityGroup } }: Environment): string {
  if (!createSecurityGroup) return 'the rules of the existing groups';
  return ingress.length === 0 ? 'nothing' : ownRules(ingress.length);
}

function ownRules(count: number): string {
  return `${count === 1 ? 'one rule' : `${count} rules`} of the stack file`;
}

function groupsInWords(environment: Environment): string | undefined {
  const { createSecurityGroup, securityGroups, defaultSecurityGroup, admittedBy } = environment.network;
  const given = [
    ...securityGroups.map(groupInWords),
    ...(defaultSecurityGroup ? ['the default group of the VPC'] : []),
    ...(admittedBy.length > 0
      ? [`allowed by a rule in ${admittedBy.map(({ securityGroup }) => groupInWords(securityGroup)).join(' and ')}`]
      : []),
  ];
  if (given.length === 0) return undefined;
  return [...(createSecurityGroup ? ['a created one'] : []), ...given].join(', ');
}

function groupInWords(group: OrFound): string {
  return typeof group === 'string' ? `\`${group}\`` : markdown(lookUpInWords('the one', group));
}

function namesInWords({ naming }: Environment): string | undefined {
  const { pattern, own, random } = naming;
  const parts = [
    ...(pattern === '{kind}-{name}' ? [] : [`built as \`${pattern}\``]),
    ...Object.entries(own).map(([of, name]) => `${KINDS[of as PhysicalName].what}: ${code(name)}`),
    ...(random.length === 0 ? [] : [`with a random end: ${randomInWords(random)}`]),
  ];
  return parts.length === 0 ? undefined : parts.join('; ');
}

function randomInWords(random: readonly PhysicalName[]): string {
  return random === RANDOM_BY_DEFAULT ? 'secrets and security groups' : random.map((of) => KINDS[of].what).join(', ');
}

function ownTerraformInWords({ overrides, terraform }: Environment): string | undefined {
  const parts = [
    ...Object.keys(overrides).map((address) => `changes ${code(address)}`),
    ...(Object.keys(terraform).length > 0 ? [`adds ${Object.keys(terraform).join(', ')}`] : []),
  ];
  return parts.length === 0 ? undefined : parts.join('; ');
}
