import { DescribeSecurityGroupsCommand, type IpPermission, type SecurityGroup } from '@aws-sdk/client-ec2';
import type { Service } from '@aws-sdk/client-ecs';
import type { Resource } from '../adopt/resource';
import type { Aws } from './aws';
import { resource, tagsOf } from './existing-resource';

export async function groupsOf({ networkConfiguration }: Service, aws: Aws): Promise<Resource[]> {
  const ids = networkConfiguration?.awsvpcConfiguration?.securityGroups ?? [];
  if (ids.length === 0) return [];
  const { SecurityGroups: groups = [] } = await aws.ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: ids }));
  return groups.map(groupAsResource);
}

function groupAsResource(group: SecurityGroup): Resource {
  return resource('aws_security_group', group.GroupId ?? '', {
    id: group.GroupId,
    name: group.GroupName,
    description: group.Description,
    vpc_id: group.VpcId,
    egress: (group.IpPermissionsEgress ?? []).map(ruleOf),
    ingress: (group.IpPermissions ?? []).map(ruleOf),
    tags: tagsOf(group.Tags),
  });
}

function ruleOf(rule: IpPermission): Resource['values'] {
  const isAll = rule.IpProtocol === '-1';
  return {
    protocol: rule.IpProtocol,
    from_port: isAll ? 0 : rule.FromPort,
    to_port: isAll ? 0 : rule.ToPort,
    cidr_blocks: rule.IpRanges?.map(({ CidrIp }) => CidrIp),
    ipv6_cidr_blocks: rule.Ipv6Ranges?.map(({ CidrIpv6 }) => CidrIpv6),
    prefix_list_ids: rule.PrefixListIds?.map(({ PrefixListId }) => PrefixListId),
    security_groups: rule.UserIdGroupPairs?.map(({ GroupId }) => GroupId),
  };
}
