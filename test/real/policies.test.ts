import { join } from 'node:path';
import type { Environment } from '../../src/environment/environment';
import { partitionOf } from '../../src/values/regions';
import { ACCOUNT, Emulator } from '../helpers/emulator';
import { loadExamples } from '../helpers/examples';
import { makeLookedUp } from '../helpers/looked-up';
import { type PlannedPolicies, type PlannedRole, planTogether, stackToPlan } from '../helpers/planned-policies';
import { type Call, judge } from '../helpers/policy-evaluator';
import { real } from '../helpers/real';
import { SELF_HOSTED } from '../helpers/refusals';
import {
  expectations,
  type Here,
  type Key,
  misuses,
  OTHER_ACCOUNT,
  OWN_STATEMENT,
  PARAMETERS,
  receives,
  sends,
  TAKING_ON,
  takesOn,
} from '../helpers/replayed-calls';
import { ON_THINGS, OTHER_ROLES, publishes, strangers, WORKERS_ROLES } from '../helpers/replayed-others';
import { environmentOf, scratchFolder } from '../helpers/stack-files';

const key = (partition: string, region: string) =>
  `arn:${partition}:kms:${region}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const KEY = key('aws', 'us-east-1');
const SECRET = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:team/prefect-AbC123`;

/** Stacks of the options that decide about rights, beside the examples. */
const VARIANTS: Readonly<Record<string, object>> = {
  'the required fields and nothing else': {},
  'an image in ECR': { worker_image: `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/team/prefect:1` },
  'a process worker': { worker_type: 'process' },
  'a task role that is given': { worker_task_role_arn: `arn:aws:iam::${ACCOUNT}:role/team/worker` },
  'an execution role that is looked up': { roles: { execution: { existing: { name: 'ecs-execution' } } } },
  'no task role': { worker_type: 'process', roles: { task: { none: true } } },
  'roles below a path, within a boundary': {
    roles: { path: '/team/data/', permissions_boundary: { ssm_parameter: '/team/boundary' } },
  },
  'keys of its own': {
    api_key: { kms_key: KEY },
    logs: { kms_key: KEY },
    worker: { secrets: { TOKEN: { create: true, kms_key: { alias: 'alias/team' } } } },
  },
  'the API key in a parameter': { api_key: { store: 'ssm_parameter', kms_key: KEY } },
  'secrets that exist': {
    api_key: { secret_arn: SECRET, json_key: 'api_key', kms_key: KEY },
    worker: { secrets: { DB: { secret_name: 'team/db' }, TOKEN: { ssm_parameter: '/team/token', kms_key: KEY } } },
  },
  'random suffixes': { names: { random_suffix: true } },
  'one role for both': { roles: { one_for_both: true } },
  'statements of its own, added': { roles: { task: { statements: [OWN_STATEMENT] } } },
  'statements of its own, instead': {
    roles: { task: { own_statements: [OWN_STATEMENT] }, execution: { own_statements: [OWN_STATEMENT] } },
  },
  'its own families alone to register': { roles: { task: { register_task_definitions: 'own_families' } } },
  'flow runs with roles of their own': {
    flow_runs: { execution_role: {}, task_role: { statements: [OWN_STATEMENT] } },
  },
  'flow runs in a network that the work pool decides': { flow_runs: { network: 'as_variables' } },
  'trust in every source': { roles: { source_conditions: false } },
  'a log group that the driver makes': { logs: { group: 'by_driver' } },
  'no log': { logs: { group: 'none' } },
  'a cluster of others': { cluster: { existing: 'shared' }, names: { pattern: '{name}-{kind}' } },
  GovCloud: { region: 'us-gov-west-1', api_key: { kms_key: key('aws-us-gov', 'us-gov-west-1') } },
  China: { region: 'cn-north-1', api_key: { kms_key: key('aws-cn', 'cn-north-1') } },
  'every option of roles, secrets and settings at once': {
    ...SELF_HOSTED,
    api_key: { version: 2, kms_key: { ssm_parameter: '/team/key' } },
    names: { random_suffix: true, pattern: '{name}-{kind}', execution_role: 'our-execution', task_policy: 'our-task' },
    prefect: {
      api_url: { ssm_parameter: '/team/api-url' },
      auth: 'auth_string',
      work_queues: ['high', '${low}'],
      worker_name: 'worker ${1}',
      limit: 5,
      prefetch_seconds: 3,
      install_policy: 'never',
      create_pool_if_not_found: true,
      settings: { PREFECT_LOGGING_LEVEL: 'DEBUG' },
      ca_certificate: { secret_arn: SECRET.replace('us-east-1', 'eu-west-1'), kms_key: key('aws', 'eu-west-1') },
      custom_headers: { secret_name: 'team/headers', version_stage: 'AWSCURRENT', kms_key: { alias: 'alias/team' } },
    },
    roles: {
      path: '/team/data/',
      permissions_boundary: { ssm_parameter: '/team/boundary' },
      execution: { policies: [{ ssm_parameter: '/team/policy' }], statements: [OWN_STATEMENT] },
      task: {
        policies: [`arn:aws:iam::${ACCOUNT}:policy/team/other`, { ssm_parameter: '/team/policy' }],
        statements: [OWN_STATEMENT],
        register_task_definitions: 'own_families',
      },
    },
    worker: {
      environment: { A: 'x${var.name}%{y}', B: { stack: 'subnet_ids' }, C: { ssm_parameter: '/team/api-url' } },
      secrets: {
        DB: { secret_name: 'team/db', json_key: 'url', kms_key: KEY },
        LICENSE: { ssm_parameter: '/team/license', kms_key: KEY },
        TOKEN: { create: true, version: 2, kms_key: { alias: 'alias/team' } },
      },
    },
  },
  'CI jobs of GitHub that push images': {
    worker_image: `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/team/prefect:1`,
    image: { repository: { name: 'team/flows' } },
    api_key: { kms_key: KEY },
    ci_role: { github: 'acme/flows', tags: ['v*'], environments: ['production'], read_api_key: true },
  },
  'CI jobs of GitLab in China that upload code': {
    region: 'cn-north-1',
    bucket: { name: 'team-code', kms_key: key('aws-cn', 'cn-north-1') },
    flow_runs: { task_role: {} },
    image: { code: { s3: {} } },
    ci_role: { gitlab: 'acme/data/flows', create_provider: true },
  },
  'the reference': { preset: 'reference' },
};

const STACKS: readonly (readonly [string, Environment])[] = [
  ...loadExamples().map((environment) => [`examples/${environment.name}`, environment] as const),
  ...Object.entries(VARIANTS).map(
    ([words, fields], index) => [`a stack with ${words}`, environmentOf(fields, `case-${index}`)] as const,
  ),
];

real('as Terraform plans them, of the roles and queues of', () => {
  let emulator: Emulator;
  let plans: readonly PlannedPolicies[];

  beforeAll(async () => {
    emulator = await Emulator.start();
    const folder = scratchFolder();
    const stacks = await makeLookedUp(
      emulator,
      join(folder, 'looked-up'),
      STACKS.map(([, environment]) => stackToPlan(environment)),
      PARAMETERS,
    );
    plans = await planTogether(stacks, join(folder, 'stacks'), emulator);
    // All stacks in one plan take as long as many tests.
  }, 900_000);
  afterAll(() => emulator?.stop());

  describe.each(STACKS)('%s', (words, environment) => {
    let planned: PlannedStack;
    beforeAll(async () => {
      const index = STACKS.findIndex(([other]) => other === words);
      planned = await plannedStack(environment, plans[index] as PlannedPolicies);
    });

    for (const { who, may, rows } of expectations(environment)) {
      test.each(rows)(`${who} ${may ? 'may' : 'may not'} %s`, (_what, calls) => {
        const role = who === 'the worker' ? planned.worker : planned.execution;
        expect(calls(planned.here).filter((call) => allows(role, call) !== may)).toEqual([]);
      });
    }

    test.each(TAKING_ON)('beside own tasks, %s may not be one of its roles', async (_who, bySource, call) => {
      const guarded = environment.preset === 'hardened' && environment.roles.sourceConditions;
      const own = takesOn(planned.here);
      for (const { arn, trust } of planned.taskRoles) {
        expect([arn, judge([trust], own).allowed]).toEqual([arn, true]);
        const verdict = judge([trust], { ...own, ...call(planned.here) }).allowed;
        expect([arn, verdict]).toEqual([arn, bySource && !guarded]);
      }
    });

    test('its other roles may do what they are for, and nothing that they are not for', async () => {
      const { here, policies } = planned;
      const others = policies.roles().filter((name) => !WORKERS_ROLES.includes(name));
      const logGroup = (name: string) => String(policies.values('aws_cloudwatch_log_group', name)?.['name']);
      for (const name of others) {
        const role = (await policies.role(name, here.iam)) as PlannedRole;
        const { may, mayNot, service } = OTHER_ROLES.find(([pattern]) => pattern.test(name))?.[1] ?? unknownRole(name);
        expect([name, may(here, logGroup).filter((call) => !allows(role, call))]).toEqual([name, []]);
        expect([name, mayNot.flatMap(([, calls]) => calls(here).filter((call) => allows(role, call)))]).toEqual([
          name,
          [],
        ]);
        const takes = (Service: string) => judge([role.trust], { ...takesOn(here), caller: { Service } }).allowed;
        const services = ['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com', 'lambda.amazonaws.com'];
        expect([name, services.filter((other) => other !== service && takes(other))]).toEqual([name, []]);
      }
    });

    test('a stranger may be none of its roles, and reach nothing of it', async () => {
      const { here, policies } = planned;
      for (const caller of strangers(here)) {
        for (const name of policies.roles()) {
          const { trust } = (await policies.role(name, here.iam)) as PlannedRole;
          const verdict = judge([trust], { ...takesOn(here), caller });
          expect([caller, name, verdict.by]).toEqual([caller, name, []]);
        }
        for (const { type, name, policy, on } of policies.ownPolicies()) {
          for (const action of ON_THINGS[type] ?? unknownThing(type, name)) {
            const context = { 'aws:SecureTransport': 'true', 'aws:SourceAccount': OTHER_ACCOUNT };
            const verdict = judge([policy], { action, resource: on, caller, context });
            expect([caller, name, action, verdict.by]).toEqual([caller, name, action, []]);
          }
        }
      }
    });

    test('alarms publish to its topic, and nobody else', () => {
      const { here, policies } = planned;
      for (const { type, policy, on } of policies.ownPolicies()) {
        if (type !== 'aws_sns_topic_policy') continue;
        const wrong = publishes(here, on).filter(([, may, call]) => judge([policy], call).allowed !== may);
        expect(wrong).toEqual([]);
      }
    });

    test('who sends to its queues, and what the worker does with them', () => {
      const { here, worker, policies, observed } = planned;
      // A role with the stack file's own statements alone reads the queue only if these say so.
      const rightsAreTheirs = environment.roles.task?.ownStatements !== undefined;
      const queues = policies.queues((name) => here.arn('sqs', name));
      const mistakes = queues.flatMap(({ arn, policy, rules }) => {
        const isObserved = observed !== undefined && arn.endsWith(`:${observed}`);
        const sending = sends(here, { arn, rules: rules.map((name) => here.arn('events', `rule/${name}`)) })
          .filter(([, may, call]) => policy !== undefined && judge([policy], call).allowed !== may)
          .map(([sender, may]) => `${sender} ${may ? 'may not' : 'may'} use ${arn}`);
        const using = [
          ...receives(arn).filter((call) => worker && allows(worker, call) !== (isObserved && !rightsAreTheirs)),
          ...misuses(arn).filter((call) => worker && allows(worker, call)),
        ].map(({ action }) => `the worker: ${action} on ${arn}`);
        return [...(isObserved && policy === undefined ? [`${arn} has no policy`] : []), ...sending, ...using];
      });
      expect(environment.preset === 'reference' ? [] : mistakes).toEqual([]);
      // A worker that is told of a queue of this stack has one, which a rule fills.
      if (environment.crashDetection !== undefined && environment.crashDetection.existingQueue === undefined) {
        expect(queues.find(({ arn }) => arn.endsWith(`:${observed}`))?.rules).toHaveLength(1);
      }
    });
  });
});

/** What nobody has said the rights of would be untested. */
function unknownRole(name: string): never {
  throw new Error(`say in replayed-others.ts what the role ${name} may do`);
}

function unknownThing(type: string, name: string): never {
  throw new Error(`say in replayed-others.ts what a stranger would do to ${type}.${name}`);
}

function allows(role: PlannedRole | undefined, call: Call): boolean {
  if (role === undefined) throw new Error('no such role is planned');
  return judge(role.policies, call).allowed;
}

interface PlannedStack {
  readonly policies: PlannedPolicies;
  readonly here: Here;
  readonly worker?: PlannedRole;
  readonly execution?: PlannedRole;
  /** All that tasks of ECS may take on. */
  readonly taskRoles: readonly PlannedRole[];
  /** The name of the queue that the worker is told of. */
  readonly observed?: string;
}

async function plannedStack(environment: Environment, policies: PlannedPolicies): Promise<PlannedStack> {
  const { region, inputs, roles } = environment;
  const account = ACCOUNT;
  const partition = partitionOf(region);
  const iam = (resource: string, owner = account) => `arn:${partition}:iam::${owner}:${resource}`;
  const execution = await policies.role('prefect_worker_execution_role', iam);
  const worker = roles.oneForBoth ? execution : await policies.role('prefect_worker_task_role', iam);
  const taskRoles = await Promise.all(policies.rolesOfTasks().map((name) => policies.role(name, iam)));
  const definition = policies.values('aws_ecs_task_definition', 'prefect_worker_task_definition');
  const containers = JSON.parse(String(definition?.['container_definitions'])) as Container[];
  const container = containers.find(({ environment: own }) => own?.some(({ name }) => name === 'PREFECT_API_URL'));
  if (container === undefined) throw new Error('the worker has no container');
  const executionRole = String(definition?.['execution_role_arn'] ?? execution?.arn);
  const flowExecution = await policies.role('prefect_flow_execution_role', iam);
  const flowTask = environment.preset === 'reference' ? worker : await policies.role('prefect_flow_task_role', iam);
  const flowRoles = [flowExecution?.arn ?? executionRole, ...(flowTask ? [flowTask.arn] : [])];
  const variable = (name: string) => container.environment?.find((one) => one.name === name)?.value;
  return {
    policies,
    execution,
    worker,
    taskRoles: taskRoles.filter((role) => role !== undefined),
    observed: variable('PREFECT_INTEGRATIONS_AWS_ECS_OBSERVER_SQS_QUEUE_NAME'),
    here: {
      arn: (service, resource, owner = account, where = region) =>
        `arn:${partition}:${service}:${where}:${owner}:${resource}`,
      iam,
      partition,
      region,
      account,
      dnsSuffix: partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
      name: inputs.name,
      pool: inputs.workerWorkPoolName,
      cluster: String(policies.all('aws_ecs_cluster').map(({ values }) => values['name'] ?? values['cluster_name'])[0]),
      secrets: (container.secrets ?? []).map(({ valueFrom }) => secretArn(valueFrom)),
      keys: keysOf(environment, policies),
      logGroup: container.logConfiguration?.options['awslogs-group'],
      repository: repositoryOf(container.image),
      flowImageInEcr: environment.image.repository !== undefined && environment.flowRuns?.executionRole === undefined,
      flowRoles,
      otherRoles: [executionRole, ...(worker ? [worker.arn] : [])].filter((arn) => !flowRoles.includes(arn)),
      executionRole,
    },
  };
}

interface Container {
  readonly image: string;
  readonly environment?: readonly { readonly name: string; readonly value: string }[];
  readonly secrets?: readonly { readonly valueFrom: string }[];
  readonly logConfiguration?: { readonly options: Readonly<Record<string, string>> };
}

/** A JSON key and a version may follow the seven parts of a secret's ARN. */
function secretArn(valueFrom: string): string {
  const parts = valueFrom.split(':');
  return parts.slice(0, parts[2] === 'secretsmanager' ? 7 : 6).join(':');
}

function repositoryOf(image: string): string | undefined {
  const [, account, region = '', name] = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[a-z.]+\/([^:@]+)/.exec(image) ?? [];
  return name === undefined ? undefined : `arn:${partitionOf(region)}:ecr:${region}:${account}:repository/${name}`;
}

/** The customer-managed keys of what is injected; those of existing secrets as far as they are named. */
function keysOf({ apiKey, worker, prefect }: Environment, policies: PlannedPolicies): Key[] {
  const sources = [
    ...(apiKey.from === 'existing' ? [apiKey.source] : []),
    ...Object.values(worker.secrets),
    ...[prefect.customHeaders, prefect.caCertificate].filter((source) => source !== undefined),
  ];
  const keys = [
    ...policies.all('aws_secretsmanager_secret').map(({ mode, values }) => ({
      arn: mode === 'managed' ? values['kms_key_id'] : undefined,
      service: 'secretsmanager' as const,
    })),
    ...policies.all('aws_ssm_parameter').map(({ mode, values }) => ({
      arn: mode === 'managed' ? values['key_id'] : undefined,
      service: 'ssm' as const,
    })),
    ...sources.map(({ kmsKey, ssmParameter }) => ({
      arn: kmsKey,
      service: ssmParameter === undefined ? ('secretsmanager' as const) : ('ssm' as const),
    })),
  ];
  return keys.filter((one): one is Key => typeof one.arn === 'string' && one.arn.startsWith('arn:'));
}
