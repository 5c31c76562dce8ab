import { API_ADDRESS, HTTPS_ORIGIN } from './api-url';
import { IMAGE_REFERENCE } from './image-reference';

/**
 * What AWS and Prefect allow, each with its source. The schema refuses what breaks one of these,
 * and the Terraform variables repeat the check for values that come from a tfvars file.
 * Patterns keep to what JavaScript and Terraform's RE2 read alike.
 */
export interface TextLimit {
  readonly pattern: RegExp;
  /** How many characters at most, where the pattern does not say so. */
  readonly longest?: number;
  /** Completes the sentence "must be …". */
  readonly allowed: string;
  /** Shown to somebody who wrote something else. */
  readonly example: string;
  /** The page that says so. */
  readonly source: string;
}

const AWS = 'https://docs.aws.amazon.com';

/**
 * CPU units (1024 are one vCPU) and the memory in MiB that Fargate takes with each.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#task_size
 */
export const FARGATE_MEMORY_BY_CPU: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, 1024, 2048]],
  [512, steps(1024, 4096, 1024)],
  [1024, steps(2048, 8192, 1024)],
  [2048, steps(4096, 16384, 1024)],
  [4096, steps(8192, 30720, 1024)],
  [8192, steps(16384, 61440, 4096)],
  [16384, steps(32768, 122880, 8192)],
]);

export const FARGATE_CPU: readonly number[] = [...FARGATE_MEMORY_BY_CPU.keys()];

/** The memory sizes that Fargate takes with `cpu`, in words short enough for a message. */
export function fargateMemoryInWords(cpu: number): string {
  const sizes = FARGATE_MEMORY_BY_CPU.get(cpu) ?? [];
  const [first, second] = sizes;
  return sizes.length > 4 && first !== undefined && second !== undefined
    ? `${first} to ${sizes.at(-1)} in steps of ${second - first} MiB`
    : `${sizes.join(', ')} MiB`;
}

function steps(from: number, to: number, step: number): number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
}

/**
 * Days that CloudWatch Logs can keep events; 0 is Terraform's word for "for ever".
 * Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
export const LOG_RETENTION_DAYS: readonly number[] = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/**
 * Days that Secrets Manager keeps a deleted secret; 0 deletes it at once.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
 */
export const SECRET_RECOVERY_DAYS = { immediately: 0, least: 7, most: 30 } as const;

/** Tasks of one service. Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
export const MOST_TASKS = 5000;

/** Tags on one resource, less the room that ECS needs for its own. Source: API_TagResource of ECS. */
export const MOST_TAGS = 50;

/** The form of the names of regions. Source: the partitions that AWS's SDKs share (regionRegex in botocore). */
export const REGION: TextLimit = {
  pattern:
    /^((us|eu|ap|sa|ca|me|af|il|mx|cn)|us-(gov|iso|isob|isof)|eu-isoe|eusc-[a-z]{2})-(north|south|east|west|central|northeast|northwest|southeast|southwest)-[1-9]$/,
  allowed: 'the name of a region, for example us-east-1',
  example: 'us-east-1',
  source: `${AWS}/global-infrastructure/latest/regions/aws-regions.html`,
};

export const VPC_ID: TextLimit = {
  pattern: /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'a VPC id: vpc- and 8 or 17 hexadecimal digits in lower case',
  example: 'vpc-0c7e31f5a9d24b860',
  source: `${AWS}/AWSEC2/latest/UserGuide/resource-ids.html`,
};

export const SUBNET_ID: TextLimit = {
  pattern: /^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'a subnet id: subnet- and 8 or 17 hexadecimal digits in lower case',
  example: 'subnet-0a51c9e27f3b64d80',
  source: VPC_ID.source,
};

/** Of a region, without the number of a local or Wavelength zone. No region has more than six. */
export const AVAILABILITY_ZONE: TextLimit = {
  pattern: /^[a-z]{2,4}(-[a-z]+)+-[1-9][a-f]$/,
  allowed: 'the name of an availability zone, for example us-east-1a',
  example: 'us-east-1a',
  source: `${AWS}/global-infrastructure/latest/regions/aws-availability-zones.html`,
};

export const ROUTE_TABLE_ID: TextLimit = {
  pattern: /^rtb-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'a route table id: rtb- and 8 or 17 hexadecimal digits in lower case',
  example: 'rtb-0a51c9e27f3b64d80',
  source: VPC_ID.source,
};

export const TRANSIT_GATEWAY_ID: TextLimit = {
  pattern: /^tgw-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'a transit gateway id: tgw- and 8 or 17 hexadecimal digits in lower case',
  example: 'tgw-0a51c9e27f3b64d80',
  source: VPC_ID.source,
};

/** A part of a Terraform address whose other parts are separated by underscores. */
export const PART_NAME: TextLimit = {
  pattern: /^(?!constructor$)[a-z][a-z0-9]{0,31}$/,
  allowed: 'at most 32 lower-case letters and digits, beginning with a letter, and not constructor',
  example: 'database',
  source: 'https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers',
};

export const UUID: TextLimit = {
  pattern: /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
  allowed: 'a UUID, as in the address of the Prefect Cloud page: app.prefect.cloud/account/ID/workspace/ID',
  example: '6e02a1db-07de-4760-a15d-60d8fe0b04e1',
  source: 'https://docs.prefect.io/v3/how-to-guides/cloud/connect-to-cloud',
};

export const ACCOUNT_ID: TextLimit = {
  pattern: /^[0-9]{12}$/,
  allowed: 'an AWS account id: 12 digits, in quotes so that YAML keeps a leading 0',
  example: '111122223333',
  source: `${AWS}/accounts/latest/reference/manage-acct-identifiers.html`,
};

/** Partitions that have ECS on Fargate are a part of these; the form is the same in all. */
export const PARTITION = 'aws(-cn|-us-gov|-eusc|-iso(-[a-z])?)?';

export const ROLE_ARN: TextLimit = {
  pattern: new RegExp(`^arn:${PARTITION}:iam::[0-9]{12}:role/([!-~]+/)?[A-Za-z0-9_+=,.@-]{1,64}$`),
  allowed: 'the ARN of an IAM role: arn:PARTITION:iam::ACCOUNT:role/[PATH/]NAME',
  example: 'arn:aws:iam::111122223333:role/my-role',
  source: `${AWS}/IAM/latest/UserGuide/reference_identifiers.html`,
};

export const SECRET_ARN: TextLimit = {
  pattern: new RegExp(
    `^arn:${PARTITION}:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]{1,512}-[A-Za-z0-9]{6}$`,
  ),
  allowed: 'the whole ARN of a Secrets Manager secret, with the hyphen and six characters that AWS adds to its name',
  example: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:my-secret-AbC123',
  source: `${AWS}/secretsmanager/latest/userguide/reference_iam-permissions.html#iam-resources`,
};

/** The part of `NAME` that every service takes; its length follows from the names built from it (names.ts). */
export const NAME: TextLimit = {
  pattern: /^[A-Za-z0-9_-]+$/,
  allowed: 'letters, digits, hyphens and underscores: what ECS takes in the name of a cluster',
  example: 'prod',
  source: `${AWS}/AmazonECS/latest/APIReference/API_CreateCluster.html`,
};

export const IMAGE: TextLimit = {
  pattern: IMAGE_REFERENCE,
  longest: 255,
  allowed:
    'an image as Docker names it, at most 255 characters: [REGISTRY[:PORT]/]REPOSITORY[:TAG][@DIGEST], without https://, the repository in lower case, the tag at most 128 characters',
  example: 'prefecthq/prefect-aws:0.7.12-python3.12',
  source: `${AWS}/AmazonECS/latest/APIReference/API_ContainerDefinition.html`,
};

/**
 * Prefect names a flow run's task family `prefect_POOL_DEPLOYMENT`, with the pool's name as it is, and ECS takes
 * 255 of these characters there: 8 for `prefect_`, 37 for `_` and the deployment's UUID, 210 for the pool.
 */
export const ECS_POOL_NAME: TextLimit = {
  pattern: /^[A-Za-z0-9_][A-Za-z0-9_-]{0,209}$/,
  allowed:
    'letters, digits, hyphens (not first) and underscores, at most 210, because an ecs worker makes it a part of the name of a task family',
  example: 'my-ecs-pool',
  source: `${AWS}/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html`,
};

/** What Prefect refuses in any name (prefect/client/schemas: BANNED_CHARACTERS), and a leading hyphen, which its CLI reads as an option. */
export const POOL_NAME: TextLimit = {
  pattern: /^[^-/%&<>\p{Cc}][^/%&<>\p{Cc}]*$/u,
  allowed: 'the name of a Prefect work pool: in one line, without / % & < > and not beginning with a hyphen',
  example: 'my-ecs-pool',
  source: 'https://docs.prefect.io/v3/concepts/work-pools',
};

/** The name of something else in Prefect, which takes the same characters. */
export function prefectName(what: string, example: string): TextLimit {
  return { ...POOL_NAME, allowed: POOL_NAME.allowed.replace('a Prefect work pool', what), example };
}

export const WORK_QUEUE_NAME = prefectName('a Prefect work queue', 'high-priority');

/** A Prefect name that is a part of a Terraform address, too. */
export const QUEUE_NAME: TextLimit = {
  pattern: /^(?!(default|constructor)$)[A-Za-z0-9_][A-Za-z0-9_-]{0,99}$/,
  allowed:
    'at most 100 letters, digits, underscores and hyphens (not first), and not default, which every work pool has',
  example: 'urgent',
  source: POOL_NAME.source,
};

export const WORKER_TYPE: TextLimit = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9._:-]*$/,
  allowed: 'the type of a Prefect worker, as prefect worker start --type takes it: ecs, process, …',
  example: 'ecs',
  source: 'https://docs.prefect.io/v3/concepts/workers',
};

/** AWS takes spaces at the ends too: nobody sees them, and a search for the tag does not find it. */
export const TAG_KEY: TextLimit = {
  pattern: /^[\p{L}\p{N}_.:/=+\-@]([\p{L}\p{Z}\p{N}_.:/=+\-@]{0,126}[\p{L}\p{N}_.:/=+\-@])?$/u,
  allowed: '1 to 128 letters, digits, spaces in between and _ . : / = + - @',
  example: 'Team',
  source: `${AWS}/AmazonECS/latest/APIReference/API_Tag.html`,
};

export const TAG_VALUE: TextLimit = {
  pattern: /^([\p{L}\p{N}_.:/=+\-@]([\p{L}\p{Z}\p{N}_.:/=+\-@]{0,254}[\p{L}\p{N}_.:/=+\-@])?)?$/u,
  allowed: 'at most 256 letters, digits, spaces in between and _ . : / = + - @',
  example: 'data',
  source: TAG_KEY.source,
};

/** A type, or a type and a name. */
export const RESOURCE_ADDRESS: TextLimit = {
  pattern: /^aws_[a-z0-9_]+(\.[A-Za-z_][\w-]*)?$/,
  allowed: 'a Terraform type of the AWS provider, or the address of a resource without an index',
  example: 'aws_ecs_service',
  source: 'https://developer.hashicorp.com/terraform/cli/state/resource-addressing',
};

export const S3_BUCKET: TextLimit = {
  pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  allowed: 'the name of an S3 bucket: 3 to 63 lower-case letters, digits, dots and hyphens',
  example: 'my-terraform-states',
  source: `${AWS}/AmazonS3/latest/userguide/bucketnamingrules.html`,
};

export const S3_KEY: TextLimit = {
  // Terraform takes no empty part in the key of a state.
  pattern: /^(?!.*\/\/)[A-Za-z0-9!_.*'()-]([A-Za-z0-9!_.*'()/-]{0,1022}[A-Za-z0-9!_.*'()-])?$/,
  allowed:
    "the key of an S3 object: at most 1024 letters, digits and ! - _ . * ' ( ) /, neither beginning nor ending with / and without //",
  example: 'prefect/prod.tfstate',
  source: `${AWS}/AmazonS3/latest/userguide/object-keys.html`,
};

export const HCP_PROJECT: TextLimit = {
  pattern: /^[A-Za-z0-9_-]([A-Za-z0-9_ -]{0,38}[A-Za-z0-9_-])?$/,
  allowed: 'at most 40 letters, digits, hyphens, underscores and spaces in between',
  example: 'Data Platform',
  source: 'https://developer.hashicorp.com/terraform/cloud-docs/projects/manage',
};

export const HCP_NAME: TextLimit = {
  pattern: /^[A-Za-z0-9_-]{1,90}$/,
  allowed: 'at most 90 letters, digits, hyphens and underscores',
  example: 'my-organization',
  source: 'https://developer.hashicorp.com/terraform/cloud-docs/workspaces/create',
};

/** User and password in a URL would be secrets in a file. */
export const HTTPS_URL: TextLimit = {
  pattern: new RegExp(`^${HTTPS_ORIGIN}(\\/[!-~]*)?$`),
  allowed: 'a URL: https://HOST[:PORT][/PATH], without user and password',
  example: 'https://states.example.com/prod',
  source: 'https://developer.hashicorp.com/terraform/language/backend/http',
};

/** Plain http is common for a server of one's own in a private network. */
export const API_URL: TextLimit = {
  pattern: API_ADDRESS,
  allowed:
    'the URL of a Prefect API, which ends in /api, without user, password and query: https://HOST[:PORT]/api, the port from 1 to 65535',
  example: 'https://prefect.example.com/api',
  source: 'https://docs.prefect.io/v3/api-ref/settings-ref',
};

export const SESSION_NAME: TextLimit = {
  pattern: /^[A-Za-z0-9_+=,.@-]{2,64}$/,
  allowed: '2 to 64 letters, digits and _ + = , . @ -',
  example: 'terraform',
  source: `${AWS}/STS/latest/APIReference/API_AssumeRole.html`,
};

export const EXTERNAL_ID: TextLimit = {
  pattern: /^[A-Za-z0-9_+=,.@:/-]{2,1224}$/,
  allowed: '2 to 1224 letters, digits and _ + = , . @ : / -',
  example: 'my-external-id',
  source: SESSION_NAME.source,
};

/** An environment's name is a folder's name and a stack's, on file systems that do not tell upper from lower case too. */
export const ENVIRONMENT_NAME: TextLimit = {
  pattern: /^(?!constructor$)[a-z0-9][a-z0-9_-]{0,63}$/,
  allowed: 'lower-case letters, digits, hyphens and underscores (not first), at most 64, and not constructor',
  example: 'prod',
  source: 'https://developer.hashicorp.com/terraform/cdktf/concepts/stacks',
};

export const LOG_GROUP_NAME: TextLimit = {
  pattern: /^(?!aws\/)[A-Za-z0-9_/.#-]{1,512}$/,
  allowed: 'the name of a log group: at most 512 letters, digits and _ / . # -, not beginning with aws/',
  example: '/team/prefect',
  source: `${AWS}/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html`,
};

/** A stream is called PREFIX/CONTAINER/TASK, 512 characters at most. */
export const LOG_STREAM_PREFIX: TextLimit = {
  pattern: /^[^:*\s]{1,200}$/,
  allowed: 'at most 200 characters without colons, asterisks and spaces',
  example: 'prefect',
  source: `${AWS}/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html`,
};

export const CLUSTER: TextLimit = {
  pattern: new RegExp(`^(arn:${PARTITION}:ecs:[a-z0-9-]+:[0-9]{12}:cluster/)?[A-Za-z0-9_-]{1,255}$`),
  allowed: 'the name or the ARN of an ECS cluster',
  example: 'my-cluster',
  source: `${AWS}/AmazonECS/latest/APIReference/API_CreateCluster.html`,
};

export const IAM_PATH: TextLimit = {
  pattern: /^(?!\/aws-(service-role|reserved)\/)\/([!-.0-~]+\/)*$/,
  longest: 512,
  allowed:
    "a path of at most 512 characters that begins and ends with /, and is not below /aws-service-role/ or /aws-reserved/, which are AWS's own",
  example: '/team/',
  source: `${AWS}/IAM/latest/APIReference/API_CreateRole.html`,
};

export const IAM_ACTION: TextLimit = {
  pattern: /^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/,
  allowed: 'an IAM action: SERVICE:ACTION',
  example: 's3:GetObject',
  source: `${AWS}/IAM/latest/UserGuide/reference_policies_elements_action.html`,
};

export const IAM_RESOURCE: TextLimit = {
  pattern: /^(\*|arn:[a-z*-]+:[a-z0-9*-]*:[A-Za-z0-9*?-]*:([0-9]{12}|aws|[0-9]*[*?][0-9*?]*)?:[^\r\n]*\S)$/,
  allowed: 'an ARN, or * for every resource; the account in it has 12 digits: arn:aws:s3:::my-bucket/*',
  example: 'arn:aws:s3:::my-bucket/*',
  source: `${AWS}/IAM/latest/UserGuide/reference_policies_elements_resource.html`,
};

export const STATEMENT_ID: TextLimit = {
  pattern: /^[A-Za-z0-9]{1,100}$/,
  allowed: 'letters and digits',
  example: 'ReadBucket',
  source: `${AWS}/IAM/latest/UserGuide/reference_policies_elements_sid.html`,
};

export const CIDR: TextLimit = {
  pattern:
    /^(([0-9]{1,3}\.){3}[0-9]{1,3}\/([0-9]|[12][0-9]|3[0-2])|[0-9a-fA-F]*:[0-9a-fA-F:]*\/([0-9]{1,2}|1[01][0-9]|12[0-8]))$/,
  allowed: 'a range of addresses: 10.0.0.0/16 or 2001:db8::/32',
  example: '10.0.0.0/16',
  source: `${AWS}/AWSEC2/latest/APIReference/API_IpRange.html`,
};

export const VPC_CIDR: TextLimit = {
  pattern: /^([0-9]{1,3}\.){3}[0-9]{1,3}\/(1[6-9]|2[0-8])$/,
  allowed: 'a range of IPv4 addresses with a prefix length from /16 to /28, for example 10.0.0.0/16',
  example: '10.0.0.0/16',
  source: `${AWS}/vpc/latest/userguide/vpc-cidr-blocks.html`,
};

export const PREFIX_LIST_ID: TextLimit = {
  pattern: /^pl-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'the id of a prefix list: pl- and 8 or 17 hexadecimal digits',
  example: 'pl-0123456789abcdef0',
  source: VPC_ID.source,
};

/** CDKTF keeps what it writes in plain objects, and takes what each of these has anyway for something of that name. */
export const TERRAFORM_NAME: TextLimit = {
  pattern: new RegExp(`^(?!(${Object.getOwnPropertyNames(Object.prototype).join('|')})$)[A-Za-z_][A-Za-z0-9_-]*$`),
  allowed:
    'a name in Terraform: letters, digits, hyphens and underscores, not beginning with a digit, and not one that every object of JavaScript has, such as constructor and toString',
  example: 'my_output',
  source: 'https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers',
};

/** EventBridge delivers to a FIFO queue only with a message group, which the worker does not know. */
export const SQS_QUEUE: TextLimit = {
  pattern: new RegExp(`^(arn:${PARTITION}:sqs:[a-z0-9-]+:[0-9]{12}:)?[A-Za-z0-9_-]{1,80}$`),
  allowed: 'the name or the ARN of a standard SQS queue (not .fifo)',
  example: 'my-queue',
  source: `${AWS}/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html`,
};

export const EVENT_BUS: TextLimit = {
  pattern: /^(?!aws\.)[A-Za-z0-9/_.-]{1,256}$/,
  allowed: 'the name of an event bus in this account and region: letters, digits and / _ . -, not beginning with aws.',
  example: 'platform-events',
  source: `${AWS}/eventbridge/latest/APIReference/API_PutRule.html`,
};

export const TASK_FAMILY: TextLimit = {
  pattern: /^[A-Za-z0-9_-]{1,254}\*?$/,
  allowed:
    'the family of a task definition: letters, digits, hyphens and underscores; a * at the end for any that begin so',
  example: 'my-family',
  source: ECS_POOL_NAME.source,
};

export const SNS_TOPIC_ARN: TextLimit = {
  pattern: new RegExp(`^arn:${PARTITION}:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$`),
  allowed: 'the ARN of a standard SNS topic: arn:PARTITION:sns:REGION:ACCOUNT:NAME',
  example: 'arn:aws:sns:us-east-1:111122223333:my-topic',
  source: `${AWS}/sns/latest/api/API_CreateTopic.html`,
};

export const EMAIL: TextLimit = {
  pattern: /^[A-Za-z0-9.!#$&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/,
  allowed: 'an e-mail address',
  example: 'on-call@example.com',
  source: `${AWS}/sns/latest/api/API_Subscribe.html`,
};

/** In the pattern of a metric filter it stands in quotes. */
export const LOG_TEXT: TextLimit = {
  pattern: /^[^"\\\r\n]{1,90}$/,
  allowed: 'a part of a line, at most 90 characters, without quotes and backslashes',
  example: 'Traceback',
  source: `${AWS}/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html`,
};

export const SERVICE_EVENT: TextLimit = {
  pattern: /^[A-Z][A-Z_]{1,99}$/,
  allowed: 'the name of an ECS service event: SERVICE_TASK_START_IMPAIRED, SERVICE_DEPLOYMENT_FAILED, …',
  example: 'SERVICE_TASK_START_IMPAIRED',
  source: `${AWS}/AmazonECS/latest/developerguide/ecs_service_events.html`,
};

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-storage.html */
export const EPHEMERAL_STORAGE_GIB = { least: 21, most: 200 } as const;

export const CAPACITY_PROVIDER: TextLimit = {
  pattern: /^(FARGATE|FARGATE_SPOT|(?!aws|ecs|fargate)[A-Za-z0-9_-]{1,255})$/,
  allowed:
    'FARGATE, FARGATE_SPOT, or the name of a capacity provider: letters, digits, hyphens and underscores, not beginning with aws, ecs or fargate',
  example: 'my-provider',
  source: `${AWS}/AmazonECS/latest/APIReference/API_CreateCapacityProvider.html`,
};

export const TASK_DEFINITION_ARN: TextLimit = {
  pattern: new RegExp(`^arn:${PARTITION}:ecs:[a-z0-9-]+:[0-9]{12}:task-definition/[A-Za-z0-9_-]{1,255}:[1-9][0-9]*$`),
  allowed:
    'the ARN of a task definition, with its revision: arn:PARTITION:ecs:REGION:ACCOUNT:task-definition/FAMILY:REVISION',
  example: 'arn:aws:ecs:us-east-1:111122223333:task-definition/my-flows:1',
  source: `${AWS}/AmazonECS/latest/APIReference/API_RunTask.html`,
};

export const INSTANCE_TYPE: TextLimit = {
  pattern: /^[a-z0-9-]{2,20}\.[a-z0-9-]{3,20}$/,
  allowed: 'a type of instance: m7g.large',
  example: 'm7g.large',
  source: `${AWS}/ec2/latest/instancetypes/instance-type-names.html`,
};

export const IMAGE_ID: TextLimit = {
  pattern: /^(ami-([0-9a-f]{8}|[0-9a-f]{17})|resolve:ssm:[A-Za-z0-9_./:-]{1,1000})$/,
  allowed: 'the id of a machine image, ami-…, or resolve:ssm: and the name of a parameter that holds one',
  example: 'ami-0123456789abcdef0',
  source: `${AWS}/autoscaling/ec2/userguide/using-systems-manager-parameters.html`,
};

/** AWS's own type for most whole numbers: 32 bits. */
export const MOST_INTEGER = 2_147_483_647;

/** Subnets of a service or a task. Source: AwsVpcConfiguration of ECS. */
export const MOST_SUBNETS = 16;

/** Security groups of one network interface. Source: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
export const MOST_SECURITY_GROUPS = 5;

/**
 * Managed policies of one role: 10, and 20 where AWS has raised the quota.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const MOST_POLICIES = 20;

/** Characters of all inline policies of a role, white space not counted. Source: as {@link MOST_POLICIES}. */
export const MOST_POLICY_CHARACTERS = 10_240;

/** Source: PutMetricAlarm of CloudWatch. */
export const METRIC_NAMESPACE: TextLimit = {
  pattern: /^(?!:| +$)[A-Za-z0-9._/#: -]{1,255}$/,
  allowed:
    'the namespace of a metric: at most 255 letters, digits, spaces and . - _ / # :, not beginning with a colon and not blank',
  example: 'Prefect',
  source: `${AWS}/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Namespace`,
};

export const METRIC_NAME: TextLimit = {
  pattern: /^(?!\s+$)[^\p{Cc}]{1,255}$/u,
  allowed: 'the name of a metric: 1 to 255 characters in one line, and not blank',
  example: 'LateFlowRuns',
  source: METRIC_NAMESPACE.source,
};

export const DIMENSION_NAME: TextLimit = {
  pattern: /^(?!:| +$)[ -~]{1,255}$/,
  allowed: 'the name of a dimension: 1 to 255 ASCII characters, not beginning with a colon and not blank',
  example: 'WorkPool',
  source: `${AWS}/AmazonCloudWatch/latest/APIReference/API_Dimension.html`,
};

export const DIMENSION_VALUE: TextLimit = {
  pattern: /^ *[!-~][ -~]*$/,
  longest: 1024,
  allowed: 'the value of a dimension: 1 to 1024 ASCII characters, not blank',
  example: 'my-ecs-pool',
  source: DIMENSION_NAME.source,
};

/** CPU units of a task on instances. Source: as {@link FARGATE_MEMORY_BY_CPU}. */
export const TASK_CPU = { least: 128, most: 196_608 } as const;

/** MiB of a task: the least that Docker takes for a container, and what the largest instance has. */
export const TASK_MEMORY = { least: 6, most: 25_165_824 } as const;

export const CLOUD_MAP_NAMESPACE: TextLimit = {
  pattern:
    /^(arn:[a-z-]+:servicediscovery:[a-z0-9-]+:[0-9]{12}:namespace\/ns-[a-z0-9]+|(?!arn:|ns-[a-z0-9]{16}$|\w+:\/\/)[!-~]{1,1024})$/,
  allowed: 'the name or the ARN of a namespace of Cloud Map, not its id or a URL',
  example: 'internal',
  source: `${AWS}/cloud-map/latest/api/API_Namespace.html`,
};

export const PLATFORM_VERSION: TextLimit = {
  pattern: /^(LATEST|[0-9]+\.[0-9]+\.[0-9]+)$/,
  allowed: 'LATEST, or a version such as 1.4.0',
  example: '1.4.0',
  source: `${AWS}/AmazonECS/latest/developerguide/platform-fargate.html`,
};

export const DURATION: TextLimit = {
  pattern: /^(?=.*[1-9])([0-9]{1,5}[hms]){1,3}$/,
  allowed: 'a time above 0 as Terraform writes it: 90s, 20m, 1h30m',
  example: '30m',
  source: 'https://developer.hashicorp.com/terraform/language/resources/syntax#operation-timeouts',
};

export const SCHEDULE_NAME: TextLimit = {
  pattern: /^[A-Za-z][A-Za-z0-9_-]{0,99}$/,
  allowed: 'letters, digits, hyphens and underscores, beginning with a letter',
  example: 'office_hours',
  source: `${AWS}/autoscaling/application/APIReference/API_PutScheduledAction.html`,
};

/** A further worker's name is a part of Terraform addresses and inputs, and of the names in AWS. */
export const WORKER_NAME: TextLimit = {
  pattern: /^(?!constructor$)[a-z][a-z0-9_]{0,31}$/,
  allowed: 'at most 32 lower-case letters, digits and underscores, beginning with a letter, and not constructor',
  example: 'gpu',
  source: 'https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers',
};

export const CONTAINER_NAME: TextLimit = {
  pattern: /^[A-Za-z0-9_-]{1,255}$/,
  allowed: 'at most 255 letters, digits, hyphens and underscores',
  example: 'agent',
  source: `${AWS}/AmazonECS/latest/APIReference/API_ContainerDefinition.html`,
};

export const MOUNT_PATH: TextLimit = {
  pattern: /^\/[./]*[A-Za-z0-9_@+=-][A-Za-z0-9_./@+=-]*$/,
  allowed: 'an absolute path other than / itself, of letters, digits and _ . / @ + = -',
  example: '/data',
  source: `${AWS}/AmazonECS/latest/APIReference/API_MountPoint.html`,
};

export const DIRECTORY: TextLimit = {
  pattern: /^(?!.*\/\.\.(\/|$))\/[A-Za-z0-9_./@+=-]*$/,
  allowed: 'an absolute path: /… of letters, digits and _ . / @ + = -, without ..',
  example: '/data',
  source: `${AWS}/AmazonECS/latest/APIReference/API_EFSVolumeConfiguration.html`,
};

export const EFS_FILE_SYSTEM: TextLimit = {
  pattern: /^fs-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'the id of an EFS file system: fs- and 8 or 17 hexadecimal digits',
  example: 'fs-0123456789abcdef0',
  source: `${AWS}/AmazonECS/latest/APIReference/API_EFSVolumeConfiguration.html`,
};

export const EFS_ACCESS_POINT: TextLimit = {
  pattern: /^fsap-([0-9a-f]{8}|[0-9a-f]{17})$/,
  allowed: 'the id of an EFS access point: fsap- and 8 or 17 hexadecimal digits',
  example: 'fsap-0123456789abcdef0',
  source: EFS_FILE_SYSTEM.source,
};

export const ECR_REPOSITORY_NAME: TextLimit = {
  pattern:
    /^(?![0-9]{12}\.dkr[.-]ecr)(?=.{2,256}$)[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/,
  allowed:
    'the name of an ECR repository, without its registry: 2 to 256 lower-case letters and digits, with . _ - and / in between',
  example: 'team/flows',
  source: `${AWS}/AmazonECR/latest/APIReference/API_CreateRepository.html`,
};

/** Source: https://docs.docker.com/reference/cli/docker/image/tag */
export const IMAGE_TAG: TextLimit = {
  pattern: /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/,
  allowed: 'the tag of an image: at most 128 letters, digits and _ . -, beginning with neither of the last two',
  example: '1',
  source: `${AWS}/AmazonECR/latest/APIReference/API_PutImage.html`,
};

export const PIP_REQUIREMENT: TextLimit = {
  pattern:
    /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?(\[[A-Za-z0-9._,-]+\])?==v?([0-9]+!)?[0-9]+(\.[0-9]+)*([._-]?(a|b|c|rc|alpha|beta|pre|preview)[._-]?[0-9]*)?(-[0-9]+|[._-]?(post|rev|r)[._-]?[0-9]*)?([._-]?dev[._-]?[0-9]*)?(\+[A-Za-z0-9]+([._-][A-Za-z0-9]+)*)?$/,
  allowed: 'a package of one version: NAME==VERSION, or NAME[EXTRA]==VERSION',
  example: 'pandas==2.2.3',
  source: 'https://packaging.python.org/en/latest/specifications/version-specifiers/#version-matching',
};

/** User and password in a URL would be secrets in a file. */
export const GIT_URL: TextLimit = {
  pattern: new RegExp(`^${HTTPS_ORIGIN}\\/[A-Za-z0-9._~/-]+$`),
  allowed: 'the URL of a Git repository over https, without user and password',
  example: 'https://github.com/my-team/flows',
  source: 'https://docs.prefect.io/v3/how-to-guides/deployments/store-flow-code',
};

export const PRINCIPAL_ARN: TextLimit = {
  pattern: new RegExp(`^arn:${PARTITION}:iam::[0-9]{12}:(root|role/([!-~]+/)?[A-Za-z0-9_+=,.@-]{1,64})$`),
  allowed: 'the ARN of an account (arn:PARTITION:iam::ACCOUNT:root) or of a role',
  example: 'arn:aws:iam::111122223333:root',
  source: `${AWS}/AmazonECR/latest/userguide/repository-policies.html`,
};

export const CONTAINER_USER: TextLimit = {
  pattern: /^[A-Za-z0-9_][A-Za-z0-9_.-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?$/,
  allowed: 'USER or USER:GROUP, each a name or a number',
  example: '1000',
  source: CONTAINER_NAME.source,
};
