/**
 * The physical names of all that a stack makes, each built from its input `name`: the reference module's own, where it
 * has them. They are a contract: AWS renames nothing in place, so a changed name replaces somebody's infrastructure.
 * `name` may be text or a Terraform expression.
 */
export function physicalNames(name: string) {
  return {
    apiKeySecret: `prefect-api-key-${name}`,
    executionRole: `prefect-worker-execution-role-${name}`,
    taskRole: `prefect-worker-task-role-${name}`,
    readApiKeyPolicy: `ssm-allow-read-prefect-api-key-${name}`,
    createLogGroupPolicy: `logs-allow-create-log-group-${name}`,
    writeLogsPolicy: `prefect-worker-write-logs-${name}`,
    pullImagePolicy: `prefect-worker-pull-image-${name}`,
    runTasksPolicy: `prefect-worker-allow-ecs-task-${name}`,
    logGroup: `prefect-worker-log-group-${name}`,
    cluster: `prefect-worker-${name}`,
    taskFamily: `prefect-worker-${name}`,
    container: `prefect-worker-${name}`,
    service: `prefect-worker-${name}`,
    securityGroup: `prefect-worker-sg-${name}`,
  } as const;
}

export type PhysicalNames = ReturnType<typeof physicalNames>;

interface NameLimit {
  readonly of: string;
  readonly longest: number;
}

/** The longest name of each kind. Sources: IAM's quotas page; API_CreateSecret; API_CreateLogGroup; API_CreateCluster; API_CreateSecurityGroup. */
const ROLE: NameLimit = { of: 'an IAM role', longest: 64 };
const POLICY: NameLimit = { of: 'an inline IAM policy', longest: 128 };
const ECS: NameLimit = { of: 'ECS', longest: 255 };
const LIMITS: Readonly<Record<keyof PhysicalNames, NameLimit>> = {
  apiKeySecret: { of: 'a Secrets Manager secret', longest: 512 },
  executionRole: ROLE,
  taskRole: ROLE,
  readApiKeyPolicy: POLICY,
  createLogGroupPolicy: POLICY,
  writeLogsPolicy: POLICY,
  pullImagePolicy: POLICY,
  runTasksPolicy: POLICY,
  logGroup: { of: 'a CloudWatch log group', longest: 512 },
  cluster: ECS,
  taskFamily: ECS,
  container: ECS,
  service: ECS,
  securityGroup: { of: 'a security group', longest: 255 },
};

const tightest = Object.entries(physicalNames(''))
  .map(([kind, prefix]) => ({ prefix, ...LIMITS[kind as keyof PhysicalNames] }))
  .reduce((one, other) => (other.longest - other.prefix.length < one.longest - one.prefix.length ? other : one));

/** The longest `name` that fits into every physical name, in characters. */
export const LONGEST_NAME = tightest.longest - tightest.prefix.length;

export const LONGEST_NAME_REASON = `${tightest.prefix}NAME is the name of ${tightest.of}, which AWS limits to ${tightest.longest}`;
