import { WARNING_IDS } from '../../src/features/acknowledge/warnings';
import { ACCOUNT } from '../helpers/emulator';

export const MARKER = 'leaked-3d9f17ab';
export const PAYLOAD = 'x${file("leak.txt")}%{ if true }T%{ endif }"q"\\z{{ a }}$${y}%%{z}<&>\u2028é\nn%{ if ${o';
/** What of it Prefect takes in a work pool's name. */
export const POOL = 'x${trimspace("leak")}"q"\\z{{ a }}$${y}é';
/** What of it the emulator's machine can have as a profile. */
export const PROFILE = 'x${file("leak.txt")}%{ if true }T%{ endif }"q"\\z{{ a }}$${y}%%{z}';

/** What of it can be a key in a secret, or the prefix of a log's streams. */
export const WORD = 'x${file("leak.txt")}%{iftrue}T%{endif}"q"\\z{{a}}$${y}%%{z}é';
/** What of it CloudWatch takes in a metric and its dimensions: one line of ASCII. */
export const METRIC = 'x${file("leak.txt")}%{ if true }T%{ endif }"q"\\z{{ a }}$${y}%%{z}<&>%{ if ${o';
/** What of it can be a kernel parameter on Fargate. */
const PARAMETER = `net.${PAYLOAD}`;
/** What of it can be an option of a mount. */
export const MOUNT_OPTION = `mode=${PAYLOAD}`;
/** A log driver takes nothing but a URL here. */
const SPLUNK = 'https://splunk.example.com:8088';
/** What of it can be the description of a rule. */
export const DESCRIPTION = 'x${var.name} {{ a }}$${y}';
/** What of it a log can be searched for. */
export const LINE = 'x${var.name}%{ if true }T%{ endif }{{ a }}$${y}%%{z}<&>é';

export const SECRET = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:prefect-AbC123`;
// One line, and no blank at its end.
export const RESOURCE = `arn:aws:s3:::${PAYLOAD.replaceAll('\n', '')}.`;
export const CONDITION_KEY = `aws:PrincipalTag/${PAYLOAD}`;
export const STATEMENT = {
  actions: ['s3:GetObject'],
  resources: [RESOURCE],
  conditions: [{ test: 'StringEquals', variable: CONDITION_KEY, values: [PAYLOAD] }],
};
export const STATE_PATH = PAYLOAD.replaceAll(/[/$%]/g, '');

export const PAIR = { [PAYLOAD]: PAYLOAD };
/** What of it can be the path of a flow. */
const ENTRYPOINT = 'x${file("leak.txt")}%{ if true }T%{ endif }"q"{{ a }}$${y}%%{z}<&>é.py:flow';
export const steps = [{ 'a.step': PAIR }];
export const deployment = {
  name: POOL,
  entrypoint: ENTRYPOINT,
  description: PAYLOAD,
  version: PAYLOAD,
  tags: [PAYLOAD],
  parameters: PAIR,
  schedules: [{ rrule: 'FREQ=DAILY', slug: PAYLOAD, parameters: PAIR }],
  build: steps,
  push: steps,
  pull: steps,
};
/** What of it can be a tag that is looked for: one line. */
export const TAG = PAYLOAD.replace('\n', '');
export const tags = { Text: TAG };
export const rule = { port: 443, security_group: { tags }, description: DESCRIPTION };
export const fromSecret = { secret_arn: SECRET, json_key: WORD };
export const valueFrom = `${SECRET}:${WORD}::`;
export const log = {
  log_driver: 'splunk',
  options: { ...PAIR, 'splunk-url': SPLUNK },
  secret_options: { [PAYLOAD]: fromSecret, 'splunk-token': fromSecret },
};
export const tmpfs = [{ container_path: '/cache', mount_options: [MOUNT_OPTION] }];
export const container = {
  command: [PAYLOAD],
  entry_point: [PAYLOAD],
  environment: { TEXT: PAYLOAD },
  health_check: { command: ['CMD', PAYLOAD] },
  docker_labels: PAIR,
  secrets: { TOKEN: fromSecret },
  tmpfs,
  attributes: {
    workingDirectory: PAYLOAD,
    systemControls: [{ namespace: PARAMETER, value: PAYLOAD }],
    linuxParameters: { capabilities: { drop: [PAYLOAD] } },
  },
};
export const workerContainer = {
  ...container,
  log_configuration: log,
  sidecars: {
    beside: {
      image: 'beside:1',
      ...container,
      log_configuration: log,
      firelens_configuration: { type: 'fluentbit', options: PAIR },
    },
    // A log router is for a container that sends its log to it.
    sender: { image: 'sender:1', log_configuration: { log_driver: 'awsfirelens', options: { Name: 'stdout' } } },
  },
};
export const LOG = {
  logDriver: 'splunk',
  options: { ...PAIR, 'splunk-url': SPLUNK },
  secretOptions: [
    { name: PAYLOAD, valueFrom },
    { name: 'splunk-token', valueFrom },
  ],
};
/** Such a container, as ECS gets it. */
export const CONTAINER = {
  command: expect.arrayContaining([PAYLOAD]),
  entryPoint: [PAYLOAD],
  environment: expect.arrayContaining([{ name: 'TEXT', value: PAYLOAD }]),
  healthCheck: expect.objectContaining({ command: ['CMD', PAYLOAD] }),
  dockerLabels: PAIR,
  secrets: expect.arrayContaining([{ name: 'TOKEN', valueFrom }]),
  workingDirectory: PAYLOAD,
  systemControls: [{ namespace: PARAMETER, value: PAYLOAD }],
  linuxParameters: expect.objectContaining({ tmpfs: [expect.objectContaining({ mountOptions: [MOUNT_OPTION] })] }),
};
export const service = {
  autoscaling: {
    max: 2,
    metrics: { late: { namespace: 'Prefect', metric_name: METRIC, dimensions: { [METRIC]: METRIC }, target: 1 } },
    steps: [
      {
        namespace: 'Prefect',
        metric_name: METRIC,
        dimensions: { [METRIC]: METRIC },
        comparison_operator: 'GreaterThanThreshold',
        threshold: 1,
        adjustments: [{ lower_bound: 0, scaling_adjustment: 1 }],
      },
    ],
  },
};
export const flowContainers = {
  docker_labels: PAIR,
  secrets: { TOKEN: fromSecret },
  tmpfs,
  attributes: { workingDirectory: PAYLOAD, systemControls: [{ namespace: PARAMETER, value: PAYLOAD }] },
  log: { stream_prefix: WORD },
  sidecars: {
    beside: {
      image: 'beside:1',
      command: [PAYLOAD],
      entry_point: [PAYLOAD],
      environment: { TEXT: PAYLOAD },
      secrets: { TOKEN: fromSecret },
      health_check: { command: ['CMD', PAYLOAD] },
      docker_labels: PAIR,
      tmpfs,
    },
  },
};

export const all = (paths: readonly string[], ...fields: readonly string[]) =>
  paths.flatMap((path) => fields.map((field) => `${path}.${field}`));
/** Maps whose keys are free too. */
const maps = (...paths: readonly string[]) => all(paths, 'KEY', '*');

const WORKERS = ['worker', 'workers.*.worker'];
/** Those of an environment, and a further worker's own. */
const FLOW_RUNS = ['flow_runs', 'workers.*.flow_runs'];
const MAINS = [...WORKERS, ...FLOW_RUNS];
const SIDECARS = all(MAINS, 'sidecars.*');
const CONTAINERS = [...MAINS, ...SIDECARS];
const LOGS = all(CONTAINERS, 'log_configuration');

const STATEMENTS = [
  ...all(['roles.execution', 'roles.task'], 'statements[]', 'own_statements[]'),
  'ci_role.statements[]',
  ...all(FLOW_RUNS, 'execution_role.statements[]', 'task_role.statements[]', 'execution_role.own_statements[]'),
];

/** The fields that take text which Terraform could evaluate. Where the payload arrives is tested below. */
export const FREE_TEXT = [
  // A reason to accept a warning, which reaches no document.
  ...WARNING_IDS.map((id) => `acknowledge.${id}`),
  ...['worker_extra_pip_packages', 'worker_work_pool_name', 'workers.*.worker_work_pool_name'],
  ...['prefect.worker_name', 'prefect.work_queues[]', 'workers.*.work_queues[]'],
  ...['aws.profile', 'backend.s3.profile', 'backend.local.path'],
  'logs.stream_prefix',
  'alarms.worker_log.lines[]',
  'prefect.settings.*',
  ...all(['api_key', 'prefect.api_url.secret', 'prefect.ca_certificate', 'prefect.custom_headers'], 'json_key'),
  'prefect.api_url.key_of_api_key_secret',
  // What is found by its tags.
  ...maps('vpc_id.tags', 'worker_subnets.tags', ...all(FLOW_RUNS, 'subnets.tags')),
  ...maps(...all(['network', ...FLOW_RUNS, 'capacity.ec2'], 'security_groups[].tags')),
  ...[
    'network.egress[]',
    'network.ingress[]',
    'network.admitted_by[]',
    ...all(FLOW_RUNS, 'own_security_group.egress[]', 'own_security_group.ingress[]'),
  ].flatMap((rules) => [`${rules}.description`, ...maps(`${rules}.security_group.tags`)]),
  // Containers of the workers' tasks, and what starts them.
  ...all([...WORKERS, ...SIDECARS], 'command[]', 'environment.*'),
  ...all(CONTAINERS, 'entry_point[]', 'health_check.command[]', 'secrets.*.json_key'),
  ...maps(
    ...all(CONTAINERS, 'docker_labels', 'attributes'),
    ...all(
      CONTAINERS.filter((one) => one.includes('sidecars')),
      'firelens_configuration.options',
    ),
  ),
  // What is behind the name of the option.
  ...all(CONTAINERS, 'tmpfs[].mount_options[]'),
  ...maps(...all(LOGS, 'options')),
  ...all(LOGS, 'secret_options.KEY', 'secret_options.*.json_key'),
  ...['service', 'workers.*.service'].flatMap((one) => [
    ...all([`${one}.autoscaling.steps[]`, `${one}.autoscaling.metrics.*`], 'metric_name'),
    ...maps(...all([`${one}.autoscaling`], 'steps[].dimensions', 'metrics.*.dimensions')),
  ]),
  'capacity.ec2.user_data',
  // Flow runs.
  ...all(FLOW_RUNS, 'environment.*', 'log.stream_prefix'),
  ...maps(...all(FLOW_RUNS, 'variables', 'job_configuration')),
  // Statements of roles.
  ...all(STATEMENTS, 'resources[]', 'conditions[].variable', 'conditions[].values[]'),
  'outputs.*.description',
  // The user's own Prefect project: Prefect reads {{ }} in it.
  ...['project', 'project.deployments[]'].flatMap((one) =>
    all([one], 'build[]', 'push[]', 'pull[]').flatMap((step) => maps(`${step}.*`)),
  ),
  ...all(
    ['project.deployments[]'],
    'name',
    'entrypoint',
    'description',
    'version',
    'tags[]',
    'work_pool',
    'work_queue',
  ),
  ...maps(...all(['project.deployments[]'], 'parameters', 'job_variables', 'attributes', 'schedules[].parameters')),
  'project.deployments[].schedules[].slug',
  // What fits these is shorter than the payload: see evaluated-text.test.ts.
  ...all(['aws.assume_role', 'backend.s3'], 'role_arn'),
  ...all(['backend.http'], 'address', 'lock_address', 'unlock_address'),
  ...all(['roles.execution', 'roles.task', ...all(FLOW_RUNS, 'execution_role', 'task_role')], 'existing', 'policies[]'),
  'ci_role.policies[]',
  ...['capacity.ec2.policies[]', 'image.repository.pull_from[]', ...all(FLOW_RUNS, 'passable_roles[]', 'image')],
  ...['roles.path', 'roles.permissions_boundary', 'worker_task_role_arn', 'alarms.email[]'],
  'project.image_tag',
  ...all(['service', 'workers.*.service'], 'service_connect.namespace'),
  ...all(['project.deployments[].schedules[]'], 'cron', 'timezone'),
  // An operator of IAM, or it is refused.
  ...all(STATEMENTS, 'conditions[].test'),
  // A variable of the template, or it is refused.
  ...all(FLOW_RUNS, 'template.remove_variables[]'),
  // Terraform's own language, by what it is for.
  'outputs.*.expression',
  ...['overrides', 'terraform'],
];
