import type { Environment } from '../../environment/environment';
import { lookUpInWords, placeInWords } from '../../runbook/in-words';
import { subnetsInShell, vpcInShell } from '../../runbook/shell';
import { markdown } from '../../runbook/template';
import { createdVpcInWords } from './in-words';

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
