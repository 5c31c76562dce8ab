import type { Explained, Section } from './finding';
import type { FindingId } from './finding-id';
import { anyOf, inOneLine, inOrder, type Matcher } from './in-order';

/** Where a text stands: with a stopped task, in the worker's log, or in the state of a flow run. */
export type Place = 'task' | 'log' | 'flow run';

/** What texts of AWS, Prefect and the worker mean. */
interface KnownCause {
  readonly id: FindingId;
  readonly in: readonly Place[];
  readonly text: Matcher;
  readonly cause: string;
  readonly wayOut: string;
  readonly section: Section;
}

const NETWORK: Pick<KnownCause, 'section'> = { section: 'Before you apply' };
const TABLE: Pick<KnownCause, 'section'> = { section: 'When something is wrong' };
const POOL: Pick<KnownCause, 'section' | 'wayOut'> = {
  wayOut: 'Update the work pool: it has a template that is not the one of this stack.',
  section: 'Work pool',
};

/** A connection that nothing answers, in the words of Go, which the ECS agent is written in. */
const NO_ANSWER =
  /i\/o timeout|context deadline exceeded|connection refused|connection issue|no route to host|no such host|request canceled|TLS handshake timeout/;

const NOT_INITIALIZED = /ResourceInitializationError/;
const NOT_PULLED = /CannotPull\w{0,40}Error/i;

/**
 * The first that fits is the cause, so the narrow ones stand above the wide ones. Texts of stopped tasks: "Amazon ECS
 * stopped task error messages" and "CannotPullContainer task errors" in the ECS developer guide; of the worker and its
 * observer: prefect/workers/base.py, prefect/utilities/services.py, prefect_aws/observers/ecs.py.
 */
const KNOWN_CAUSES: readonly KnownCause[] = [
  {
    id: 'secret-unreachable',
    in: ['task', 'flow run'],
    text: inOrder(NOT_INITIALIZED, /secret|registry auth|ssm|asm/, NO_ANSWER),
    cause:
      'The subnet has no route to Secrets Manager, Parameter Store or ECR, or the security group does not let it out.',
    wayOut: 'Give the subnet a route through a NAT gateway or endpoints, and allow egress on port 443.',
    ...NETWORK,
  },
  {
    id: 'secret-deleted',
    in: ['task', 'flow run'],
    text: inOrder(NOT_INITIALIZED, /(?:marked|scheduled) for deletion/),
    cause: 'The secret was deleted, and can still be restored.',
    wayOut: 'Restore it: aws secretsmanager restore-secret --secret-id NAME',
    section: 'Destroy',
  },
  {
    id: 'secret-missing',
    in: ['task', 'flow run'],
    text: inOrder(
      NOT_INITIALIZED,
      /secret|ssm|asm/,
      /ResourceNotFoundException|ParameterNotFound|invalid ssm parameters|can't find the specified secret|did not contain json key|invalid character/,
    ),
    cause:
      'The secret, its version, its JSON key or the parameter does not exist, or the secret is not JSON and json_key is set.',
    wayOut: 'Create it, or correct its name, json_key or version in the stack file.',
    ...TABLE,
  },
  {
    id: 'secret-denied',
    in: ['task', 'flow run'],
    text: inOrder(
      NOT_INITIALIZED,
      /secret|ssm|asm|kms/i,
      /AccessDenied|not authorized|Access to KMS is not allowed|DecryptionFailure|KMSInvalidState|DisabledException/i,
    ),
    cause: 'The execution role may not read the secret, or not decrypt it with its key, or that key is disabled.',
    wayOut:
      "Set kms_key in the stack file where the secret has a key of yours; check that key's policy and the role's rights.",
    ...TABLE,
  },
  {
    id: 'log-group-missing',
    in: ['task', 'flow run'],
    text: anyOf(
      inOrder(NOT_INITIALIZED, /logging driver|logger|log group|log stream|CloudWatch/i),
      /Failed to run ECS task, the attached execution role does not appear to have sufficient permissions/i,
    ),
    cause: 'The log group does not exist, cannot be reached, or the execution role may not write to it.',
    ...POOL,
    wayOut:
      'Check that the log group exists. For flow runs, update the work pool: its template may name an older group.',
  },
  {
    id: 'volume-not-mounted',
    in: ['task', 'flow run'],
    text: inOrder(NOT_INITIALIZED, /EFS|mount\.nfs|fs-[0-9a-f]{8}/i),
    cause:
      'The file system cannot be mounted: it has no mount target in the zone of the subnet, its security group does not allow port 2049 from the task, or the role may not mount it.',
    wayOut: 'Check its mount targets, their security group and the policy of the file system.',
    ...TABLE,
  },
  {
    id: 'command-missing',
    in: ['task', 'flow run'],
    text: anyOf(
      /executable file not found/,
      inOrder(/CannotStartContainerError/, /exec/, /no such file or directory|permission denied/),
    ),
    cause: 'The image does not have the command that the task starts.',
    wayOut: 'Use an image with Prefect in it, or correct entry point and command in the stack file.',
    ...TABLE,
  },
  {
    id: 'disk-full',
    in: ['task', 'flow run'],
    text: /no space left on device/i,
    cause: "The image and what the container writes fill the task's storage, which is 20 GiB by default.",
    wayOut: 'Set worker.ephemeral_storage (for flow runs: flow_runs.ephemeral_storage), or use a smaller image.',
    ...TABLE,
  },
  {
    id: 'resource-initialization',
    in: ['task', 'flow run'],
    text: NOT_INITIALIZED,
    cause: 'ECS could not prepare the task: its network, secrets, volumes or log.',
    wayOut: 'Read the reason; most often the subnet has no way out, or the VPC has no DNS resolution.',
    ...NETWORK,
  },
  {
    id: 'image-limit',
    in: ['task', 'flow run'],
    text: inOrder(NOT_PULLED, /toomanyrequests|pull rate limit|429/i),
    cause: 'Docker Hub refuses further anonymous pulls from this address.',
    wayOut: 'Copy the image to ECR and set worker_image, or set registry credentials.',
    ...NETWORK,
  },
  {
    id: 'image-architecture',
    in: ['task', 'flow run'],
    text: anyOf(
      /exec format error|does not contain descriptor matching platform|no matching manifest/i,
      inOneLine(/not match/i, /platform/i),
    ),
    cause: 'The image is for another architecture than the task.',
    wayOut: 'Build it with --platform for the architecture of the task, or set the architecture in the stack file.',
    ...TABLE,
  },
  {
    id: 'image-unreachable',
    in: ['task', 'flow run'],
    text: inOrder(NOT_PULLED, NO_ANSWER),
    cause: "The subnet has no route to the image's registry, or the security group does not let it out.",
    wayOut: 'Give the subnet a route through a NAT gateway or endpoints, and allow egress on port 443.',
    ...NETWORK,
  },
  {
    id: 'image-denied',
    in: ['task', 'flow run'],
    text: inOrder(NOT_PULLED, /403|denied|not authorized|no basic auth/i),
    cause:
      'The execution role may not pull this image, or its repository does not let this account in (a registry also says so of an image that does not exist).',
    wayOut: 'Check the image; for flow runs set image.repository or flow_runs.ecr_repositories in the stack file.',
    ...TABLE,
  },
  {
    id: 'image-missing',
    in: ['task', 'flow run'],
    text: inOrder(NOT_PULLED, /not found|manifest unknown|does not exist|404/i),
    cause: 'The registry has no such image or tag.',
    wayOut: 'Push the image, or correct worker_image (for flow runs: the image of the work pool or deployment).',
    ...TABLE,
  },
  {
    id: 'image-not-pulled',
    in: ['task', 'flow run'],
    text: NOT_PULLED,
    cause: 'The image could not be pulled.',
    wayOut: 'Read the reason; check the image, the way out of the subnet, and the rights of the execution role.',
    ...NETWORK,
  },
  {
    id: 'no-addresses',
    in: ['task', 'log', 'flow run'],
    text: /insufficient ?free ?addresses|not enough free addresses/i,
    cause: 'The subnet has no free address, and every task takes one.',
    wayOut: 'Use larger or more subnets, or end tasks that are no longer needed.',
    ...TABLE,
  },
  {
    id: 'network-missing',
    in: ['task', 'log', 'flow run'],
    text: /Error retrieving (?:subnet|security group) information|InvalidGroup\.NotFound|InvalidSubnetID\.NotFound|Failed to run ECS task due to a network configuration error/i,
    cause: 'A subnet or security group that the task is to use does not exist.',
    ...POOL,
    wayOut:
      'For the worker, correct worker_subnets and apply. For flow runs, update the work pool: its template may name older ones.',
  },
  {
    id: 'no-interface',
    in: ['task', 'log', 'flow run'],
    text: /network interface provisioning|attempting to Create Network Interface/i,
    cause: 'EC2 did not give the task a network interface: it was slow, or the quota of the region is used up.',
    wayOut:
      'Wait: ECS tries again for the worker; for flow runs set retries. If it goes on, raise the quota "Network interfaces per Region".',
    ...TABLE,
  },
  {
    id: 'no-capacity',
    in: ['task', 'log', 'flow run'],
    text: /capacity is unavailable at this time|OutOfInventory/i,
    cause: 'Fargate (or Fargate Spot) has no capacity in this zone at the moment.',
    wayOut: 'Wait, add a subnet in another zone, or use FARGATE beside FARGATE_SPOT.',
    ...TABLE,
  },
  {
    id: 'vcpu-quota',
    in: ['task', 'log', 'flow run'],
    text: /reached the limit on the number of (?:vCPUs|tasks)/i,
    cause: "The account's quota of Fargate in this region is used up.",
    wayOut:
      'Request an increase of "Fargate On-Demand vCPU resource count" (of "Fargate Spot vCPU resource count" for tasks on Spot), or run fewer tasks at a time.',
    ...TABLE,
  },
  {
    id: 'account-blocked',
    in: ['task', 'log', 'flow run'],
    text: /account is currently blocked/i,
    cause: 'AWS has blocked the account for ECS, as it does with some new ones.',
    wayOut: 'Write to AWS Support, or to the address in the message.',
    ...TABLE,
  },
  {
    id: 'size-invalid',
    in: ['log', 'flow run'],
    text: /No Fargate configuration exists for given values|Invalid ['"]?(?:cpu|memory)['"]? (?:setting|or memory value)/i,
    cause: 'Fargate has no size with this CPU and memory: a deployment sets one of them alone.',
    wayOut: 'Set both job variables, cpu and memory, to a pair that Fargate has: with cpu 1024, 2048 to 8192 MiB.',
    ...TABLE,
  },
  {
    id: 'capacity-provider-missing',
    in: ['task', 'log', 'flow run'],
    text: inOrder(/capacity provider/i, /not associated with the cluster|not found/i),
    cause: 'The cluster does not have the capacity provider that the task is to use.',
    wayOut:
      'On a cluster that this stack creates, apply again; on an existing one, its owner associates FARGATE_SPOT (or the other) with it.',
    ...TABLE,
  },
  {
    id: 'capacity-provider-missing',
    in: ['log', 'flow run'],
    text: /Failed to run ECS task due to a capacity provider error/i,
    cause:
      'The cluster does not have the capacity provider that the task is to use, or that has no capacity: the worker does not say which.',
    wayOut: 'Apply again. On an existing cluster, its owner associates the capacity provider with it.',
    ...TABLE,
  },
  {
    id: 'agent-disconnected',
    in: ['task', 'log', 'flow run'],
    text: /Failed to run ECS task: AGENT\b|encountered error "?AGENT\b|TaskFailedToStart[:;] AGENT\b/i,
    cause: 'The ECS agent of an instance is not connected to ECS.',
    wayOut:
      'Terminate the instance: the Auto Scaling group replaces it. If it happens again, check its free memory and its way out on port 443.',
    section: 'Is it down?',
  },
  {
    id: 'no-instances',
    in: ['task', 'log', 'flow run'],
    text: /No Container Instances were found|does not appear to have any container instances|unable to place a task|RESOURCE:(?:MEMORY|CPU|ENI)|capacity provider could not place the task/i,
    cause: 'No instance of the cluster has room for the task: CPU, memory, or a network interface of its own.',
    wayOut: 'Check capacity.ec2 in the stack file: max_size, and an instance type that holds the task.',
    ...TABLE,
  },
  {
    id: 'out-of-memory',
    in: ['task', 'flow run'],
    text: /OutOfMemory/i,
    cause: 'The container used more memory than it has, and was killed.',
    wayOut: 'Raise worker_memory (for flow runs: flow_runs.memory or the job variable memory).',
    ...TABLE,
  },
  {
    // Of a task of the worker the stopped task itself tells it, with its log.
    id: 'killed',
    in: ['flow run'],
    text: /(?:exited|process) with (?:non-zero )?(?:status |exit )?code:? (?:137|-9)\b/i,
    cause: 'The container was killed: it used more memory than it has, or did not stop within its stop timeout.',
    wayOut: 'Raise flow_runs.memory, or the job variable memory.',
    ...TABLE,
  },
  {
    id: 'terminated',
    in: ['flow run'],
    text: /Task terminated by infrastructure|had no exit code, indicating the task was terminated/i,
    cause:
      'Its task was ended from outside: someone stopped it, Spot took the capacity back, or AWS replaced the machine.',
    wayOut: 'See why the task stopped, in the last hour; set retries for flow runs that may run again.',
    section: 'Is it down?',
  },
  {
    id: 'unhealthy',
    in: ['task'],
    text: /failed container health checks/i,
    cause: "The worker has not polled for five minutes, or never reached Prefect's API.",
    wayOut: "Read the worker's log, and check the way out to Prefect.",
    ...TABLE,
  },
  {
    id: 'spot-interruption',
    in: ['task', 'flow run'],
    text: /SpotInterruption|Your Spot Task was interrupted/i,
    cause: 'AWS took the Spot capacity back.',
    wayOut: 'Nothing for a worker, ECS replaces it; for flow runs set retries, or use FARGATE.',
    ...TABLE,
  },
  {
    id: 'maintenance',
    in: ['task', 'flow run'],
    text: anyOf(
      /performing maintenance on the underlying|task retirement/i,
      inOrder(/Host EC2 /i, /terminated|stopped/i),
    ),
    cause: 'AWS replaced the machine under the task, or the instance was ended.',
    wayOut: 'Nothing for a worker, ECS replaces it; for flow runs set retries.',
    ...TABLE,
  },
  {
    id: 'not-started',
    in: ['task', 'flow run'],
    text: /CannotStartContainerError|ContainerRuntime\w{0,40}Error|CannotCreateContainerError|CannotCreateVolumeError/,
    cause: 'The container could not be started.',
    wayOut: 'Read the reason; it names the setting that ECS could not apply.',
    ...TABLE,
  },
  {
    id: 'service-linked-role-missing',
    in: ['task', 'log', 'flow run'],
    text: /Unable to assume the service linked role/i,
    cause: 'The account has no service-linked role of ECS: nobody has used ECS in it yet.',
    wayOut: 'Create it: aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com',
    ...TABLE,
  },
  {
    id: 'role-trust',
    in: ['task', 'log', 'flow run'],
    text: /unable to assume the role/i,
    cause: 'ECS may not take the role of the task: its trust policy does not let it, or the role is some seconds old.',
    wayOut:
      'Allow sts:AssumeRole for ecs-tasks.amazonaws.com in its trust policy; aws:SourceAccount, where it is set, is this account.',
    ...TABLE,
  },
  {
    id: 'definition-inactive',
    in: ['log', 'flow run'],
    text: /task ?definition is inactive/i,
    cause: 'The work pool or the deployment names a revision of a task definition that was deregistered.',
    ...POOL,
  },
  {
    id: 'tags-invalid',
    in: ['log', 'flow run'],
    text: /Some tags contain invalid characters/i,
    cause:
      'Tags of the task hold a character that AWS does not take: they are the names of flow, deployment and flow run, and the labels.',
    wayOut: 'Use letters, digits, spaces and _ . : / = + - @ in these names, and in flow_runs.labels.',
    ...TABLE,
  },
  {
    id: 'unauthorized',
    in: ['log', 'flow run'],
    text: anyOf(/401 Unauthorized/, inOneLine(/403 Forbidden/, /api\.prefect\.cloud/)),
    cause: 'Prefect refuses the credential, or it belongs to another workspace or server.',
    wayOut: 'Check account, workspace and key, and rotate the key.',
    section: 'Rotate the API key',
  },
  {
    id: 'key-not-one-line',
    in: ['log'],
    text: /Illegal header value/,
    cause:
      'The credential has a character that no HTTP header takes, often a newline at its end; the log now shows it.',
    wayOut: 'Rotate the key, store the new one without a newline, and revoke the old one.',
    section: 'Rotate the API key',
  },
  {
    id: 'pool-not-found',
    in: ['log'],
    text: inOneLine(/Work pool /, / not found!/),
    cause: 'The work pool does not exist in this workspace or on this server.',
    wayOut: 'Create the work pool.',
    section: 'Work pool',
  },
  {
    id: 'pool-type',
    in: ['log'],
    text: /Worker type mismatch/,
    cause: 'The work pool is of another type than the worker.',
    wayOut: "Use another name, or delete this pool and create it with the worker's type.",
    section: 'Work pool',
  },
  {
    id: 'version-mismatch',
    in: ['log', 'flow run'],
    text: /Found incompatible versions/,
    cause: 'The Prefect of the image and that of the server are of different major versions.',
    wayOut: "Use an image with the server's major version, or upgrade the server.",
    ...TABLE,
  },
  {
    id: 'server-older',
    in: ['log'],
    text: /server is running an older version of Prefect than your client/,
    cause: 'The Prefect of the image is newer than the server. Prefect supports a server that is as new or newer.',
    wayOut: "Upgrade the server first, or use an image with the server's version.",
    ...TABLE,
  },
  {
    id: 'certificate-unknown',
    in: ['log', 'flow run'],
    text: /CERTIFICATE_VERIFY_FAILED/,
    cause:
      'The certificate of the Prefect server, or of a proxy before it, is signed by an authority that the image does not know.',
    wayOut: 'Set prefect.ca_certificate in the stack file.',
    ...TABLE,
  },
  {
    id: 'api-limit',
    in: ['log', 'flow run'],
    text: inOrder(/429 Too Many Requests/, /prefect|\/api\//),
    cause: 'The Prefect API refuses further requests for a while: too many come at once.',
    wayOut: 'Set a concurrency limit on the work pool; in Prefect Cloud, look at the rate limit of the plan.',
    ...TABLE,
  },
  {
    id: 'worker-type-missing',
    in: ['log'],
    text: anyOf(/Unable to start worker|No module named 'prefect_aws'/i, inOneLine(/Could not find/i, /worker type/i)),
    cause: 'The image has no prefect-aws.',
    wayOut: 'Use an image with prefect-aws in it (prefecthq/prefect-aws), or set worker_extra_pip_packages.',
    ...TABLE,
  },
  {
    id: 'option-unknown',
    in: ['log'],
    text: /No such option: --no-create-pool-if-not-found|Unknown option:? "?--no-create-pool-if-not-found/,
    cause: 'The Prefect of the image is older than 3.6.23, and does not know this option.',
    wayOut: 'Use a newer image, or set prefect.create_pool_if_not_found: true.',
    ...TABLE,
  },
  {
    id: 'region-missing',
    in: ['log', 'flow run'],
    text: /NoRegionError|You must specify a region/,
    cause: 'The container has no AWS_REGION, and so no client of AWS can be created.',
    wayOut: 'Set AWS_REGION in the environment of the container.',
    ...TABLE,
  },
  {
    id: 'observer-gave-up',
    in: ['log'],
    text: /ECS observer has crashed|SQS polling exceeded maximum/,
    cause: 'The worker no longer reads the queue of task state changes; flow runs whose task dies stay Running.',
    wayOut: 'Restart the worker: update the service with --force-new-deployment.',
    section: 'Restart',
  },
  {
    id: 'queue-missing',
    in: ['log'],
    text: inOneLine(/SQS queue /, / does not exist in region/),
    cause: 'The worker found no queue of task state changes when it started; flow runs whose task dies stay Running.',
    wayOut: 'Apply again, then restart the worker: it looks for the queue only when it starts.',
    section: 'Crash detection',
  },
  {
    id: 'definition-throttled',
    in: ['log', 'flow run'],
    text: /Too many concurrent attempts to create a new revision/i,
    cause:
      'Several flow runs of one deployment start at the same time, each registers a revision of its task definition, and ECS takes these one by one.',
    wayOut:
      'Set flow_runs.match_latest_revision_in_family: true in the stack file, apply, and update the work pool. Until then, set a concurrency limit on the work pool.',
    section: 'Work pool',
  },
  {
    id: 'throttled',
    in: ['log', 'flow run'],
    text: /ThrottlingException|RequestLimitExceeded|TooManyRequestsException/,
    cause: 'Many flow runs start at once, and AWS limits how fast tasks may be started.',
    wayOut: 'Set flow_runs.retries, or a concurrency limit on the work pool.',
    ...TABLE,
  },
  {
    id: 'role-not-passable',
    in: ['log', 'flow run'],
    text: anyOf(inOrder(/AccessDenied/, /iam:PassRole/), /not authorized to perform: iam:PassRole/),
    cause: 'The work pool names a role that this worker may not pass on.',
    wayOut: 'Set flow_runs.task_role or passable_roles in the stack file, apply, then update the work pool.',
    section: 'Work pool',
  },
  {
    id: 'default-template',
    in: ['log', 'flow run'],
    text: /not authorized to perform: ec2:Describe(?:Vpcs|Subnets)|You must provide a `?vpc_id/,
    cause: "The work pool has Prefect's default template, which looks for a network by itself.",
    ...POOL,
  },
  {
    id: 'key-not-injected',
    in: ['log', 'flow run'],
    text: /KeyError: '?PREFECT_API_KEY/,
    cause: 'The work pool injects a key that this worker does not have.',
    ...POOL,
  },
  {
    id: 'cluster-not-found',
    in: ['log', 'flow run'],
    text: anyOf(/ClusterNotFoundException/, inOneLine(/Failed to run ECS task, cluster /, / not found/)),
    cause: 'The work pool names a cluster that does not exist, or none.',
    ...POOL,
  },
  {
    id: 'denied',
    in: ['log', 'flow run'],
    text: /AccessDenied(?:Exception)?|is not authorized to perform|UnauthorizedOperation/,
    cause: 'The role of the task may not make this call.',
    wayOut: 'Allow it: roles.task.statements for the worker, flow_runs.task_role.statements for flow runs.',
    ...TABLE,
  },
  {
    id: 'not-cloned',
    in: ['flow run'],
    text: /Failed to clone repository|No such file or directory: '?git\b/,
    cause: 'The flow run cannot clone the repository with its code.',
    wayOut: 'Check the URL, the branch, the route to it and the token; the image must contain git.',
    section: 'First flow run',
  },
  {
    id: 'module-missing',
    in: ['flow run'],
    text: /ModuleNotFoundError: No module named/,
    cause: 'The image of the flow run does not have a package that the flow imports.',
    wayOut: 'Add the package to the image of your flows, push it, and deploy again.',
    section: 'First flow run',
  },
  {
    id: 'no-code',
    in: ['flow run'],
    text: anyOf(inOrder(/No such file/, /\/opt\/prefect|\.py/), /FileNotFoundError|ScriptError/),
    cause: "The container does not have the flow's code where the deployment expects it.",
    wayOut: 'Push the image or the repository of your flows, and deploy again.',
    section: 'First flow run',
  },
  {
    id: 'no-credentials',
    in: ['flow run'],
    text: /Unable to locate credentials|NoCredentialsError/,
    cause: 'Flow runs have no task role, and so no AWS credentials.',
    wayOut: 'Set flow_runs.task_role in the stack file, apply, then update the work pool.',
    ...TABLE,
  },
  {
    id: 'aws-unreachable',
    in: ['log', 'flow run'],
    text: /Could not connect to the endpoint URL|(?:Connect|Read) timeout on endpoint URL/i,
    cause:
      'The task cannot reach the service of AWS that the URL names: no route, no endpoint of the VPC, or closed egress.',
    wayOut:
      'Give the subnet a route through a NAT gateway or an endpoint of this service, and allow egress on port 443.',
    ...NETWORK,
  },
  {
    id: 'worker-overloaded',
    in: ['log'],
    text: /PoolTimeout/,
    cause: 'The worker starts more flow runs at a time than its connections allow, and its polls wait.',
    wayOut: 'Set prefect.limit in the stack file, or run more tasks of the worker.',
    section: 'Scale',
  },
  {
    id: 'job-variables-invalid',
    in: ['flow run'],
    text: /Failed to submit flow run to infrastructure: ValidationError/,
    cause:
      'A job variable of the deployment or of the run has a value that the template of the work pool does not allow.',
    wayOut: 'Correct job_variables, and deploy again.',
    section: 'First flow run',
  },
  {
    id: 'api-unreachable',
    in: ['log'],
    text: /Failed the last \d+ attempts|error threshold|ConnectError|ConnectTimeout|All connection attempts failed|Name or service not known/,
    cause: "The worker cannot reach Prefect's API.",
    wayOut: 'Check the way out of the subnets, the egress of the security group, and the API URL.',
    ...NETWORK,
  },
  {
    id: 'not-polled',
    in: ['log'],
    text: /has not polled/,
    cause: "The worker hangs, or Prefect's API does not answer it.",
    wayOut: 'ECS replaces the task; if it happens again, read the log above this line.',
    ...TABLE,
  },
];

/** What such a text means; undefined: it is none of those that are known. */
export function explain(text: string, place: Place): Explained | undefined {
  const known = KNOWN_CAUSES.find((one) => one.in.includes(place) && one.text.test(text));
  if (known === undefined) return undefined;
  const { id, cause, wayOut, section } = known;
  return { id, seen: shortened(text), cause, wayOut, section };
}

const LONGEST = 300;

/** One line of a text, without what could be a credential. */
export function shortened(text: string): string {
  const line = withoutCredentials(text).replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/** Keys of Prefect Cloud, and whatever an HTTP header authorizes with. */
function withoutCredentials(text: string): string {
  return text
    .replaceAll(/\bpn[ub]_\w+/g, '(credential)')
    .replaceAll(/\b(Bearer|Basic)\s+[^\s'"\\]+/g, '$1 (credential)')
    .replaceAll(/(:\/\/[^/\s:@]*:)[^/\s@]+@/g, '$1(credential)@');
}
