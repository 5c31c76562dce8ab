export interface NameLimit {
  readonly of: string;
  /** Characters. */
  readonly longest: number;
  /** Characters that a random end takes, where the provider demands more room for it than it needs. */
  readonly randomEnd?: number;
  /** The characters that the service allows. */
  readonly pattern: RegExp;
  /** The pattern in words. */
  readonly allowed: string;
}

/** Sources: IAM's quotas page; API_CreateSecret; API_PutParameter; API_CreateLogGroup; API_CreateCluster; API_CreateSecurityGroup. */
export const ROLE: NameLimit = {
  of: 'an IAM role',
  longest: 64,
  pattern: /^[A-Za-z0-9_+=,.@-]+$/,
  allowed: 'letters, digits and _ + = , . @ -',
};

export const POLICY: NameLimit = {
  of: 'an inline IAM policy',
  longest: 128,
  pattern: ROLE.pattern,
  allowed: ROLE.allowed,
};

export const ECS: NameLimit = {
  of: 'ECS',
  longest: 255,
  pattern: /^[A-Za-z0-9_-]+$/,
  allowed: 'letters, digits, hyphens and underscores',
};

export const SECRET: NameLimit = {
  of: 'a Secrets Manager secret',
  longest: 512,
  pattern: /^[A-Za-z0-9/_+=.@-]+$/,
  allowed: 'letters, digits and / _ + = . @ -',
};

export const LOG_GROUP: NameLimit = {
  of: 'a CloudWatch log group',
  longest: 512,
  // The provider takes a name_prefix of 483 characters (validLogGroupNamePrefix), of which one is the hyphen.
  randomEnd: 30,
  pattern: /^(?!aws\/)[A-Za-z0-9_/.-]+$/,
  allowed: 'letters, digits and _ / . -, not beginning with aws/',
};

export const ECR: NameLimit = {
  of: 'an ECR repository',
  longest: 256,
  pattern: /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/,
  allowed: 'lower-case letters and digits, with . _ - and / in between',
};

/** A name that begins with sg- is refused by the provider: it would look like an id. */
export const SECURITY_GROUP: NameLimit = {
  of: 'a security group',
  longest: 255,
  // Each VPC has one of the name default.
  pattern: /^(?!sg-|default$)[A-Za-z0-9_/.+=@-]+$/i,
  allowed: 'letters, digits and _ / . + = @ -, not beginning with sg-, and not default',
};

/** The creation token of EFS has 64 characters, less a hyphen and a volume. Source: API_CreateFileSystem. */
export const FILE_SYSTEM: NameLimit = {
  of: 'an EFS file system',
  longest: 62,
  pattern: SECURITY_GROUP.pattern,
  allowed: SECURITY_GROUP.allowed,
};

/** Sources: API_CreateQueue of SQS, API_PutRule of EventBridge, API_CreateTopic of SNS. */
export const QUEUE: NameLimit = { of: 'an SQS queue', longest: 80, pattern: /^[A-Za-z0-9_-]+$/, allowed: ECS.allowed };

export const EVENT_RULE: NameLimit = {
  of: 'an EventBridge rule',
  longest: 64,
  pattern: /^[A-Za-z0-9_.-]+$/,
  allowed: 'letters, digits and _ . -',
};

export const TOPIC: NameLimit = { of: 'an SNS topic', longest: 256, pattern: /^[A-Za-z0-9_-]+$/, allowed: ECS.allowed };

/** Source: API_PutMetricAlarm, 255 characters, less what tells the alarms of one worker from each other. */
export const ALARM: NameLimit = {
  of: 'the CloudWatch alarms',
  longest: 230,
  pattern: /^[A-Za-z0-9_.-]+$/,
  allowed: 'letters, digits and _ . -',
};

/** Source: API_PutDashboard. */
export const DASHBOARD: NameLimit = {
  of: 'a CloudWatch dashboard',
  longest: 255,
  pattern: /^[A-Za-z0-9_-]+$/,
  allowed: ECS.allowed,
};

/** A tag, less the room for the suffix of a part of a VPC. */
export const NAME_TAG: NameLimit = {
  of: 'a VPC',
  longest: 220,
  pattern: /^[A-Za-z0-9_.:/=+@-]+$/,
  allowed: 'letters, digits and _ . : / = + @ -',
};

/** Source: API_CreateLaunchTemplate. */
export const LAUNCH_TEMPLATE: NameLimit = {
  of: 'a launch template',
  longest: 128,
  pattern: /^[A-Za-z0-9()./_-]{3,}$/,
  allowed: 'at least 3 letters, digits and ( ) . / _ -',
};
