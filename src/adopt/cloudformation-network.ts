import { type Created, mapsIn, numberOf, type Properties } from './cloudformation-properties';

const EVERYTHING = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };

/** A group without a name of its own gets a random end: AWS alone knows its name. */
export function securityGroup({ id, properties }: Created): Properties {
  const egress = properties['SecurityGroupEgress'];
  return {
    id,
    name: properties['GroupName'],
    description: properties['GroupDescription'],
    vpc_id: properties['VpcId'],
    egress: (egress === undefined ? [EVERYTHING] : mapsIn(egress)).map(ruleOf),
    ingress: mapsIn(properties['SecurityGroupIngress']).map(ruleOf),
  };
}

function ruleOf(rule: Properties): Properties {
  const isAll = String(rule['IpProtocol']) === '-1';
  const list = (name: string) => (rule[name] === undefined ? [] : [rule[name]]);
  return {
    protocol: String(rule['IpProtocol']),
    from_port: isAll ? 0 : numberOf(rule['FromPort']),
    to_port: isAll ? 0 : numberOf(rule['ToPort']),
    cidr_blocks: list('CidrIp'),
    ipv6_cidr_blocks: list('CidrIpv6'),
    prefix_list_ids: list('DestinationPrefixListId'),
    security_groups: [...list('DestinationSecurityGroupId'), ...list('SourceSecurityGroupId')],
  };
}
