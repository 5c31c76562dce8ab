import { isKnownRegion } from '../../values/regions';

/** Services that worker and flow runs may call by an interface endpoint. S3 has a gateway, which costs nothing. */
export const ENDPOINT_SERVICES = [
  'ec2',
  'ecr.api',
  'ecr.dkr',
  'ecs',
  'ecs-agent',
  'ecs-telemetry',
  'kms',
  'logs',
  'monitoring',
  'secretsmanager',
  'sqs',
  'ssm',
  'ssmmessages',
  'sts',
] as const;
export type EndpointService = (typeof ENDPOINT_SERVICES)[number];

interface Exception {
  readonly prefix: string;
  readonly services: readonly string[];
}

const CHINA: Exception = {
  prefix: 'cn.com.amazonaws',
  services: ['ec2', 'ecr.api', 'ecr.dkr', 'monitoring', 'sqs', 'sts'],
};
const ECR: Exception['services'] = ['ecr.api', 'ecr.dkr'];

/**
 * Where the name of a service's endpoint does not begin with com.amazonaws: outside of the partition aws, and there not
 * for every service. GovCloud has no exception.
 * Source: `aws ec2 describe-vpc-endpoint-services` in each region, as the AWS CDK has collected it (aws-ec2,
 * vpc-endpoint.ts).
 */
const EXCEPTIONS: Readonly<Record<string, Exception>> = {
  'cn-north-1': CHINA,
  'cn-northwest-1': CHINA,
  'eusc-de-east-1': { prefix: 'eu.amazonaws', services: ECR },
  'us-iso-east-1': { prefix: 'gov.ic.c2s', services: ['ec2', ...ECR, 'sqs'] },
  'us-iso-west-1': { prefix: 'gov.ic.c2s', services: ['ec2', ...ECR, 'monitoring', 'sqs'] },
  'us-isob-east-1': { prefix: 'gov.sgov.sc2s', services: ['ec2', ...ECR, 'sqs'] },
  'us-isob-west-1': { prefix: 'gov.sgov.sc2s', services: ECR },
  'us-isof-east-1': { prefix: 'gov.ic.hci.csp', services: ECR },
  'us-isof-south-1': { prefix: 'gov.ic.hci.csp', services: ECR },
  'eu-isoe-west-1': { prefix: 'uk.adc-e.cloud', services: ECR },
};

/** The name under which AWS offers a service's interface endpoint in a region. */
export function endpointServiceName(service: string, region: string): string {
  const { prefix, services } = EXCEPTIONS[region] ?? { prefix: '', services: [] };
  return `${services.includes(service) ? prefix : 'com.amazonaws'}.${region}.${service}`;
}

/** The gateway of S3 has the same name everywhere, in China too. */
export function s3GatewayName(region: string): string {
  return `com.amazonaws.${region}.s3`;
}

/**
 * Regions that began on or after 23 December 2023: a task on Fargate speaks to ECS from within the VPC there.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html
 */
const TASKS_CALL_ECS: readonly string[] = [
  'ap-east-2',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-west-1',
  'eu-isoe-west-1',
  'eusc-de-east-1',
  'mx-central-1',
  'us-isof-east-1',
  'us-isof-south-1',
];

/** Whether a task on Fargate calls ECS itself, for which it needs ecs, ecs-agent and ecs-telemetry. */
export function fargateTasksCallEcs(region: string): boolean {
  return TASKS_CALL_ECS.includes(region) || !isKnownRegion(region);
}

/**
 * Ids of zones in which Fargate runs no task; the same place has another name in each older account.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AWS_Fargate-Regions.html, and for us-east-1 the
 * zones of NAT gateways and endpoints, which are not in use1-az3 either.
 */
const ZONES_WITHOUT_FARGATE: Readonly<Record<string, readonly string[]>> = {
  'ap-northeast-1': ['apne1-az3'],
  'cn-north-1': ['cnn1-az3', 'cnn1-az4'],
  'us-east-1': ['use1-az3'],
  'us-west-1': ['usw1-az2'],
};

export function zonesWithoutFargate(region: string): readonly string[] {
  return ZONES_WITHOUT_FARGATE[region] ?? [];
}
