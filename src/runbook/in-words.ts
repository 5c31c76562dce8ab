import type { Environment } from '../environment/environment';
import { physicalNames, shownNames } from '../features/names/physical-names';
import type { OrFound } from '../values/aws-fields';

/** Where an environment runs, for a reader: an id, or how one is found. */
export function placeInWords({ inputs, network }: Environment): { vpc: string; subnets: string } {
  if (network.create) return { vpc: 'the created VPC', subnets: 'the created subnets' };
  return {
    vpc: inputs.vpcId ?? lookUpInWords('the VPC', network.vpcLookup),
    subnets: inputs.workerSubnets?.join(', ') ?? lookUpInWords('the subnets', network.subnetLookup),
  };
}

/** The secret with the worker's credential, by its name or ARN; empty where there is none. */
export function secretInWords({ apiKey, inputs, naming }: Environment): string {
  if (apiKey.from === 'nowhere') return '';
  if (apiKey.from === 'existing') {
    const { secretArn, secretName, ssmParameter } = apiKey.source;
    return secretArn ?? secretName ?? ssmParameter ?? '';
  }
  const names = physicalNames(inputs.name, naming);
  return apiKey.setting === 'PREFECT_API_KEY' ? names.apiKeySecret : names.authStringSecret;
}

/** The cluster, by its name, or how it is found. */
export function clusterInWords({ cluster, inputs, naming }: Environment): string {
  const { existing } = cluster;
  if (typeof existing === 'object') return lookUpInWords('the one', existing);
  return existing?.split('/').at(-1) ?? physicalNames(inputs.name, naming).cluster;
}

/** The log group, by its name, or how it is found; empty where there is none. */
export function logGroupInWords({ logs, inputs, naming }: Environment): string {
  if (logs.group === 'none') return '';
  if (typeof logs.name === 'object') return lookUpInWords('the one', logs.name);
  return logs.name ?? shownNames(inputs.name, naming).logGroup;
}

/** The log group of the flow runs, alike. The reference has one group for all. */
export function flowLogGroupInWords(environment: Environment): string {
  const { flowRuns, inputs, naming } = environment;
  if (flowRuns === undefined || flowRuns.log.group === 'worker') return logGroupInWords(environment);
  const { group, name } = flowRuns.log;
  if (group === 'none') return '';
  if (typeof name === 'object') return lookUpInWords('the one', name);
  return name ?? shownNames(inputs.name, naming).flowRunLogGroup;
}

/** The queue that tells of crashed flow runs, by its name, or how it is found; empty where there is none. */
export function eventQueueInWords({ crashDetection, inputs, naming }: Environment): string {
  if (crashDetection === undefined) return '';
  const { existingQueue } = crashDetection;
  if (typeof existingQueue === 'object') return lookUpInWords('the one', existingQueue);
  return existingQueue?.split(':').at(-1) ?? shownNames(inputs.name, naming).eventQueue;
}

/** What is looked up at each plan. */
export function lookUpInWords(what: string, lookUp: Exclude<OrFound, string> | undefined): string {
  if (lookUp?.tags) {
    const tags = Object.entries(lookUp.tags).map(([key, value]) => `${key} = ${value}`);
    return `${what} with the tags ${tags.join(', ')}`;
  }
  return `${what} in the parameter ${lookUp?.ssmParameter}`;
}
