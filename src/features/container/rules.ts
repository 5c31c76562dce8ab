import { type Finding, isGiven, type Rule, when } from '../../environment/rule';
import { sourceFits } from '../secrets/rules';
import { type InTask, ofContainers, type Task } from './of-tasks';

const IN_ECR = /^[0-9]{12}\.dkr[.-]ecr/;
/** Whose /tmp is no volume. */
const PREFECTS_OWN_IMAGE = /^(docker\.io\/)?prefecthq\//;

/** Root, by name or number. */
function isRoot(user: string): boolean {
  return /^(root|0)(:|$)/.test(user);
}

const entered = ofContainers(({ container }, { exec, execPath, mainName }) =>
  when(
    exec && container.readonlyRootFilesystem,
    execPath,
    `must be false with readonly_root_filesystem (${mainName}): ECS Exec writes its agent into the container`,
  ),
);

const writableTmp: Rule = (environment) =>
  ofContainers(({ container, image, at }, { hasTmpfs, isOnFargate }) => {
    const { readonlyRootFilesystem, temporaryFiles, user, tmpfs } = container;
    return [
      ...when(
        isGiven(environment, at('temporary_files')) && !readonlyRootFilesystem,
        at('temporary_files'),
        'must be left out without readonly_root_filesystem: /tmp can be written as it is',
      ),
      ...[[temporaryFiles === 'tmpfs', 'temporary_files'] as const, [tmpfs.length > 0, 'tmpfs'] as const].flatMap(
        ([isWanted, field]) =>
          when(
            isWanted && !hasTmpfs,
            at(field),
            'must not be used on Fargate in this region: it has tmpfs in the commercial regions alone',
            'use volumes, or instances (capacity.type: ec2)',
          ),
      ),
      ...when(
        temporaryFiles === 'volume' &&
          isOnFargate &&
          user !== undefined &&
          !isRoot(user) &&
          PREFECTS_OWN_IMAGE.test(image),
        at('user'),
        'must be left out where /tmp is a volume on Fargate: it is root’s alone there, and Prefect could write nothing',
        'use temporary_files: tmpfs where the region has one, or an image of your own with VOLUME /tmp that belongs to the user',
      ),
    ];
  })(environment);

const onlyOnInstances = ofContainers(({ container: { gpus, logConfiguration }, at }, { isOnFargate }) => [
  ...when(
    isOnFargate && gpus !== undefined,
    at('gpus'),
    'must be left out on Fargate, which has no GPUs',
    'instances have them: capacity.type: ec2, or flow_runs.capacity: ec2',
  ),
  ...when(
    isOnFargate && typeof logConfiguration === 'object' && !FARGATE_DRIVERS.includes(logConfiguration.logDriver),
    at('log_configuration', 'log_driver'),
    `must be one that Fargate has: ${FARGATE_DRIVERS.join(', ')}`,
  ),
]);

const FARGATE_DRIVERS: readonly string[] = ['awslogs', 'splunk', 'awsfirelens'];

const health = ofContainers(({ container, isMain, at }, { isWorker }) =>
  when(
    container.healthCheck !== undefined && container.healthCheck.command === undefined && !(isMain && isWorker),
    at('health_check', 'command'),
    'is required: only the worker has a health check of its own',
    'write [CMD, WORD, …] or [CMD-SHELL, LINE]',
  ),
);

const limitsFit = ofContainers(({ container, at }) =>
  container.ulimits.flatMap(({ softLimit, hardLimit }, index) =>
    when(softLimit > hardLimit, at('ulimits', index), 'must have a soft_limit of at most the hard_limit'),
  ),
);

const registries = ofContainers(({ container: { repositoryCredentials: secret }, image, at }) => {
  if (secret === undefined) return [];
  const path = at('repository_credentials');
  return [
    ...when(
      (secret.secretArn === undefined) === (secret.secretName === undefined),
      path,
      'must name one secret: secret_arn or secret_name',
    ),
    ...when(IN_ECR.test(image), path, 'must be left out for an image in ECR: the execution role pulls it'),
  ];
});

/** Fields that others decide; changing them here would pull the container apart from what is around it. */
const DECIDED: Readonly<Record<string, (container: InTask, task: Task) => string>> = {
  name: () => 'the stack',
  image: ({ isMain }, { isWorker, at }) => (isMain && isWorker ? 'worker_image' : `${at('image').join('.')}`),
  essential: ({ isMain }) => (isMain ? 'the stack: the task ends with this container' : 'essential'),
  environment: () => 'environment',
  secrets: () => 'secrets',
  mountPoints: ({ isMain }) => (isMain ? 'volumes' : 'mounts'),
};

const ownAttributes = ofContainers((inTask, task) =>
  Object.keys(inTask.container.attributes).flatMap((name) =>
    when(
      Object.hasOwn(DECIDED, name),
      inTask.at('attributes', name),
      `must not be set here: it is decided by ${DECIDED[name]?.(inTask, task)}`,
    ),
  ),
);

/** The secrets and variables of sidecars; those of the worker and of flow runs have rules of their own. */
const sidecarVariables = ofContainers(({ container, isMain, at }): Finding[] => {
  if (isMain) return [];
  const { environment = {}, secrets = {} } = container;
  return Object.entries(secrets).flatMap(([variable, secret]) => [
    ...sourceFits(secret, at('secrets', variable)),
    ...when(variable in environment, at('secrets', variable), 'must not be set twice: the environment has it too'),
  ]);
});

export const CONTAINER_RULES: readonly Rule[] = [
  entered,
  writableTmp,
  onlyOnInstances,
  health,
  limitsFit,
  registries,
  ownAttributes,
  sidecarVariables,
];
