import { isDeepStrictEqual } from 'node:util';
import type { Environment } from '../../environment/environment';
import {
  each,
  eachEntry,
  exactlyOne,
  type Finding,
  faultAt,
  noEffect,
  pathsInFile,
  type Rule,
  warning,
  when,
} from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { containerFieldPath, isRoot, mountsOf } from '../container/resolve';
import { NFS, opens } from '../network/egress-rules';
import { oneSidedRules } from '../network/security-group-rules';
import { partFits, placesIn } from '../secrets/rules';
import { type Worker, workersOf } from '../workers/workers-of';
import { createdVolumes } from './created-volumes';

function ofWorkers(check: (worker: Worker, environment: Environment) => Finding[]): Rule {
  return (environment) => each(workersOf(environment), (worker) => check(worker, environment));
}

const packagesAtStart = ofWorkers(({ container, at }, { inputs }) => {
  const installs = inputs.workerExtraPipPackages !== '';
  const wayOut =
    'build the packages into worker_image, and set worker_extra_pip_packages: "" (preset: reference sets some)';
  return [
    ...when(
      container.readonlyRootFilesystem && installs,
      at('worker', ...containerFieldPath(container, ['readonly_root_filesystem'])),
      'must be false with worker_extra_pip_packages, which are installed at every start',
      wayOut,
    ),
    ...when(
      container.entryPoint !== undefined && installs,
      at('worker', ...containerFieldPath(container, ['entry_point'])),
      'is not available with worker_extra_pip_packages: the entry point of the image installs them',
      wayOut,
    ),
    ...when(
      !isRoot(container.user) && installs,
      at('worker', ...containerFieldPath(container, ['user'])),
      'must be root with worker_extra_pip_packages: only root can install packages in the image',
      wayOut,
    ),
  ];
});

/** The default health check notes in /tmp that it reached the API, and a script writes the certificate there. */
const writesTemporaryFiles = ofWorkers(({ container, at }, { prefect }) => {
  const { readonlyRootFilesystem, temporaryFiles, tmpfs, healthCheck } = container;
  const mounts = [...mountsOf(container).map(([, mount]) => mount), ...tmpfs];
  const isWritable = mounts.some(({ containerPath }) => /^\/tmp\/?$/.test(containerPath));
  const isChecked = healthCheck !== undefined && healthCheck.command === undefined;
  return when(
    readonlyRootFilesystem &&
      temporaryFiles === 'none' &&
      !isWritable &&
      (isChecked || prefect.caCertificate !== undefined),
    at('worker', 'temporary_files'),
    `must not be none with ${isChecked ? 'the default health check' : 'prefect.ca_certificate'}, which writes a file in /tmp: ${isChecked ? 'the worker would never be healthy' : 'the worker would not start'}`,
    'remove it, or mount a volume at /tmp',
  );
});

const entered = ofWorkers(({ service, at }, { roles }) =>
  when(
    service.enableExecuteCommand && roles.task?.none,
    at('service', 'enable_execute_command'),
    'must be false with roles.task.none: ECS Exec requires a task role',
    'set one of the two to false',
  ),
);

/** Settings of `prefect` that are options of the default command. */
const IN_COMMAND = [
  'work_queues',
  'worker_name',
  'limit',
  'prefetch_seconds',
  'install_policy',
  'create_pool_if_not_found',
];

const ownCommand = ofWorkers(({ container, workPoolName, at }, environment) => {
  const { command, healthCheck } = container;
  if (command === undefined) return [];
  const path = at('worker', ...containerFieldPath(container, ['command']));
  const isServed = command !== 'image' && command.some((part) => /(^|\s)--with-healthcheck(\s|$)/.test(part));
  return [
    ...pathsInFile(environment, ['prefect'], IN_COMMAND).flatMap(([, field]) =>
      faultAt(
        path,
        `is not available with prefect.${field}, which is an option of the default command`,
        `write the option into the command, and remove prefect.${field}`,
      ),
    ),
    ...poolFindings(command, workPoolName, path),
    ...when(
      command === 'image' && environment.prefect.caCertificate !== undefined,
      path,
      'must be a list of words with prefect.ca_certificate: a script writes the certificate, and then starts the command',
      'write the command as a list',
    ),
    ...when(
      healthCheck !== undefined && healthCheck.command === undefined && !isServed,
      path,
      'must contain --with-healthcheck for the default health check',
      'add it, or set worker.health_check to a command of your own or to false',
    ),
  ];
});

/** The permissions and the template of the stack are for its own pool. */
function poolFindings(command: 'image' | readonly string[], workPoolName: string, path: Path): Finding[] {
  if (command === 'image') return [];
  const words = command.join(' ').split(/\s+/);
  const start = words.findIndex((word, index) => word === 'worker' && words[index + 1] === 'start');
  const options = start < 0 ? [] : words.slice(start);
  const place = options.findIndex((word) => word === '--pool' || word === '-p');
  const pool = options.find((word) => word.startsWith('--pool='))?.slice('--pool='.length) ?? options[place + 1];
  const isNamed = place >= 0 || options.some((word) => word.startsWith('--pool='));
  const isLiteral = pool !== undefined && /^[\w-]+$/.test(pool);
  return warning(
    'other-pool',
    isNamed && isLiteral && pool !== workPoolName,
    path,
    `polls the work pool ${pool}, and the permissions of the stack are for ${workPoolName}`,
    `write --pool ${workPoolName}, or set worker_work_pool_name: ${pool}`,
  );
}

const filesReached: Rule = (environment) => {
  const { egress, requiredEgress, securityGroups, defaultSecurityGroup } = environment.network;
  if (!Array.isArray(egress) || requiredEgress || securityGroups.length > 0 || defaultSecurityGroup) return [];
  const isOpen = oneSidedRules(egress).some((rule) => opens(rule, NFS));
  return each(workersOf(environment), ({ container, at }) =>
    Object.entries(container.volumes).flatMap(([name, { efs }]) =>
      when(
        efs !== undefined && efs.create === undefined && !isOpen,
        at('worker', 'volumes', name, 'efs'),
        `requires egress on port ${NFS}, which no rule of network.egress allows`,
        `add a rule: {port: ${NFS}, security_group: SECURITY_GROUP_OF_THE_FILE_SYSTEM}`,
      ),
    ),
  );
};

/** The workers share a created file system by the name of its volume. */
const createdFileSystems: Rule = (environment) => {
  const { createSecurityGroup } = environment.network;
  const created = new Map(createdVolumes(environment));
  return each(workersOf(environment), ({ container, at }) =>
    Object.entries(container.volumes).flatMap(([name, { efs }]) => {
      if (efs?.create === undefined) return [];
      const path = at('worker', 'volumes', name, 'efs', 'create');
      return [
        ...when(
          !createSecurityGroup,
          path,
          'requires a security group of the workers, which the file system allows',
          'remove network.create_security_group: false, or set an existing file system: file_system_id',
        ),
        ...when(
          !isDeepStrictEqual(efs.create, created.get(name)),
          path,
          'differs from that of another worker, with which it shares the file system',
          'rename the volume, or remove the difference',
        ),
      ];
    }),
  );
};

/** ECS refuses a container that has a variable twice. */
const eachVariableOnce = ofWorkers(({ container, at }, { prefect }) => {
  const settings = Object.keys(prefect.settings);
  const environment = Object.keys(container.environment);
  return [
    ...environment.flatMap((name) =>
      when(
        settings.includes(name),
        at('worker', 'environment', name),
        'already set in prefect.settings',
        'remove one of the two',
      ),
    ),
    ...Object.keys(container.secrets).flatMap((name) =>
      when(
        settings.includes(name) || environment.includes(name),
        at('worker', 'secrets', name),
        'already set in worker.environment or prefect.settings',
        'remove one of the two',
      ),
    ),
  ];
});

/** A flow run that works in another region can set these for itself: flow_runs.environment. */
const ownRegion = ofWorkers(({ container: { environment: variables }, at }, { region, inputs }) =>
  ['AWS_REGION', 'AWS_DEFAULT_REGION'].flatMap((name) =>
    when(
      inputs.workerType === 'ecs' && typeof variables[name] === 'string' && variables[name] !== region,
      at('worker', 'environment', name),
      `must be ${region}: the worker looks for its cluster in this region`,
      'remove it; for flow runs in another region, set it in flow_runs.environment',
    ),
  ),
);

const oneSource = ofWorkers(({ container, at }) =>
  eachEntry(container.secrets, (name, { create, version, ...secret }) => {
    const path = at('worker', 'secrets', name);
    return [
      ...exactlyOne(path, { ...placesIn(secret), 'create: true': create === true }),
      ...noEffect(
        version !== undefined && !create,
        [...path, 'version'],
        'it applies only to a secret that this stack creates',
        'set create: true',
      ),
      ...partFits(secret, path),
    ];
  }),
);

/** A created secret's value is an input of Terraform, in lower case. */
const oneInputEach: Rule = ({ worker }) => {
  const created = Object.entries(worker.secrets).flatMap(([name, { create }]) => (create ? [name] : []));
  return created.flatMap((name, index) =>
    when(
      created.slice(0, index).some((earlier) => earlier.toLowerCase() === name.toLowerCase()),
      ['worker', 'secrets', name],
      'differs from another created secret only by case: both would have the same Terraform input',
      'rename one of the two',
    ),
  );
};

const oneCreatedSecret: Rule = (environment) =>
  eachEntry(environment.workers, (worker, { container }) => {
    const path = ['workers', worker, 'worker'];
    if (!environment.isInFile(path)) return [];
    return eachEntry(container.secrets, (variable, { create }) =>
      when(
        create,
        [...path, 'secrets', variable, 'create'],
        'must be false in a further worker: created secrets belong to all workers',
        'set create: true in the top-level worker.secrets',
      ),
    );
  });

export const WORKER_RULES: readonly Rule[] = [
  packagesAtStart,
  writesTemporaryFiles,
  entered,
  ownCommand,
  filesReached,
  createdFileSystems,
  eachVariableOnce,
  ownRegion,
  oneSource,
  oneInputEach,
  oneCreatedSecret,
];
