import { join, normalize } from 'node:path';
import type { Problem } from '../errors';
import type { Environment } from './environment';
import { KINDS, physicalNames } from './names';

export interface Clash extends Omit<Problem, 'file' | 'line'> {
  readonly environment: string;
}

/** What two environments may not share: a state, and names in one account. Said of the later one. */
export function sharedThings(environments: readonly Environment[]): Clash[] {
  return environments.flatMap((later, index) =>
    environments.slice(0, index).flatMap((earlier) => [...sharedState(earlier, later), ...sharedNames(earlier, later)]),
  );
}

function sharedState(earlier: Environment, later: Environment): Clash[] {
  const state = stateOf(later);
  return state !== undefined && state.id === stateOf(earlier)?.id
    ? [
        {
          environment: later.name,
          path: state.path,
          value: state.value,
          message: `must not be the state of ${earlier.name} too: each apply would destroy what the other made`,
          hint: 'leave it out, and each environment gets a state of its own',
        },
      ]
    : [];
}

/** What identifies a state, and the field that decides it; nothing where only terraform init will know. */
function stateOf({ name, backend }: Environment): { id: string; path: string; value: string } | undefined {
  switch (backend.type) {
    case 'local':
      return { id: normalize(join(name, backend.path)), path: 'backend.local.path', value: backend.path };
    case 's3':
      return { id: `s3://${backend.bucket}/${backend.key}`, path: 'backend.s3.key', value: backend.key };
    case 'hcp': {
      const { hostname = 'app.terraform.io', organization, workspace } = backend;
      return { id: `${hostname}/${organization}/${workspace}`, path: 'backend.hcp.workspace', value: workspace };
    }
    case 'http':
      return { id: backend.address, path: 'backend.http.address', value: backend.address };
    case 'at_init':
      return undefined;
  }
}

function sharedNames(earlier: Environment, later: Environment): Clash[] {
  const taken = new Set(namesMade(earlier).map(({ scope, name }) => `${scope} ${name}`));
  const [clash] = namesMade(later).filter(({ scope, name }) => taken.has(`${scope} ${name}`));
  return clash
    ? [
        {
          environment: later.name,
          path: clash.field ?? 'name',
          value: clash.field === undefined ? later.inputs.name : clash.name,
          message: `must not be the name of ${earlier.name} too: both would make ${clash.what} ${clash.name} in one account`,
          hint: 'give one of them another name, or say in which account each is: aws.account_id',
        },
      ]
    : [];
}

interface MadeName {
  readonly what: string;
  readonly name: string;
  /** Within which the name must be the only one. */
  readonly scope: string;
  /** The field of the stack file that says it, where the name is not built from `name`. */
  readonly field?: string;
}

/** The names that AWS has once in an account (roles) or in a region (the rest), as far as this environment makes them. */
function namesMade(environment: Environment): MadeName[] {
  const {
    inputs,
    naming,
    region,
    aws,
    roles,
    cluster,
    apiKey,
    logs,
    network,
    crashDetection,
    alarms,
    flowRuns,
    image,
    workers,
    service,
    instances,
  } = environment;
  const names = physicalNames(inputs.name, naming);
  const account = aws.accountId ?? JSON.stringify([aws.profile, aws.assumeRole?.roleArn]);
  const taskRoleMade = inputs.workerTaskRoleArn === undefined && !roles.task?.none && !roles.task?.existing;
  const clusterName = typeof cluster.existing === 'string' ? cluster.existing : names.cluster;
  const made: [boolean, keyof typeof names, string, string][] = [
    [roles.execution?.existing === undefined, 'executionRole', 'the role', ''],
    [taskRoleMade && !roles.oneForBoth, 'taskRole', 'the role', ''],
    [cluster.existing === undefined, 'cluster', 'the cluster', region],
    [
      service.create && typeof cluster.existing !== 'object',
      'service',
      'the service',
      `${region} ${clusterName.split('/').at(-1)}`,
    ],
    [
      apiKey.from === 'input' && (apiKey.store === 'ssm_parameter' || !naming.randomSuffix),
      apiKey.from === 'input' && apiKey.setting === 'PREFECT_API_AUTH_STRING' ? 'authStringSecret' : 'apiKeySecret',
      apiKey.from === 'input' && apiKey.store === 'ssm_parameter' ? 'the parameter' : 'the secret',
      region,
    ],
    [logs.group === 'created' && logs.name === undefined, 'logGroup', 'the log group', region],
    [
      network.createSecurityGroup && !naming.randomSuffix && inputs.vpcId !== undefined,
      'securityGroup',
      'the security group',
      `${region} ${inputs.vpcId}`,
    ],
    [network.create?.flowLogs !== undefined, 'flowLogsRole', 'the role', ''],
    [network.create?.flowLogs !== undefined, 'flowLogsGroup', 'the log group', region],
    [crashDetection !== undefined && !crashDetection.existingQueue, 'eventQueue', 'the queue', region],
    [crashDetection !== undefined && !crashDetection.existingQueue, 'eventRule', 'the rule', region],
    [alarms !== undefined && !alarms.topic, 'alarmTopic', 'the topic', region],
    [alarms !== undefined, 'alarm', 'the alarms', region],
    [
      flowRuns?.executionRole !== undefined && flowRuns.executionRole.existing === undefined,
      'flowRunExecutionRole',
      'the role',
      '',
    ],
    [flowRuns?.taskRole !== undefined && flowRuns.taskRole.existing === undefined, 'flowRunTaskRole', 'the role', ''],
    [flowRuns?.log.group === 'created' && flowRuns.log.name === undefined, 'flowRunLogGroup', 'the log group', region],
    [
      flowRuns !== undefined && image.repository !== undefined && image.repository.name === undefined,
      'flowRepository',
      'the repository',
      region,
    ],
    [instances !== undefined, 'instanceRole', 'the role', ''],
    [instances !== undefined, 'instances', 'the Auto Scaling group', region],
    [instances !== undefined, 'capacityProvider', 'the capacity provider', region],
  ];
  const named: [boolean, unknown, string, string][] = [
    [logs.group === 'created', logs.name, 'the log group', 'logs.name'],
    [flowRuns?.log.group === 'created', flowRuns?.log.name, 'the log group', 'flow_runs.log.name'],
    [flowRuns !== undefined, image.repository?.name, 'the repository', 'image.repository.name'],
  ];
  const scope = (what: string, within: string) => `${account} ${what} ${within}`;
  return [
    ...made.flatMap(([isMade, of, what, within]) =>
      isMade
        ? [
            {
              what,
              name: names[of],
              scope: scope(what, within),
              field: naming.own[of] === undefined ? undefined : `names.${KINDS[of].field}`,
            },
          ]
        : [],
    ),
    ...named.flatMap(([isMade, name, what, field]) =>
      isMade && typeof name === 'string' ? [{ what, name, scope: scope(what, region), field }] : [],
    ),
    ...['', ...Object.keys(workers).map((worker) => `-${worker}`)].map((end) => ({
      what: 'the task family',
      name: `${names.taskFamily}${end}`,
      scope: scope('the task family', region),
      field: naming.own.taskFamily === undefined ? undefined : 'names.task_family',
    })),
  ];
}
