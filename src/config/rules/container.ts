import { everyWorker, isOnFargate, type WorkerInFile } from '../every-worker';
import type { ConfiguredSidecar } from '../groups/sidecar';
import { PRESETS } from '../presets';
import type { Config } from '../schema';
import { takesTmpfs } from '../worker-settings';
import { type Finding, type ConfigRule as Rule, when } from './rule';

const IN_ECR = /^[0-9]{12}\.dkr[.-]ecr/;
/** Whose /tmp is no volume. */
const PREFECTS_OWN_IMAGE = /^(docker\.io\/)?prefecthq\//;

/** Root, by name or number. */
function isRoot(user: string): boolean {
  return /^(root|0)(:|$)/.test(user);
}

const rules = (check: (worker: WorkerInFile, config: Config) => Finding[]): Rule => {
  return (config) => everyWorker(config).flatMap((worker) => check(worker, config));
};

const packagesAtStart = rules(({ worker, at }, config) => {
  const packages = config.workerExtraPipPackages ?? PRESETS[config.preset].workerExtraPipPackages;
  const wayOut = 'build the packages into worker_image, and set worker_extra_pip_packages: ""';
  return [
    ...when(
      worker.readOnlyRootFilesystem && packages !== '',
      at('worker', 'read_only_root_filesystem'),
      'must be false with worker_extra_pip_packages, which are installed at every start',
      wayOut,
    ),
    ...when(
      worker.entryPoint !== undefined && packages !== '',
      at('worker', 'entry_point'),
      'must be left out with worker_extra_pip_packages, which the image’s own entry point installs',
      wayOut,
    ),
  ];
});

const enteringIt = rules(({ worker, service, at }, { roles }) => {
  const exec = service.enableExecuteCommand;
  return [
    ...when(
      exec && worker.readOnlyRootFilesystem,
      at('service', 'enable_execute_command'),
      'must be false with worker.read_only_root_filesystem: ECS Exec writes its agent into the container',
    ),
    ...when(
      exec && roles.task?.none,
      at('service', 'enable_execute_command'),
      'must be false with roles.task.none: ECS Exec works with the rights of the task role',
    ),
  ];
});

const writableTmp = rules((worker, { region, preset }) => {
  const { readOnlyRootFilesystem, temporaryFiles, user, tmpfs } = worker.worker;
  const image = worker.image ?? PRESETS[preset].workerImage;
  const noTmpfs = !takesTmpfs(worker, region);
  const isVolume = readOnlyRootFilesystem && (temporaryFiles ?? (noTmpfs ? 'volume' : 'tmpfs')) === 'volume';
  return [
    ...when(
      temporaryFiles !== undefined && !readOnlyRootFilesystem,
      worker.at('worker', 'temporary_files'),
      'must be left out without read_only_root_filesystem: /tmp can be written as it is',
    ),
    ...[[temporaryFiles === 'tmpfs', 'temporary_files'] as const, [tmpfs.length > 0, 'tmpfs'] as const].flatMap(
      ([isWanted, field]) =>
        when(
          isWanted && noTmpfs,
          worker.at('worker', field),
          'must not be used on Fargate in this region: it has tmpfs in the commercial regions alone',
          'use volumes, or instances (capacity.type: ec2)',
        ),
    ),
    ...when(
      isVolume && isOnFargate(worker) && user !== undefined && !isRoot(user) && PREFECTS_OWN_IMAGE.test(image),
      worker.at('worker', 'user'),
      'must be left out where /tmp is a volume on Fargate: it is root’s alone there, and Prefect could write nothing',
      'use temporary_files: tmpfs where the region has one, or an image of your own with VOLUME /tmp that belongs to the user',
    ),
  ];
});

/** Settings of `prefect` that end in the command that we write. */
const IN_COMMAND = {
  work_queues: 'workQueues',
  worker_name: 'workerName',
  limit: 'limit',
  prefetch_seconds: 'prefetchSeconds',
  install_policy: 'installPolicy',
  create_pool_if_not_found: 'createPoolIfNotFound',
} as const;

const ownCommand = rules(({ worker, at }, { prefect, preset }) => {
  const { command, healthCheck } = worker;
  if (command === undefined) return [];
  const isServed = command !== 'image' && command.includes('--with-healthcheck');
  const isOurs =
    healthCheck === undefined
      ? PRESETS[preset].guardedTask
      : healthCheck !== false && healthCheck.command === undefined;
  return [
    ...Object.entries(IN_COMMAND).flatMap(([field, key]) =>
      when(
        prefect[key] !== undefined,
        at('worker', 'command'),
        `must be left out beside prefect.${field}, which is a part of the command that we write`,
        'write it into the command, and take the other away',
      ),
    ),
    ...when(
      command === 'image' && prefect.caCertificate !== undefined,
      at('worker', 'command'),
      'must be a list of words with prefect.ca_certificate: what writes the certificate must know what to start then',
    ),
    ...when(
      isOurs && !isServed,
      at('worker', 'command'),
      'must have --with-healthcheck in it, which our health check asks',
      'or say how health is seen: worker.health_check, a command of your own or false',
    ),
  ];
});

const volumesFit = rules((inFile, { roles }) => {
  const { volumes, tmpfs } = inFile.worker;
  const { at } = inFile;
  const paths = [
    ...Object.values(volumes).flatMap(({ containerPath }) => (containerPath === undefined ? [] : [containerPath])),
    ...tmpfs.map(({ containerPath }) => containerPath),
  ];
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  return [
    ...when(twice !== undefined, at('worker', 'volumes'), `must not mount two things at ${twice}`),
    ...Object.entries(volumes).flatMap(([name, { efs, hostPath }]) => {
      const path = (...below: string[]) => at('worker', 'volumes', name, ...below);
      return [
        ...when(efs !== undefined && hostPath !== undefined, path(), 'must be one thing: efs or host_path'),
        ...when(
          efs?.accessPointId !== undefined && (efs.rootDirectory ?? '/') !== '/',
          path('efs', 'root_directory'),
          'must be left out beside access_point_id, whose own directory it is',
        ),
        ...when(
          efs && !efs.transitEncryption && (efs.iam || efs.accessPointId !== undefined),
          path('efs', 'transit_encryption'),
          'must be true with an access point or with iam, which need it',
          'iam: false where the file system lets everybody in',
        ),
        ...when(
          efs?.transitEncryptionPort !== undefined && !efs.transitEncryption,
          path('efs', 'transit_encryption_port'),
          'must be left out with transit_encryption: false',
        ),
        ...when(
          efs?.iam && roles.task?.none,
          path('efs', 'iam'),
          'must be false with roles.task.none: there is no role to mount it as',
        ),
        ...when(name === TEMPORARY, path(), `must have another name: ${TEMPORARY} is the volume of temporary_files`),
      ];
    }),
  ];
});

/** The volume that temporary_files: volume makes. */
const TEMPORARY = 'tmp';

const filesReached: Rule = (config) => {
  const { egress, securityGroups, defaultSecurityGroup } = config.network;
  if (!Array.isArray(egress) || securityGroups.length > 0 || defaultSecurityGroup) return [];
  const isOpen = egress.some(
    ({ protocol, port, fromPort = port ?? 0, toPort = port ?? 0 }) =>
      protocol === 'all' || (protocol === 'tcp' && fromPort <= 2049 && toPort >= 2049),
  );
  return everyWorker(config).flatMap(({ worker, at }) =>
    Object.entries(worker.volumes).flatMap(([name, { efs }]) =>
      when(
        efs !== undefined && !isOpen,
        at('worker', 'volumes', name, 'efs'),
        'needs port 2049, which no rule of network.egress lets out',
        'add a rule to the file system’s group: port: 2049, security_group: …',
      ),
    ),
  );
};

const limitsFit = rules(({ worker, at }) =>
  worker.ulimits.flatMap(({ softLimit, hardLimit }, index) =>
    when(softLimit > hardLimit, at('worker', 'ulimits', index), 'must have a soft_limit of at most the hard_limit'),
  ),
);

const registries = rules(({ worker, image, at }) => [
  ...registry(worker.registryCredentials, image ?? '', at('worker', 'registry_credentials')),
  ...Object.entries(worker.sidecars).flatMap(([name, sidecar]) =>
    registry(sidecar.registryCredentials, sidecar.image, at('worker', 'sidecars', name, 'registry_credentials')),
  ),
]);

function registry(
  secret: ConfiguredSidecar['registryCredentials'],
  image: string,
  path: ReturnType<WorkerInFile['at']>,
): Finding[] {
  if (secret === undefined) return [];
  return [
    ...when(
      (secret.secretArn === undefined) === (secret.secretName === undefined),
      path,
      'must name one secret: secret_arn or secret_name',
    ),
    ...when(IN_ECR.test(image), path, 'must be left out for an image in ECR: the execution role pulls it'),
  ];
}

/** Fields that others decide; changing them here would pull the container apart from what is around it. */
const DECIDED = ['name', 'image', 'environment', 'secrets', 'mountPoints'];

const ownAttributes = rules(({ worker, at }) => [
  ...decided(worker.attributes, at('worker', 'attributes')),
  ...Object.entries(worker.sidecars).flatMap(([name, { attributes }]) =>
    decided(attributes, at('worker', 'sidecars', name, 'attributes')),
  ),
]);

function decided(attributes: object, path: ReturnType<WorkerInFile['at']>): Finding[] {
  return Object.keys(attributes).flatMap((key) =>
    when(DECIDED.includes(key), [...path, key], 'must not be set here: a field of its own decides it'),
  );
}

const oneCreatedSecret: Rule = ({ workers }) =>
  Object.entries(workers).flatMap(([name, { worker }]) =>
    Object.entries(worker?.secrets ?? {}).flatMap(([variable, { create }]) =>
      when(
        create,
        ['workers', name, 'worker', 'secrets', variable, 'create'],
        'must be false in a further worker: secrets are made for all workers, in worker.secrets of the first',
      ),
    ),
  );

export const CONTAINER_RULES: readonly Rule[] = [
  packagesAtStart,
  enteringIt,
  writableTmp,
  ownCommand,
  volumesFit,
  filesReached,
  limitsFit,
  registries,
  ownAttributes,
  oneCreatedSecret,
];
