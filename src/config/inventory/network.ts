import type { Environment, FlowRuns } from '../environment';
import { admissions, oneSidedRules } from '../security-group-rules';
import type { Condition } from './condition';
import { createdVpc } from './created-vpc';
import { type Item, nameOf, when } from './item';
import { regionKey } from './scope';

export const API_HAS_A_PORT_OF_ITS_OWN: Condition = { apiPortIsNot: 443 };

/** The network around the workers. */
export function network(environment: Environment): readonly Item[] {
  const { createSecurityGroup, admittedBy, egress, ingress } = environment.network;
  return [
    ...createdVpc(environment),
    ...when(
      createSecurityGroup,
      {
        address: 'aws_security_group.prefect_worker',
        purpose: 'Security group of the worker',
        name: nameOf(environment, 'securityGroup', { within: vpcKey(environment) }),
      },
      ...groupRules(environment, {
        egress,
        ingress,
        outbound: 'network_outbound',
        inbound: 'network_inbound',
        api: 'prefect_api_outbound',
        whose: 'the worker',
      }),
      ...admissions(admittedBy).map(({ key }) => ({
        address: `aws_security_group_rule.admitted_by_${key}`,
        purpose: 'Lets the worker into a security group of network.admitted_by',
      })),
      ...when(egress === 'https_only' && mountsEfs(environment), {
        address: 'aws_security_group_rule.efs_outbound',
        purpose: 'Egress of the worker to EFS (port 2049)',
      }),
    ),
  ];
}

interface GroupRules {
  readonly egress: Environment['network']['egress'] | NonNullable<FlowRuns['ownSecurityGroup']>['egress'];
  readonly ingress: Parameters<typeof oneSidedRules>[0];
  readonly outbound: string;
  readonly inbound: string;
  readonly api: string;
  readonly whose: string;
}

export function groupRules(
  environment: Environment,
  { egress, ingress, outbound, inbound, api, whose }: GroupRules,
): readonly Item[] {
  const rule = (id: string, purpose: string): Item => ({ address: `aws_security_group_rule.${id}`, purpose });
  return [
    ...(typeof egress === 'string'
      ? [
          rule(outbound, `Egress of ${whose}: ${egress === 'all' ? 'everything' : 'HTTPS (port 443)'}`),
          ...when(egress === 'https_only' && knowsApiUrl(environment), {
            ...rule(api, `Egress of ${whose} to the Prefect API, if its port is not 443`),
            condition: API_HAS_A_PORT_OF_ITS_OWN,
          }),
        ]
      : oneSidedRules(egress).map(({ key }) => rule(`${outbound}_${key}`, `Egress of ${whose}`))),
    ...oneSidedRules(ingress).map(({ key }) => rule(`${inbound}_${key}`, `Ingress of ${whose}`)),
  ];
}

/** Whether Terraform knows the URL of an API that is not Prefect Cloud's. */
function knowsApiUrl({ prefect: { apiUrl } }: Environment): boolean {
  return typeof apiUrl === 'string' || apiUrl?.ssmParameter !== undefined;
}

function mountsEfs({ worker, workers }: Environment): boolean {
  const containers = [worker, ...Object.values(workers).map(({ container }) => container)];
  return containers.some(({ volumes }) => Object.values(volumes).some(({ efs }) => efs !== undefined));
}

/** The VPC, as the one place of its security groups' names. */
export function vpcKey(environment: Environment): string {
  const { name, network, inputs } = environment;
  if (network.create !== undefined) return `created VPC of ${name}`;
  return `VPC ${inputs.vpcId ?? JSON.stringify(network.vpcLookup)} in ${regionKey(environment)}`;
}
