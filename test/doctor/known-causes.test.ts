import { PATTERN, TERMS } from '../../src/doctor/checks/worker-log';
import { explain, shortened } from '../../src/doctor/known-causes';
import type { Place } from '../../src/doctor/known-causes/known-cause';

/** As ECS, Docker Hub, Prefect and boto3 write them: the ECS developer guide's pages on stopped tasks, and public reports. */
const TEXTS: readonly (readonly [Place, string, string])[] = [
  [
    'task',
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:us-east-1:111122223333:secret:prefect-api-key-prod-AbC123 from secrets manager: RequestCanceled: request context canceled caused by: context deadline exceeded',
    'secret-unreachable',
  ],
  [
    'task',
    'ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. RequestError: send request failed caused by: Post "https://api.ecr.us-east-1.amazonaws.com/": dial tcp 10.0.0.1:443: i/o timeout',
    'secret-unreachable',
  ],
  [
    'task',
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret X from secrets manager: AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/r is not authorized to perform: secretsmanager:GetSecretValue',
    'secret-denied',
  ],
  [
    'task',
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: ResourceNotFoundException: Secrets Manager can't find the specified secret.",
    'secret-missing',
  ],
  [
    'task',
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: /team/key',
    'secret-missing',
  ],
  [
    'task',
    'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.',
    'log-group-missing',
  ],
  [
    'task',
    'ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: Failed to resolve "fs-0a1b2c3d4e5f67890.efs.us-east-1.amazonaws.com" - check that your file system ID is correct, and ensure that the VPC has an EFS mount target for this file system ID.',
    'volume-not-mounted',
  ],
  [
    'flow run',
    "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: b'mount.nfs4: Connection timed out' : unsuccessful EFS utils command execution; code: 32",
    'volume-not-mounted',
  ],
  [
    'task',
    'CannotPullContainerError: inspect image has been retried 5 time(s): failed to resolve ref "docker.io/prefecthq/prefect-aws:0.7.12": failed to do request: Head "https://registry-1.docker.io/v2/": dial tcp 52.1.184.176:443: i/o timeout',
    'image-unreachable',
  ],
  [
    'task',
    'CannotPullContainerError: inspect image has been retried 1 time(s): httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/prefecthq/prefect-aws/manifests/x: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.',
    'image-limit',
  ],
  [
    'task',
    'CannotPullContainerError: inspect image has been retried 1 time(s): failed to resolve ref "111122223333.dkr.ecr.us-east-1.amazonaws.com/flows:9": 111122223333.dkr.ecr.us-east-1.amazonaws.com/flows:9: not found',
    'image-missing',
  ],
  [
    'task',
    'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref 444455556666.dkr.ecr.us-east-1.amazonaws.com/flows:1: pulling from host failed with status code [manifests 1]: 403 Forbidden',
    'image-denied',
  ],
  [
    'task',
    "CannotPullContainerError: pull image manifest has been retried 5 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'",
    'image-architecture',
  ],
  [
    'task',
    'TaskFailedToStart; worker: exec /usr/bin/tini: exec format error; worker exited with 255',
    'image-architecture',
  ],
  ['task', 'Task failed container health checks', 'unhealthy'],
  ['task', 'OutOfMemoryError: Container killed due to memory usage; worker exited with 137', 'out-of-memory'],
  [
    'task',
    'Capacity is unavailable at this time. Please try again later or in a different availability zone',
    'no-capacity',
  ],
  ['task', "You've reached the limit on the number of vCPUs you can run concurrently", 'vcpu-quota'],
  [
    'task',
    "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment disabled in subnet 'subnet-0a51c9e27f3b64d80': InsufficientFreeAddressesInSubnet",
    'no-addresses',
  ],
  [
    'task',
    'CannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: OCI runtime create failed: exec: "prefect": executable file not found in $PATH',
    'command-missing',
  ],
  [
    'task',
    '(service prefect-worker-prod) was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster.',
    'no-instances',
  ],
  ['task', 'SpotInterruption; Your Spot Task was interrupted.', 'spot-interruption'],
  [
    'log',
    "prefect.exceptions.PrefectHTTPStatusError: Client error '401 Unauthorized' for url 'https://api.prefect.cloud/api/accounts/a/workspaces/w/work_pools/my-ecs-pool'",
    'unauthorized',
  ],
  ['log', "12:00:00.000 | WARNING | prefect.worker.ecs.x - Work pool 'my-ecs-pool' not found!", 'pool-not-found'],
  [
    'task',
    'ResourceInitializationError: failed to configure ENI: failed to setup regular eni: netplugin failed with no error message',
    'resource-initialization',
  ],
  ['task', 'CannotPullContainerError: containerd: failed to unpack: no space left on device', 'disk-full'],
  [
    'task',
    'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref: unexpected status 400 Bad Request',
    'image-not-pulled',
  ],
  [
    'task',
    "CannotPullContainerError: The task cannot pull 'prefecthq/prefect-aws:0.7.12-python3.12' from the registry 'registry-1.docker.io'. There is a connection issue between the task and the registry. Check your task network configuration.",
    'image-unreachable',
  ],
  [
    'task',
    'CannotPullContainerError: failed to do request: Head "https://registry.internal/v2/flows": dial tcp: lookup registry.internal on 10.0.0.2:53: no such host',
    'image-unreachable',
  ],
  [
    'task',
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: AccessDeniedException: Access to KMS is not allowed',
    'secret-denied',
  ],
  [
    'task',
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: DecryptionFailure: Secrets Manager can't decrypt the protected secret text using the provided KMS key.",
    'secret-denied',
  ],
  [
    'task',
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.",
    'secret-deleted',
  ],
  [
    'task',
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: invalid character 'p' looking for beginning of value",
    'secret-missing',
  ],
  [
    'task',
    'CannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: OCI runtime create failed: exec: "/opt/start.sh": stat /opt/start.sh: no such file or directory: unknown',
    'command-missing',
  ],
  [
    'task',
    "(service prefect-worker-prod) failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::111122223333:role/prefect-worker-execution-role-prod' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.).",
    'role-trust',
  ],
  [
    'flow run',
    'An error occurred (InvalidParameterException) when calling the RunTask operation: Unable to assume the service linked role. Please verify that the ECS service linked role exists.',
    'service-linked-role-missing',
  ],
  [
    'flow run',
    'An error occurred (InvalidParameterException) when calling the RunTask operation: The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster or specify a valid capacity provider and try again.',
    'capacity-provider-missing',
  ],
  [
    'flow run',
    'An error occurred (ClientException) when calling the RegisterTaskDefinition operation: No Fargate configuration exists for given values: 4096 CPU, 1024 memory. See the Amazon ECS documentation for the valid values.',
    'size-invalid',
  ],
  [
    'flow run',
    "An error occurred (InvalidParameterException) when calling the RunTask operation: Error retrieving security group information for [sg-0a51c9e27f3b64d80]: The security group 'sg-0a51c9e27f3b64d80' does not exist (ErrorCode: InvalidGroup.NotFound)",
    'network-missing',
  ],
  ['task', 'Timeout waiting for network interface provisioning to complete.', 'no-interface'],
  [
    'task',
    "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment disabled in subnet 'subnet-0a51c9e27f3b64d80': NetworkInterfaceLimitExceeded",
    'no-interface',
  ],
  [
    'flow run',
    'An error occurred (InvalidParameterException) when calling the RunTask operation: TaskDefinition is inactive',
    'definition-inactive',
  ],
  [
    'flow run',
    'An error occurred (InvalidParameterException) when calling the RunTask operation: Some tags contain invalid characters. Valid characters: UTF-8 letters, spaces, numbers and _ . / = + - : @.',
    'tags-invalid',
  ],
  [
    'task',
    'ServiceSchedulerInitiated; ECS is performing maintenance on the underlying infrastructure hosting the task.',
    'maintenance',
  ],
  ['task', 'TerminationNotice; Host EC2 (instance i-0a51c9e27f3b64d80) terminated.', 'maintenance'],
  [
    'task',
    '(service prefect-worker-prod) failed to launch a task with (error Your account is currently blocked. Send an email to ecs-verification@amazon.com if you have questions.).',
    'account-blocked',
  ],
  [
    'log',
    "prefect.exceptions.PrefectHTTPStatusError: Client error '403 Forbidden' for url 'https://api.prefect.cloud/api/accounts/a/workspaces/w/work_pools/my-ecs-pool'",
    'unauthorized',
  ],
  [
    'log',
    "prefect.exceptions.PrefectHTTPStatusError: Client error '429 Too Many Requests' for url 'https://api.prefect.cloud/api/accounts/a/workspaces/w/work_pools/p/get_scheduled_flow_runs'",
    'api-limit',
  ],
  [
    'log',
    "Worker type mismatch! This worker process expects type 'ecs' but received 'process' from the server. Unexpected behavior may occur.",
    'pool-type',
  ],
  [
    'log',
    'RuntimeError: Found incompatible versions: client: 3.8.8, server: 2.20.4. Major versions must match.',
    'version-mismatch',
  ],
  [
    'log',
    'Your Prefect server is running an older version of Prefect than your client which may result in unexpected behavior. Please upgrade your Prefect server from version 3.4.0 to version 3.8.8 or higher.',
    'server-older',
  ],
  [
    'log',
    'httpx.ConnectError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1000)',
    'certificate-unknown',
  ],
  [
    'log',
    "SQS queue 'prefect-worker-events-prod' does not exist in region 'us-east-1'. This worker will continue to submit ECS tasks, but event replication",
    'queue-missing',
  ],
  ['flow run', "Flow run encountered an exception: ModuleNotFoundError: No module named 'pandas'", 'module-missing'],
  ['task', 'CannotStartContainerError: failed to get container status: context canceled', 'not-started'],
  [
    'log',
    'Unable to start worker. Please ensure you have the necessary dependencies installed to run your desired worker type.',
    'worker-type-missing',
  ],
  ['log', 'Error: No such option: --no-create-pool-if-not-found', 'option-unknown'],
  [
    'flow run',
    'An error occurred (ClusterNotFoundException) when calling the RunTask operation: Cluster not found.',
    'cluster-not-found',
  ],
  [
    'flow run',
    'An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:sts::1:assumed-role/f is not authorized to perform: s3:GetObject',
    'denied',
  ],
  ['log', "httpx.LocalProtocolError: Illegal header value b'Bearer pnu_abcdef\\n'", 'key-not-one-line'],
  ['log', 'Failed the last 3 attempts. Please check your environment and configuration.', 'api-unreachable'],
  ['log', 'Worker has not polled in the last 301.2 seconds and should be restarted', 'not-polled'],
  ['log', 'ECS observer has crashed 6 times, giving up on automatic restarts', 'observer-gave-up'],
  ['log', 'An error occurred (ThrottlingException) when calling the RunTask operation: Rate exceeded', 'throttled'],
  ['log', 'botocore.exceptions.NoRegionError: You must specify a region.', 'region-missing'],
  [
    'flow run',
    'An error occurred (AccessDeniedException) when calling the RunTask operation: User: arn:aws:sts::1:assumed-role/w is not authorized to perform: iam:PassRole on resource: arn:aws:iam::1:role/x',
    'role-not-passable',
  ],
  [
    'flow run',
    'An error occurred (UnauthorizedOperation) when calling the DescribeVpcs operation: You are not authorized to perform: ec2:DescribeVpcs',
    'default-template',
  ],
  ['flow run', 'You must provide a `vpc_id` to enable custom `network_configuration`.', 'default-template'],
  ['flow run', "Flow run could not be submitted to infrastructure: KeyError: 'PREFECT_API_KEY'", 'key-not-injected'],
  [
    'flow run',
    'ECS task failed to start: CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref: 403 Forbidden.',
    'image-denied',
  ],
  ['flow run', "FileNotFoundError: [Errno 2] No such file or directory: '/opt/prefect/flows/my_flow.py'", 'no-code'],
  ['flow run', "RuntimeError: Failed to clone repository 'https://example.com/o/r' with exit code 128.", 'not-cloned'],
  ['flow run', "FileNotFoundError: [Errno 2] No such file or directory: 'git'", 'not-cloned'],
  ['flow run', 'botocore.exceptions.NoCredentialsError: Unable to locate credentials', 'no-credentials'],
  // What prefect_aws/workers/ecs_worker.py makes of AWS's answers to RunTask.
  [
    'flow run',
    "Failed to submit flow run to infrastructure: RuntimeError: Failed to run ECS task, cluster 'prefect-worker-prod' not found. Confirm that the cluster is configured in your region.",
    'cluster-not-found',
  ],
  [
    'flow run',
    "Failed to submit flow run to infrastructure: RuntimeError: Failed to run ECS task, cluster 'prefect-worker-prod' does not appear to have any container instances associated with it. Confirm that you have EC2 container instances available.",
    'no-instances',
  ],
  [
    'flow run',
    'Failed to submit flow run to infrastructure: RuntimeError: Failed to run ECS task, the attached execution role does not appear to have sufficient permissions. Ensure that the execution role None has permissions logs:CreateLogStream, logs:CreateLogGroup, and logs:PutLogEvents.',
    'log-group-missing',
  ],
  [
    'flow run',
    'Failed to submit flow run to infrastructure: RuntimeError: Failed to run ECS task, the task definition is inactive. Re-register the task definition or remove the `task_definition_arn` from your work pool configuration',
    'definition-inactive',
  ],
  [
    'flow run',
    'Failed to submit flow run to infrastructure: RuntimeError: Failed to run ECS task due to a capacity provider error. Verify that your Fargate or EC2 capacity providers are correctly configured for the cluster',
    'capacity-provider-missing',
  ],
  [
    'flow run',
    "Failed to submit flow run to infrastructure: RuntimeError: Failed to run ECS task due to a network configuration error. Verify the subnets and security groups in your work pool's network configuration",
    'network-missing',
  ],
  [
    'flow run',
    'Failed to submit flow run to infrastructure: RuntimeError: Failed to run ECS task: AGENT',
    'agent-disconnected',
  ],
  [
    'flow run',
    'Failed to submit flow run to infrastructure: RuntimeError: Failed to run ECS task: RESOURCE:MEMORY',
    'no-instances',
  ],
  [
    'flow run',
    "Failed to submit flow run to infrastructure: ValidationError: Validation failed for field 'cpu'. Failure reason: 'a lot' is not of type 'integer'",
    'job-variables-invalid',
  ],
  [
    'log',
    'botocore.errorfactory.ClientException: An error occurred (ClientException) when calling the RegisterTaskDefinition operation: Too many concurrent attempts to create a new revision of the specified family.',
    'definition-throttled',
  ],
  // What prefect_aws/observers reports of a stopped task: the resolution names causes that need not be this one.
  [
    'flow run',
    "Task terminated by infrastructure: Container(s) 'prefect' had no exit code, indicating the task was terminated by ECS or the underlying infrastructure. Resolution: The task was stopped without container exit codes, which typically means ECS or the underlying infrastructure killed the task. Common causes include spot instance interruptions, scaling events, or manual stops.",
    'terminated',
  ],
  [
    'flow run',
    "Essential container exited: Container 'prefect' exited with code 137. Resolution: An essential container in the task exited, causing the task to stop.",
    'killed',
  ],
  [
    'flow run',
    'Process exited with status code: -9. This indicates that the process exited due to a SIGKILL signal.',
    'killed',
  ],
  [
    'flow run',
    'ECS task failed to start: Timed out waiting for an instance. The capacity provider could not place the task.',
    'no-instances',
  ],
  // "Amazon ECS service event messages" in the ECS developer guide.
  [
    'task',
    '(service prefect-worker-prod) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 1234 encountered error "AGENT".',
    'agent-disconnected',
  ],
  ['task', "You've reached the limit on the number of tasks you can run concurrently", 'vcpu-quota'],
  [
    'log',
    'botocore.exceptions.EndpointConnectionError: Could not connect to the endpoint URL: "https://ecs.us-east-1.amazonaws.com/"',
    'aws-unreachable',
  ],
  [
    'log',
    'botocore.exceptions.ConnectTimeoutError: Connect timeout on endpoint URL: "https://sqs.us-east-1.amazonaws.com/"',
    'aws-unreachable',
  ],
  ['log', 'httpx.PoolTimeout', 'worker-overloaded'],
];

test.each(TEXTS)('in a %s, "%.60s…" is %s', (place, text, id) => {
  expect(explain(text, place)?.id).toBe(id);
});

test.each(TEXTS.filter(([place]) => place === 'log'))('in a %s, "%s" is looked for (%s)', (_, text) => {
  expect(TERMS.filter((term) => text.includes(term))).not.toEqual([]);
});

test('what is looked for in a log is a pattern that CloudWatch takes', () => {
  expect(PATTERN.length).toBeLessThanOrEqual(1024);
});

test.each([
  ['task', 'Scaling activity initiated by (deployment ecs-svc/1234567890123456789)'],
  ['log', "Worker 'ecs 1' started!"],
  ['log', 'Worker submitting flow run 5c2a9e7d-41b8-4f36-a0d5-7e9b3c1f8d62'],
  ['flow run', 'Flow run was cancelled.'],
  [
    'flow run',
    'ECS task failed to start: Task failed to start (no additional detail). Resolution: Check the stopped reason for specifics. Common causes include resource limits, missing IAM permissions, or networking misconfigurations. Review the ECS task and execution role policies.',
  ],
  [
    'flow run',
    "Essential container exited: Container 'prefect' exited with code 1. Resolution: An essential container in the task exited, causing the task to stop. Check the container logs for errors. If the container was killed by the infrastructure, consider increasing memory or CPU limits.",
  ],
  [
    'flow run',
    "Container exited with non-zero exit code: Container 'prefect' exited with code 1. Resolution: One or more containers exited with a non-zero status code. Exit code 137 often indicates an out-of-memory condition",
  ],
] as const)('in a %s, "%s" is no problem that is known', (place, text) => {
  expect(explain(text, place)).toBeUndefined();
});

test.each([
  ['a key of Prefect Cloud', 'the key pnu_A1b2C3d4 is wrong', 'pnu_A1b2C3d4'],
  ['a header', "Illegal header value b'Bearer s3cr3t-value\\n'", 's3cr3t-value'],
  ['a password in a URL', 'cannot reach https://me:hunter2@prefect.example.com/api', 'hunter2'],
])('never repeats %s', (_, text, secret) => {
  expect(shortened(text)).not.toContain(secret);
  expect(explain(`401 Unauthorized ${text}`, 'log')?.seen).not.toContain(secret);
});

/** As one expression, `A.*B` would look for B again behind each of the 8,000: for minutes in all. */
test('a log line that repeats the beginning of each text is read once', () => {
  for (const [place, text] of TEXTS) {
    const beginning = text.slice(0, 30);
    expect(() => explain(beginning.repeat(8000), place)).not.toThrow();
  }
}, 20_000);

test.each([
  ['flow run', 'CannotPullContainerError: a\nResourceInitializationError: secret', 'resource-initialization'],
  ['task', 'secret: i/o timeout\nResourceInitializationError: no more', 'resource-initialization'],
  ['log', "Work pool 'a'\nis not found!", undefined],
  ['log', "Work pool 'a' is not found!", 'pool-not-found'],
] as const)('in a %s, %j counts in its order and line', (place, text, id) => {
  expect(explain(text, place)?.id).toBe(id);
});
