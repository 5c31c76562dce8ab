import type { Environment } from '../../environment/environment';
import type { Condition } from '../../inventory/condition';
import { type Item, nameOf, when } from '../../inventory/item';
import { createdVpc } from './created-vpc-inventory';
import { workerEgress } from './egress-of';
import type { Egress, PlannedEgress } from './egress-rules';
import { admissions, oneSidedRules } from './security-group-rules';

/** When the port of the Prefect API needs a rule: another rule to everywhere for the same port would be a duplicate. */
export function needsApiRule({ otherPorts }: NonNullable<Egress['api']>): Condition {
  return { apiPortIsNot: [443, ...otherPorts] };
}

/** The network around the workers. */
export function network(environment: Environment): readonly Item[] {
  const { createSecurityGroup, admittedBy, ingress } = environment.network;
  return [
    ...createdVpc(environment),
    ...when(
      createSecurityGroup,
      {
        address: 'aws_security_group.prefect_worker',
        purpose: 'Security group of the worker',
        name: nameOf(environment, 'securityGroup', { within: vpcKey(environment) }),
      },
      ...groupRules({
        egress: workerEgress(environment),
        ingress,
        inbound: 'network_inbound',
        api: 'prefect_api_outbound',
        whose: 'the worker',
      }),
      ...admissions(admittedBy).map(({ key }) => ({
        address: `aws_security_group_rule.admitted_by_${key}`,
        purpose: 'Lets the worker into a security group of network.admitted_by',
      })),
    ),
  ];
}

interface GroupRules {
  readonly egress: Egress;
  readonly ingress: Parameters<typeof oneSidedRules>[0];
  readonly inbound: string;
  readonly api: string;
  readonly whose: string;
}

export function groupRules({ egress, ingress, inbound, api, whose }: GroupRules): readonly Item[] {
  const rule = (id: string, purpose: string): Item => ({ address: `aws_security_group_rule.${id}`, purpose });
  return [
    ...egress.rules.map((planned) => rule(planned.id, `Egress of ${whose}${inWords(planned)}`)),
    ...when(egress.api !== undefined, {
      ...rule(api, `Egress of ${whose} to the Prefect API, if no other rule opens its port`),
      ...(egress.api && { condition: needsApiRule(egress.api) }),
    }),
    ...oneSidedRules(ingress).map(({ key }) => rule(`${inbound}_${key}`, `Ingress of ${whose}`)),
  ];
}

/** What a rule to anywhere opens. */
function inWords({ cidrBlock, protocol, fromPort, toPort }: PlannedEgress): string {
  if (cidrBlock !== '0.0.0.0/0') return '';
  if (protocol === 'all') return ': everything';
  if (fromPort !== toPort) return '';
  return fromPort === 443 ? ': HTTPS (port 443)' : fromPort === 2049 ? ' to EFS (port 2049)' : '';
}

/** The VPC, as the one place of its security groups' names. */
export function vpcKey(environment: Environment): string {
  const { name, network, inputs, region } = environment;
  if (network.create !== undefined) return `created VPC of ${name}`;
  return `VPC ${inputs.vpcId ?? JSON.stringify(network.vpcLookup)} in ${region}`;
}
