interface NameLimit {
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
const ROLE: NameLimit = {
  of: 'an IAM role',
  longest: 64,
  pattern: /^[A-Za-z0-9_+=,.@-]+$/,
  allowed: 'letters, digits and _ + = , . @ -',
};
const POLICY: NameLimit = { of: 'an inline IAM policy', longest: 128, pattern: ROLE.pattern, allowed: ROLE.allowed };
const ECS: NameLimit = {
  of: 'ECS',
  longest: 255,
  pattern: /^[A-Za-z0-9_-]+$/,
  allowed: 'letters, digits, hyphens and underscores',
};
const SECRET: NameLimit = {
  of: 'a Secrets Manager secret',
  longest: 512,
  pattern: /^[A-Za-z0-9/_+=.@-]+$/,
  allowed: 'letters, digits and / _ + = . @ -',
};
const LOG_GROUP: NameLimit = {
  of: 'a CloudWatch log group',
  longest: 512,
  // The provider takes a name_prefix of 483 characters (validLogGroupNamePrefix), of which one is the hyphen.
  randomEnd: 30,
  pattern: /^(?!aws\/)[A-Za-z0-9_/.-]+$/,
  allowed: 'letters, digits and _ / . -, not beginning with aws/',
};
const ECR: NameLimit = {
  of: 'an ECR repository',
  longest: 256,
  pattern: /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/,
  allowed: 'lower-case letters and digits, with . _ - and / in between',
};
/** A name that begins with sg- is refused by the provider: it would look like an id. */
const SECURITY_GROUP: NameLimit = {
  of: 'a security group',
  longest: 255,
  pattern: /^(?!sg-)[A-Za-z0-9_/.+=@-]+$/,
  allowed: 'letters, digits and _ / . + = @ -, not beginning with sg-',
};
/** The creation token of EFS has 64 characters, less a hyphen and a volume. Source: API_CreateFileSystem. */
const FILE_SYSTEM: NameLimit = {
  of: 'an EFS file system',
  longest: 62,
  pattern: SECURITY_GROUP.pattern,
  allowed: SECURITY_GROUP.allowed,
};
/** Sources: API_CreateQueue of SQS, API_PutRule of EventBridge, API_CreateTopic of SNS. */
const QUEUE: NameLimit = { of: 'an SQS queue', longest: 80, pattern: /^[A-Za-z0-9_-]+$/, allowed: ECS.allowed };
const EVENT_RULE: NameLimit = {
  of: 'an EventBridge rule',
  longest: 64,
  pattern: /^[A-Za-z0-9_.-]+$/,
  allowed: 'letters, digits and _ . -',
};
const TOPIC: NameLimit = { of: 'an SNS topic', longest: 256, pattern: /^[A-Za-z0-9_-]+$/, allowed: ECS.allowed };
/** Source: API_PutMetricAlarm, 255 characters, less what tells the alarms of one worker from each other. */
const ALARM: NameLimit = {
  of: 'the CloudWatch alarms',
  longest: 230,
  pattern: /^[A-Za-z0-9_.-]+$/,
  allowed: 'letters, digits and _ . -',
};
/** Source: API_PutDashboard. */
const DASHBOARD: NameLimit = {
  of: 'a CloudWatch dashboard',
  longest: 255,
  pattern: /^[A-Za-z0-9_-]+$/,
  allowed: ECS.allowed,
};

/** A tag, less the room for what a part of a VPC is called besides. */
const NAME_TAG: NameLimit = {
  of: 'a VPC',
  longest: 220,
  pattern: /^[A-Za-z0-9_.:/=+@-]+$/,
  allowed: 'letters, digits and _ . : / = + @ -',
};

/** Source: API_CreateLaunchTemplate. */
const LAUNCH_TEMPLATE: NameLimit = {
  of: 'a launch template',
  longest: 128,
  pattern: /^[A-Za-z0-9()./_-]{3,}$/,
  allowed: 'at least 3 letters, digits and ( ) . / _ -',
};

/**
 * Everything that gets a name, with the reference module's own word for it where it has one. They are a contract: AWS
 * renames nothing in place, so a changed name replaces somebody's infrastructure.
 */
export const KINDS = {
  apiKeySecret: { kind: 'prefect-api-key', field: 'secret', what: 'the secret of the API key', limit: SECRET },
  authStringSecret: {
    kind: 'prefect-api-auth-string',
    field: 'auth_string_secret',
    what: 'the secret of the auth string',
    limit: SECRET,
    createdBy: 'prefect.auth: auth_string',
  },
  workerSecret: {
    kind: 'prefect-worker-secret',
    field: 'worker_secret',
    what: 'the secrets of worker.secrets, each of which ends in its variable',
    limit: SECRET,
    createdBy: 'create: true in worker.secrets',
  },
  executionRole: {
    kind: 'prefect-worker-execution-role',
    field: 'execution_role',
    what: 'the execution role',
    limit: ROLE,
  },
  taskRole: { kind: 'prefect-worker-task-role', field: 'task_role', what: 'the task role', limit: ROLE },
  readApiKeyPolicy: {
    kind: 'ssm-allow-read-prefect-api-key',
    field: 'read_secrets_policy',
    what: 'the policy that allows reading secrets',
    limit: POLICY,
    createdBy: 'roles.execution without existing',
  },
  createLogGroupPolicy: {
    kind: 'logs-allow-create-log-group',
    field: 'create_log_group_policy',
    what: 'the policy that allows creating the log group',
    limit: POLICY,
    createdBy: 'preset: reference and roles.execution without existing',
  },
  writeLogsPolicy: {
    kind: 'prefect-worker-write-logs',
    field: 'write_logs_policy',
    what: 'the policy that allows writing the log',
    limit: POLICY,
    createdBy: 'roles.execution without existing, in preset: hardened',
  },
  pullImagePolicy: {
    kind: 'prefect-worker-pull-image',
    field: 'pull_image_policy',
    what: 'the policy that allows pulling the image',
    limit: POLICY,
    createdBy: 'worker_image in ECR and roles.execution without existing, in preset: hardened',
  },
  runTasksPolicy: {
    kind: 'prefect-worker-allow-ecs-task',
    field: 'run_tasks_policy',
    what: 'the policy that allows the worker to start flow runs',
    limit: POLICY,
    createdBy: 'worker_type: ecs with a task role that the stack creates',
  },
  executionPolicy: {
    kind: 'prefect-worker-execution',
    field: 'execution_policy',
    what: 'the policy of your statements for the execution role',
    limit: POLICY,
    createdBy: 'roles.execution.statements',
  },
  taskPolicy: {
    kind: 'prefect-worker-task',
    field: 'task_policy',
    what: 'the policy of your statements for the task role',
    limit: POLICY,
    createdBy: 'roles.task.statements',
  },
  logGroup: { kind: 'prefect-worker-log-group', field: 'log_group', what: 'the log group', limit: LOG_GROUP },
  execLogGroup: {
    kind: 'prefect-worker-exec-log-group',
    field: 'exec_log_group',
    what: 'the log group of ECS Exec sessions',
    limit: LOG_GROUP,
    createdBy: 'cluster.execute_command',
  },
  cluster: { kind: 'prefect-worker', field: 'cluster', what: 'the cluster', limit: ECS },
  taskFamily: { kind: 'prefect-worker', field: 'task_family', what: 'the family of the task definition', limit: ECS },
  container: { kind: 'prefect-worker', field: 'container', what: 'the container', limit: ECS },
  service: { kind: 'prefect-worker', field: 'service', what: 'the service', limit: ECS },
  securityGroup: {
    kind: 'prefect-worker-sg',
    field: 'security_group',
    what: 'the security group',
    limit: SECURITY_GROUP,
  },
  vpc: {
    kind: 'prefect-worker-vpc',
    field: 'vpc',
    what: 'a created VPC, with which the names of its subnets and gateways begin',
    limit: NAME_TAG,
    createdBy: 'network.create',
  },
  endpointsSecurityGroup: {
    kind: 'prefect-worker-endpoints-sg',
    field: 'endpoints_security_group',
    what: 'the security group of the endpoints in a created VPC',
    limit: SECURITY_GROUP,
    createdBy: 'network.create.endpoints',
  },
  flowLogsGroup: {
    kind: 'prefect-worker-vpc-flow-logs',
    field: 'flow_logs_group',
    what: 'the log group of the flow logs of a created VPC',
    limit: LOG_GROUP,
    createdBy: 'network.create.flow_logs',
  },
  flowLogsRole: {
    kind: 'prefect-worker-vpc-flow-logs',
    field: 'flow_logs_role',
    what: 'the role that writes the VPC flow logs',
    limit: ROLE,
    createdBy: 'network.create.flow_logs',
  },
  flowLogsPolicy: {
    kind: 'prefect-worker-write-vpc-flow-logs',
    field: 'flow_logs_policy',
    what: 'the policy that allows writing the VPC flow logs',
    limit: POLICY,
    createdBy: 'network.create.flow_logs',
  },
  eventQueue: {
    kind: 'prefect-worker-events',
    field: 'event_queue',
    what: 'the queue of task state changes',
    limit: QUEUE,
    createdBy: 'crash_detection.enabled: true (preset: reference disables it)',
  },
  failedEventQueue: {
    kind: 'prefect-worker-events-failed',
    field: 'failed_event_queue',
    what: 'the dead-letter queue of events that the worker could not handle',
    limit: QUEUE,
    createdBy: 'crash_detection.enabled: true (preset: reference disables it)',
  },
  undeliveredEventQueue: {
    kind: 'prefect-worker-events-undelivered',
    field: 'undelivered_event_queue',
    what: 'the dead-letter queue of events that EventBridge could not deliver',
    limit: QUEUE,
    createdBy: 'crash_detection.enabled: true (preset: reference disables it)',
  },
  eventRule: {
    kind: 'prefect-worker-events',
    field: 'event_rule',
    what: 'the rule that fills the queue of task state changes',
    limit: EVENT_RULE,
    createdBy: 'crash_detection.enabled: true (preset: reference disables it)',
  },
  alarm: {
    kind: 'prefect-worker-alarm',
    field: 'alarm',
    what: 'the alarms, each of which ends in what it watches',
    limit: ALARM,
    createdBy: 'alarms',
  },
  alarmTopic: {
    kind: 'prefect-worker-alarms',
    field: 'alarm_topic',
    what: 'the topic of the alarms',
    limit: TOPIC,
    createdBy: 'alarms',
  },
  serviceEventRule: {
    kind: 'prefect-worker-service-events',
    field: 'service_event_rule',
    what: 'the rule that sends the service events of ECS to the alarm topic',
    limit: EVENT_RULE,
    createdBy: 'alarms',
  },
  dashboard: {
    kind: 'prefect-worker',
    field: 'dashboard',
    what: 'the dashboard',
    limit: DASHBOARD,
    createdBy: 'alarms.dashboard: true',
  },
  flowRunSecurityGroup: {
    kind: 'prefect-flow-runs',
    field: 'flow_run_security_group',
    what: 'the security group of the flow runs',
    limit: SECURITY_GROUP,
    createdBy: 'flow_runs.own_security_group',
  },
  flowRunLogGroup: {
    kind: 'prefect-flow-runs',
    field: 'flow_run_log_group',
    what: 'the log group of the flow runs',
    limit: LOG_GROUP,
  },
  flowRunExecutionRole: {
    kind: 'prefect-flow-execution-role',
    field: 'flow_run_execution_role',
    what: 'the execution role of the flow runs',
    limit: ROLE,
    createdBy: 'flow_runs.execution_role',
  },
  flowRunTaskRole: {
    kind: 'prefect-flow-task-role',
    field: 'flow_run_task_role',
    what: 'the task role of the flow runs',
    limit: ROLE,
    createdBy: 'flow_runs.task_role',
  },
  flowRunExecutionPolicy: {
    kind: 'prefect-flow-execution',
    field: 'flow_run_execution_policy',
    what: 'the policy that allows ECS to start the containers of flow runs',
    limit: POLICY,
  },
  flowRunTaskPolicy: {
    kind: 'prefect-flow-task',
    field: 'flow_run_task_policy',
    what: 'the policy of the task role of the flow runs',
    limit: POLICY,
    createdBy: 'flow_runs.task_role.statements',
  },
  flowRunFamily: {
    kind: 'prefect-flow-runs',
    field: 'flow_run_family',
    what: 'the family of a task definition that all flow runs share',
    limit: ECS,
    createdBy: 'flow_runs.create_task_definition: true',
  },
  flowRunVolume: {
    kind: 'prefect-flow-volume',
    field: 'flow_run_volume',
    what: 'the file systems of flow_runs.volumes and their groups, each of which ends in its volume',
    limit: FILE_SYSTEM,
    createdBy: 'efs.create in flow_runs.volumes',
  },
  flowRepository: {
    kind: 'prefect-flows',
    field: 'flow_repository',
    what: 'the repository of the images of flows',
    limit: ECR,
    createdBy: 'image.repository',
  },
  ciRole: {
    kind: 'prefect-worker-ci-role',
    field: 'ci_role',
    what: 'the role of CI jobs',
    limit: ROLE,
    createdBy: 'ci_role',
  },
  ciPolicy: {
    kind: 'prefect-worker-ci',
    field: 'ci_policy',
    what: 'the policy of the role of CI jobs',
    limit: POLICY,
    createdBy: 'ci_role',
  },
  containerPolicy: {
    kind: 'prefect-worker-container',
    field: 'container_policy',
    what: 'the policy that allows ECS Exec and mounting the file systems',
    limit: POLICY,
    createdBy: 'service.enable_execute_command: true',
  },
  pullFurtherImagesPolicy: {
    kind: 'prefect-worker-pull-further-images',
    field: 'pull_further_images_policy',
    what: 'the policy that allows pulling the images of sidecars and further workers',
    limit: POLICY,
    createdBy:
      'worker.sidecars or workers with images in ECR and roles.execution without existing, in preset: hardened',
  },
  capacityProvider: {
    kind: 'prefect-worker',
    field: 'capacity_provider',
    what: 'the capacity provider of the instances',
    limit: ECS,
    createdBy: 'capacity.ec2',
  },
  instances: {
    kind: 'prefect-worker-instances',
    field: 'instances',
    what: 'the Auto Scaling group and the launch template of the instances',
    limit: LAUNCH_TEMPLATE,
    createdBy: 'capacity.ec2',
  },
  instanceRole: {
    kind: 'prefect-worker-instance-role',
    field: 'instance_role',
    what: 'the role of the instances, and its instance profile',
    limit: ROLE,
    createdBy: 'capacity.ec2',
  },
} as const satisfies Readonly<Record<string, Kind>>;

/** Something that gets a name. */
export interface Kind {
  readonly kind: string;
  /** In the group names of the stack file. */
  readonly field: string;
  readonly what: string;
  readonly limit: NameLimit;
  /** What the stack file sets to have it created; left out for what is created unless the stack file says otherwise. */
  readonly createdBy?: string;
}

export type PhysicalName = keyof typeof KINDS;
export type PhysicalNames = Readonly<Record<PhysicalName, string>>;

/** How names are built, and those that have one of their own. */
export interface Naming {
  readonly pattern: string;
  readonly own: Readonly<Partial<Record<PhysicalName, string>>>;
  /** What has a random end (name_prefix of the AWS provider). */
  readonly random?: readonly PhysicalName[];
}

/** A hyphen, and the 26 characters that the provider adds to a name_prefix (UniqueIDSuffixLength of its plugin SDK). */
const RANDOM_END = 27;

/** How many characters of a name are random. */
export function randomEndOf(of: PhysicalName, { random = [] }: Pick<Naming, 'random'>): number {
  const { randomEnd = RANDOM_END }: NameLimit = KINDS[of].limit;
  return random.includes(of) ? randomEnd : 0;
}

/** The physical names as a reader finds them: … stands for what AWS adds. */
export function shownNames(name: string, naming: Naming): PhysicalNames {
  const names = Object.entries(physicalNames(name, naming)).map(([of, text]) => [
    of,
    randomEndOf(of as PhysicalName, naming) > 0 ? `${text}-…` : text,
  ]);
  return Object.fromEntries(names) as PhysicalNames;
}

export const REFERENCE_NAMING: Naming = { pattern: '{kind}-{name}', own: {} };

/** The physical names of all that a stack makes. `name` may be text or a Terraform expression. */
export function physicalNames(name: string, naming: Naming = REFERENCE_NAMING): PhysicalNames {
  const ofNaming = namesBefore.get(naming) ?? new Map<string, PhysicalNames>();
  namesBefore.set(naming, ofNaming);
  const names = ofNaming.get(name) ?? allNames(name, naming);
  ofNaming.set(name, names);
  return names;
}

/** Many ask for the names of one environment. */
const namesBefore = new WeakMap<Naming, Map<string, PhysicalNames>>();

function allNames(name: string, naming: Naming): PhysicalNames {
  const names = Object.keys(KINDS).map((of) => [of, physicalName(of as PhysicalName, name, naming)]);
  return Object.fromEntries(names) as PhysicalNames;
}

/** One of the {@link physicalNames}. */
export function physicalName(of: PhysicalName, name: string, { pattern, own }: Naming): string {
  return own[of] ?? pattern.replace('{kind}', KINDS[of].kind).replace('{name}', () => name);
}

/** The longest `name` that fits into every physical name, in characters, and which one is the tightest. */
export function longestName(naming: Naming = REFERENCE_NAMING): { length: number; reason: string } {
  const { pattern, own } = naming;
  // The name of a file system is checked where one is created, together with its volume.
  const built = Object.entries(KINDS).filter(([of]) => own[of as PhysicalName] === undefined && of !== 'flowRunVolume');
  if (built.length === 0) return { length: ECS.longest, reason: 'no resource is named after it' };
  const room = built.map(([of, { kind, limit }]) => {
    const random = randomEndOf(of as PhysicalName, naming);
    const around = pattern.replace('{kind}', kind).replace('{name}', '').length;
    const name = pattern.replace('{kind}', kind).replace('{name}', 'NAME');
    return { length: limit.longest - random - around, name, limit, random };
  });
  const { length, name, limit, random } = room.reduce((one, other) => (other.length < one.length ? other : one));
  const end = random === 0 ? '' : `, its random end of ${random} among them`;
  return { length, reason: `${name} is the name of ${limit.of}, which AWS limits to ${limit.longest}${end}` };
}
