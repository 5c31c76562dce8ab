import { valueAt } from '../../environment/origin';
import { decidedBy, each, exactlyOne, type Finding, noEffect, type Rule, when } from '../../environment/rule';
import { type Path, pathInWords } from '../../stack-file/path';
import { inTable } from '../../values/in-table';
import { isOnFargate } from '../capacity/on-fargate';
import { sourceFits } from '../secrets/rules';
import { workersOf } from '../workers/workers-of';
import { HEALTH_IN_WORDS } from './health-command';
import { type InTask, ofContainers, type Task } from './of-tasks';
import { isRoot, PREFECTS_OWN_IMAGE } from './resolve';

const IN_ECR = /^[0-9]{12}\.dkr[.-]ecr/;

const entered = ofContainers(({ container }, { exec, execPath, mainName }) =>
  when(
    exec && container.readonlyRootFilesystem,
    execPath,
    `must be false with readonly_root_filesystem (${mainName}): ECS Exec writes its agent into the container`,
    'set one of the two to false',
  ),
);

const writableTmp: Rule = (environment) =>
  ofContainers(({ container, startedImage, at }, { hasTmpfs, isOnFargate }) => {
    const { readonlyRootFilesystem, temporaryFiles, user, tmpfs } = container;
    return [
      ...noEffect(
        environment.isInFile(at('temporary_files')) && !readonlyRootFilesystem,
        at('temporary_files'),
        'without readonly_root_filesystem, /tmp is writable anyway',
        'set readonly_root_filesystem: true',
      ),
      ...[[temporaryFiles === 'tmpfs', 'temporary_files'] as const, [tmpfs.length > 0, 'tmpfs'] as const].flatMap(
        ([isWanted, field]) =>
          when(
            isWanted && !hasTmpfs,
            at(field),
            'tmpfs is not available on Fargate in this region, only in the commercial regions',
            'use volumes, or EC2 instances (capacity.type: ec2)',
          ),
      ),
      ...when(
        temporaryFiles === 'volume' &&
          isOnFargate &&
          !isRoot(user) &&
          // Its /tmp is no volume.
          PREFECTS_OWN_IMAGE.test(startedImage),
        at('user'),
        'must be root where /tmp is a volume on Fargate: only root can write to it',
        'remove user; set temporary_files: tmpfs, which commercial regions have; or use an image with a VOLUME /tmp that belongs to the user',
      ),
    ];
  })(environment);

const onlyOnInstances = ofContainers(({ container: { gpus, logConfiguration, attributes }, at }, { isOnFargate }) => {
  const drivers: [Path, unknown][] = [
    [at('log_configuration', 'log_driver'), valueAt(logConfiguration, ['logDriver'])],
    [at('attributes', 'logConfiguration', 'logDriver'), valueAt(attributes, ['logConfiguration', 'logDriver'])],
  ];
  return [
    ...when(
      isOnFargate && gpus !== undefined,
      at('gpus'),
      'GPUs are not available on Fargate',
      'run the container on EC2 instances: capacity.type: ec2, or flow_runs.capacity: ec2',
    ),
    ...drivers.flatMap(([path, driver]) =>
      when(
        isOnFargate && typeof driver === 'string' && !FARGATE_DRIVERS.includes(driver),
        path,
        `is not available on Fargate; allowed: ${FARGATE_DRIVERS.join(', ')}`,
        'set one of these, or use instances: capacity.type: ec2, or flow_runs.capacity: ec2',
      ),
    ),
  ];
});

/** The host of such an image is the machine that runs the task. */
const registryIsReached: Rule = (environment) => [
  ...each(workersOf(environment), (worker) => onMachine(isOnFargate(worker), worker.image, worker.at('worker_image'))),
  ...ofContainers(({ image, isMain, at }, task) =>
    isMain && task.isWorker ? [] : onMachine(task.isOnFargate, image, at('image')),
  )(environment),
];

function onMachine(isFargate: boolean, image: string, path: Path): Finding[] {
  return when(
    isFargate && /^(localhost|host\.docker\.internal|0\.0\.0\.0|127(\.[0-9]+){3})[:/]/.test(image),
    path,
    'is in a registry on the machine itself, and a machine of Fargate has none',
    'push the image to ECR, and set it there',
  );
}

const FARGATE_DRIVERS: readonly string[] = ['awslogs', 'splunk', 'awsfirelens'];

const health = ofContainers(({ container, isMain, at }, { isWorker }) =>
  when(
    container.healthCheck !== undefined && container.healthCheck.command === undefined && !(isMain && isWorker),
    at('health_check', 'command'),
    'is required: only the worker has a default health check',
    `for example command: ${HEALTH_IN_WORDS}`,
  ),
);

/** Sources: API_ContainerDefinition.html of ECS; on instances, ECS has no limit. */
const MOST_SECONDS_ON_FARGATE = 120;

/** fs.nr_open of Linux, which a task cannot raise. Source: https://docs.kernel.org/admin-guide/sysctl/fs.html#nr-open */
const MOST_FILES_ON_FARGATE = 1_048_576;

const onFargate = ofContainers(
  ({ container: { stopTimeout, startTimeout, attributes, ulimits }, at }, { isOnFargate }) => {
    if (!isOnFargate) return [];
    const seconds: [Path, unknown][] = [
      [at('stop_timeout'), stopTimeout],
      [at('start_timeout'), startTimeout],
      [at('attributes', 'stopTimeout'), attributes['stopTimeout']],
      [at('attributes', 'startTimeout'), attributes['startTimeout']],
    ];
    return [
      ...seconds.flatMap(([path, value]) =>
        when(
          typeof value === 'number' && value > MOST_SECONDS_ON_FARGATE,
          path,
          `must be at most ${MOST_SECONDS_ON_FARGATE} on Fargate`,
          `set ${MOST_SECONDS_ON_FARGATE} or less; only EC2 instances wait longer (capacity.type: ec2, flow_runs.capacity: ec2)`,
        ),
      ),
      ...ulimits.flatMap(({ name, hardLimit }, index) =>
        when(
          name === 'nofile' && hardLimit > MOST_FILES_ON_FARGATE,
          at('ulimits', index, 'hard_limit'),
          `must be at most ${MOST_FILES_ON_FARGATE} for nofile on Fargate`,
          `set ${MOST_FILES_ON_FARGATE} or less; only EC2 instances allow more (capacity.type: ec2, flow_runs.capacity: ec2)`,
        ),
      ),
    ];
  },
);

/** Attributes of a container that reserve a part of the task's size. */
const sizesFit = ofContainers(({ container: { attributes }, at }, { cpu, memory, isWorker }) => {
  const [ofCpu, ofMemory] = isWorker ? ['worker_cpu', 'worker_memory'] : ['flow_runs.cpu', 'flow_runs.memory'];
  const sizes: [name: string, most: number, field: string][] = [
    ['cpu', cpu, ofCpu],
    ['memory', memory, ofMemory],
    ['memoryReservation', memory, ofMemory],
  ];
  return sizes.flatMap(([name, most, field]) =>
    when(
      Number(attributes[name] ?? 0) > most,
      at('attributes', name),
      `must be at most ${field}, ${most}: the container is a part of the task`,
      `reduce it, or raise ${field}`,
    ),
  );
});

const limitsFit = ofContainers(({ container: { ulimits }, at }) =>
  ulimits.flatMap(({ name, softLimit, hardLimit }, index) => [
    ...when(
      softLimit > hardLimit,
      at('ulimits', index),
      'soft_limit must be at most hard_limit',
      'reduce soft_limit, or raise hard_limit',
    ),
    ...when(
      ulimits.findIndex((other) => other.name === name) < index,
      at('ulimits', index, 'name'),
      `${name} has a limit already`,
      'keep one of the two',
    ),
  ]),
);

const registries = ofContainers(({ container: { repositoryCredentials: secret }, image, at }) => {
  if (secret === undefined) return [];
  const path = at('repository_credentials');
  return [
    ...exactlyOne(path, { secret_arn: secret.secretArn !== undefined, secret_name: secret.secretName !== undefined }),
    ...noEffect(IN_ECR.test(image), path, 'the execution role pulls images from ECR without credentials'),
  ];
});

/** Attributes that other fields set; set here, they would contradict the rest of the task. */
const DECIDED: Readonly<Record<string, (container: InTask, task: Task) => string>> = {
  name: () => 'the stack',
  image: ({ isMain, at }, { isWorker }) => (isMain && isWorker ? 'worker_image' : pathInWords(at('image'))),
  essential: ({ isMain, at }) => (isMain ? 'the stack' : pathInWords(at('essential'))),
  environment: ({ at }) => pathInWords(at('environment')),
  secrets: ({ at }) => pathInWords(at('secrets')),
  mountPoints: ({ isMain, at }) => pathInWords(at(isMain ? 'volumes' : 'mounts')),
};

const ownAttributes = ofContainers((inTask, task) =>
  Object.keys(inTask.container.attributes).flatMap((name) =>
    decidedBy(inTask.at('attributes', name), inTable(DECIDED, name)?.(inTask, task)),
  ),
);

/** The secrets and variables of sidecars; those of the worker and of flow runs have rules of their own. */
const sidecarVariables = ofContainers(({ container, isMain, at }): Finding[] => {
  if (isMain) return [];
  const { environment = {}, secrets = {} } = container;
  return Object.entries(secrets).flatMap(([variable, secret]) => [
    ...sourceFits(secret, at('secrets', variable)),
    ...when(variable in environment, at('secrets', variable), 'already set in environment', 'remove one of the two'),
  ]);
});

export const CONTAINER_RULES: readonly Rule[] = [
  registryIsReached,
  entered,
  writableTmp,
  onlyOnInstances,
  health,
  onFargate,
  sizesFit,
  limitsFit,
  registries,
  ownAttributes,
  sidecarVariables,
];
