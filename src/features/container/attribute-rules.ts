import { valueAt } from '../../environment/origin';
import { type Rule, when } from '../../environment/rule';
import { ofContainers } from './of-tasks';

/**
 * Attributes of a container that ECS refuses in a task on Fargate.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html, and
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinuxParameters.html
 */
const NOT_ON_FARGATE: readonly string[] = [
  'disableNetworking',
  'dnsSearchDomains',
  'dnsServers',
  'dockerSecurityOptions',
  'linuxParameters.devices',
  'linuxParameters.maxSwap',
  'linuxParameters.sharedMemorySize',
  'linuxParameters.swappiness',
  'privileged',
];

/**
 * Attributes that ECS refuses in the network mode awsvpc, which all tasks here have.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
const NOT_IN_AWSVPC: readonly string[] = ['extraHosts', 'hostname', 'links'];

export const fargateAttributes: Rule = ofContainers(({ container: { attributes }, at }, { isOnFargate }) => {
  const isSet = (path: string) => ![undefined, null, false].includes(valueAt(attributes, path.split('.')) as null);
  return [
    ...NOT_ON_FARGATE.flatMap((path) =>
      when(
        isOnFargate && isSet(path),
        at('attributes', ...path.split('.')),
        'is not available on Fargate: ECS refuses the task definition',
        'remove it, or use instances (capacity.type: ec2, flow_runs.capacity: ec2)',
      ),
    ),
    ...NOT_IN_AWSVPC.flatMap((path) =>
      when(
        isSet(path),
        at('attributes', path),
        'is not available in the network mode awsvpc, which all tasks here have: ECS refuses the task definition',
        'remove it',
      ),
    ),
  ];
});
