import type { Environment } from '../../environment/environment';
import { type Finding, type Rule, warning } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { partitionOf } from '../../values/regions';
import { issuerOf, subjectsOf } from '../ci-role/trust';
import { physicalNames } from '../names/physical-names';
import type { EgressRules } from '../network/schema';
import { oneSidedRules } from '../network/security-group-rules';
import { workersOf } from '../workers/workers-of';

/** What an account may have until AWS raises it, by its name in Service Quotas. */
interface Quota {
  readonly most: number;
  readonly name: string;
}

/** Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const PATTERN: Quota = { most: 2048, name: 'EventBridge, Event pattern size' };
/** IPv4 and IPv6 each. Source: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const GROUP_RULES: Quota = { most: 60, name: 'VPC, Inbound or outbound rules per security group' };
/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const TRUST: Quota = { most: 2048, name: 'IAM, Role trust policy length' };

function beyond({ most, name }: Quota, count: number, path: Path, what: string, wayOut: string): Finding[] {
  return warning(
    'default-quota',
    count > most,
    path,
    `${what.replace('#', String(count))}: the default quota of an account is ${most}`,
    `${wayOut}, or have AWS raise the quota (${name})`,
  );
}

/** An ARN of the length that it will have: only Terraform knows the account. */
function arnOf({ region }: Environment, service: string, resource: string): string {
  return ['arn', partitionOf(region), service, region, '1'.repeat(12), resource].join(':');
}

/** What EventBridge selects: the flow runs of all pools, and for alarms the services of all workers. */
const eventPatterns: Rule = (environment) => {
  const { crashDetection, alarms, cluster, inputs, naming } = environment;
  if (crashDetection === undefined && alarms?.serviceEvents === undefined) return [];
  const names = physicalNames(inputs.name, naming);
  const workers = workersOf(environment);
  const clusterName = typeof cluster.existing === 'string' ? cluster.existing.replace(/^.*\//, '') : names.cluster;
  const pools = [...new Set(workers.map(({ workPoolName }) => workPoolName))];
  const ofFlowRuns = {
    detail: {
      clusterArn: [arnOf(environment, 'ecs', `cluster/${clusterName}`)],
      group: [
        ...pools.map((pool) => ({ prefix: `family:prefect_${pool}_` })),
        ...(crashDetection?.families ?? []).map((family) => `family:${family}`),
      ],
    },
    'detail-type': ['ECS Task State Change'],
    source: ['aws.ecs'],
  };
  const ofServices = {
    detail: { eventName: alarms?.serviceEvents?.names ?? [] },
    'detail-type': ['ECS Service Action', 'ECS Deployment State Change'],
    resources: workers
      .filter(({ service }) => service.create)
      .map(({ name }) =>
        arnOf(environment, 'ecs', `service/${clusterName}/${[names.service, ...(name ? [name] : [])].join('-')}`),
      ),
    source: ['aws.ecs'],
  };
  const check = (isCreated: boolean, pattern: object, of: string): Finding[] =>
    isCreated
      ? beyond(
          PATTERN,
          JSON.stringify(pattern).length,
          workers.length > 1 ? ['workers'] : ['crash_detection', 'families'],
          `brings the event pattern of ${of} to # characters`,
          'move workers to another environment',
        )
      : [];
  return [
    ...check(
      crashDetection !== undefined && crashDetection.existingQueue === undefined,
      ofFlowRuns,
      'the rule that finds crashed flow runs',
    ),
    ...check(alarms?.serviceEvents !== undefined, ofServices, 'the rule of alarms.service_events'),
  ];
};

/** Rules as AWS counts them: each range, group and prefix list is one. */
const groupRules: Rule = ({ network, flowRuns }) => {
  const own = flowRuns?.ownSecurityGroup;
  const check = (path: Path, rules: unknown): Finding[] => {
    if (!Array.isArray(rules)) return [];
    const sides = oneSidedRules(rules as EgressRules);
    const count = (isOther: (range: string) => boolean) =>
      sides.filter(({ cidrBlock }) => cidrBlock === undefined || !isOther(cidrBlock)).length;
    const most = Math.max(
      count((range) => range.includes(':')),
      count((range) => !range.includes(':')),
    );
    return beyond(GROUP_RULES, most, path, 'is # rules of one security group', 'merge ranges or ports');
  };
  return [
    ...check(['network', 'egress'], network.egress),
    ...check(['network', 'ingress'], network.ingress),
    ...check(['flow_runs', 'own_security_group', 'egress'], own?.egress),
  ];
};

/** IAM counts no white space, and the document has none. */
const trustPolicy: Rule = ({ ciRole, region }) => {
  if (ciRole === undefined) return [];
  const issuer = issuerOf(ciRole);
  const trust = {
    Statement: [
      {
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${issuer}:aud`]: '' }, StringLike: { [`${issuer}:sub`]: subjectsOf(ciRole) } },
        Effect: 'Allow',
        Principal: { Federated: `arn:${partitionOf(region)}:iam::${'1'.repeat(12)}:oidc-provider/${issuer}` },
      },
    ],
    Version: '2012-10-17',
  };
  return beyond(
    TRUST,
    JSON.stringify(trust).length,
    ['ci_role'],
    'brings the trust policy of the role to # characters or more',
    'use fewer branches, tags and environments, or patterns with *',
  );
};

export const QUOTA_RULES: readonly Rule[] = [eventPatterns, groupRules, trustPolicy];
