import type { Environment } from '../../environment/environment';
import { lookUpInWords, placeInWords } from '../../runbook/in-words';
import { subnetsInShell, vpcInShell } from '../../runbook/shell';
import { markdown } from '../../runbook/template';
import { isIsolated } from './created-vpc-resolve';
import { createdVpcInWords } from './in-words';
import type { Network } from './resolve';

export function placeView(environment: Environment) {
  const { inputs, network, region } = environment;
  const { vpcLookup, subnetLookup, createSecurityGroup, securityGroups, defaultSecurityGroup } = network;
  const { vpc, subnets } = placeInWords(environment);
  const groups = [
    ...(createSecurityGroup ? ['the output `prefect_worker_security_group`'] : []),
    ...securityGroups.map((group) =>
      typeof group === 'string' ? `\`${group}\`` : markdown(lookUpInWords('the group', group)),
    ),
    ...(defaultSecurityGroup ? ["the VPC's default group"] : []),
  ];
  return {
    createdVpc: createdVpcInWords(environment) ?? null,
    routeFix: routeFix(network),
    flowRunRules: flowRunRules(environment),
    publicIp: network.assignPublicIp,
    admitted: network.admittedBy.length > 0,
    vpc: inputs.vpcId !== undefined ? `\`${inputs.vpcId}\`` : markdown(vpc),
    vpcInShell: inputs.vpcId ?? (vpcLookup ? vpcInShell(vpcLookup, region) : ''),
    subnetList: inputs.workerSubnets?.join(' ') ?? (subnetLookup ? subnetsInShell(subnetLookup, region) : ''),
    networkInForm: JSON.stringify({
      subnets: inputs.workerSubnets ?? ['SUBNETS'],
      securityGroups: ['GROUPS'],
      assignPublicIp: network.assignPublicIp ? 'ENABLED' : 'DISABLED',
    }),
    subnetIds: inputs.workerSubnets !== undefined ? '' : `the ids of ${markdown(subnets)}`,
    groupsInWords: groups.join(' and '),
  };
}

/** What to do where a task has no route to something. Markdown. */
function routeFix({ create }: Network): string {
  if (create === undefined) return 'the route of each subnet: [before you apply](#before-you-apply)';
  return isIsolated(create)
    ? 'check `network.create.endpoints` in the stack file, and [apply](#apply)'
    : '[apply](#apply): the plan shows what somebody changed in the VPC, and restores it';
}

/** Where the rules stand that let flow runs out. Markdown. */
function flowRunRules({ flowRuns, network }: Environment): string {
  if (flowRuns?.ownSecurityGroup !== undefined) return '`flow_runs.own_security_group.egress` in the stack file';
  const haveCreatedGroup = network.createSecurityGroup && flowRuns?.workerSecurityGroups === true;
  return haveCreatedGroup ? '`network.egress` in the stack file' : 'the rules of the existing security groups';
}
