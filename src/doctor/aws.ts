import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { Block } from '../runbook/terraform-document';

// The SDK warns of Node 20 from the first client on; this command promises Node 20.9.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/** What a provider block says of region and credentials. */
export interface Provider {
  readonly region: string;
  readonly profile?: string;
  readonly roles: readonly Block[];
  readonly allowedAccounts: readonly string[];
}

export function providerOf(block: Block | undefined): Provider {
  const { region, profile, assume_role: roles, allowed_account_ids: accounts } = block ?? {};
  return {
    region: String(region),
    ...(typeof profile === 'string' && { profile }),
    roles: Array.isArray(roles) ? (roles as Block[]) : [],
    allowedAccounts: Array.isArray(accounts) ? accounts.map(String) : [],
  };
}

/** Clients of AWS with the credentials that Terraform would use. */
export interface Aws extends Clients {
  readonly region: string;
  /** The same credentials, elsewhere. */
  in(region: string): Aws;
}

interface Clients {
  readonly cloudwatch: CloudWatchClient;
  readonly ec2: EC2Client;
  readonly ecr: ECRClient;
  readonly ecs: ECSClient;
  readonly events: EventBridgeClient;
  readonly iam: IAMClient;
  readonly logs: CloudWatchLogsClient;
  readonly quotas: ServiceQuotasClient;
  readonly s3: S3Client;
  readonly scaling: ApplicationAutoScalingClient;
  readonly secrets: SecretsManagerClient;
  readonly servicediscovery: ServiceDiscoveryClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly ssm: SSMClient;
  readonly sts: STSClient;
}

export function connect(provider: Provider, region = provider.region): Aws {
  const settings = {
    region,
    credentials: credentialsOf(provider),
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
  };
  return Object.assign(
    whenUsed<Clients>({
      cloudwatch: () => new CloudWatchClient(settings),
      ec2: () => new EC2Client(settings),
      ecr: () => new ECRClient(settings),
      ecs: () => new ECSClient(settings),
      events: () => new EventBridgeClient(settings),
      iam: () => new IAMClient(settings),
      logs: () => new CloudWatchLogsClient(settings),
      quotas: () => new ServiceQuotasClient(settings),
      s3: () => new S3Client({ ...settings, followRegionRedirects: true }),
      scaling: () => new ApplicationAutoScalingClient(settings),
      secrets: () => new SecretsManagerClient(settings),
      servicediscovery: () => new ServiceDiscoveryClient(settings),
      sns: () => new SNSClient(settings),
      sqs: () => new SQSClient(settings),
      ssm: () => new SSMClient(settings),
      sts: () => new STSClient(settings),
    }),
    { region, in: (other: string) => connect(provider, other) },
  );
}

/** The values, each created when it is first read: a check uses one or two of the clients. */
function whenUsed<Values extends object>(create: { readonly [Name in keyof Values]: () => Values[Name] }): Values {
  const values = {} as Values;
  for (const name of Object.keys(create) as (keyof Values)[]) {
    const get = () => {
      const value = create[name]();
      Object.defineProperty(values, name, { value });
      return value;
    };
    Object.defineProperty(values, name, { get, configurable: true, enumerable: true });
  }
  return values;
}

/** The clients for what an ARN names; a name without one is of the stack's own region. */
export function inRegionOf(aws: Aws, arn: string): Aws {
  const region = arn.startsWith('arn:') ? arn.split(':')[3] : aws.region;
  return region === undefined || region === aws.region ? aws : aws.in(region);
}

/** As the provider of Terraform finds them: the profile's or the environment's, then each role in turn. */
function credentialsOf({ profile, region, roles }: Provider) {
  const first = fromNodeProviderChain({ ...(profile !== undefined && { profile }), clientConfig: { region } });
  return roles.reduce<ReturnType<typeof fromNodeProviderChain>>(
    (masterCredentials, role) =>
      fromTemporaryCredentials({
        masterCredentials,
        clientConfig: { region },
        params: {
          RoleArn: String(role['role_arn']),
          RoleSessionName: String(role['session_name'] ?? 'prefect-ecs-worker-doctor'),
          ...(role['external_id'] !== undefined && { ExternalId: String(role['external_id']) }),
        },
      }),
    first,
  );
}
