import type { Environment } from '../../environment/environment';
import { each, type Finding, givenOf, isGiven, type Rule, when } from '../../environment/rule';
import { partFits, placesOf } from '../secrets/rules';
import { type Worker, workersOf } from '../workers/workers-of';

function ofWorkers(check: (worker: Worker, environment: Environment) => Finding[]): Rule {
  return (environment) => each(workersOf(environment), (worker) => check(worker, environment));
}

const packagesAtStart = ofWorkers(({ container, at }, { inputs }) => {
  const installs = inputs.workerExtraPipPackages !== '';
  const wayOut =
    'build the packages into worker_image, and set worker_extra_pip_packages: "" (preset: reference sets some)';
  const isNotRoot = container.user !== undefined && !/^(root|0)(:|$)/.test(container.user);
  return [
    ...when(
      container.readonlyRootFilesystem && installs,
      at('worker', 'readonly_root_filesystem'),
      'must be false with worker_extra_pip_packages, which are installed at every start',
      wayOut,
    ),
    ...when(
      container.entryPoint !== undefined && installs,
      at('worker', 'entry_point'),
      'must be left out with worker_extra_pip_packages, which the image’s own entry point installs',
      wayOut,
    ),
    ...when(
      isNotRoot && installs,
      at('worker', 'user'),
      'must be left out with worker_extra_pip_packages: only root can install packages in the image',
      wayOut,
    ),
  ];
});

const entered = ofWorkers(({ service, at }, { roles }) =>
  when(
    service.enableExecuteCommand && roles.task?.none,
    at('service', 'enable_execute_command'),
    'must be false with roles.task.none: ECS Exec works with the rights of the task role',
  ),
);

/** Settings of `prefect` that end in the command that we write. */
const IN_COMMAND = [
  'work_queues',
  'worker_name',
  'limit',
  'prefetch_seconds',
  'install_policy',
  'create_pool_if_not_found',
];

const ownCommand = ofWorkers(({ container, at }, environment) => {
  const { command, healthCheck } = container;
  if (command === undefined) return [];
  const isServed = command !== 'image' && command.includes('--with-healthcheck');
  return [
    ...givenOf(environment, ['prefect'], IN_COMMAND).flatMap(([, field]) =>
      when(
        true,
        at('worker', 'command'),
        `must be left out beside prefect.${field}, which is a part of the command that we write`,
        'write it into the command, and take the other away',
      ),
    ),
    ...when(
      command === 'image' && environment.prefect.caCertificate !== undefined,
      at('worker', 'command'),
      'must be a list of words with prefect.ca_certificate: what writes the certificate must know what to start then',
    ),
    ...when(
      healthCheck !== undefined && healthCheck.command === undefined && !isServed,
      at('worker', 'command'),
      'must have --with-healthcheck in it, which our health check asks',
      'or say how health is seen: worker.health_check, a command of your own or false',
    ),
  ];
});

const filesReached: Rule = (environment) => {
  const { egress, requiredEgress, securityGroups, defaultSecurityGroup } = environment.network;
  if (!Array.isArray(egress) || requiredEgress || securityGroups.length > 0 || defaultSecurityGroup) return [];
  const isOpen = egress.some(
    ({ protocol, port, fromPort = port ?? 0, toPort = port ?? 0 }) =>
      protocol === 'all' || (protocol === 'tcp' && fromPort <= 2049 && toPort >= 2049),
  );
  return each(workersOf(environment), ({ container, at }) =>
    Object.entries(container.volumes).flatMap(([name, { efs }]) =>
      when(
        efs !== undefined && !isOpen,
        at('worker', 'volumes', name, 'efs'),
        'needs port 2049, which no rule of network.egress lets out',
        'add a rule to the file system’s group: port: 2049, security_group: …',
      ),
    ),
  );
};

const eachVariableOnce: Rule = ({ prefect, worker }) => {
  const settings = Object.keys(prefect.settings);
  const environment = Object.keys(worker.environment);
  const secrets = Object.keys(worker.secrets);
  return [
    ...environment.flatMap((name) =>
      when(settings.includes(name), ['worker', 'environment', name], 'must not be set twice: prefect.settings has it'),
    ),
    ...secrets.flatMap((name) =>
      when(
        settings.includes(name) || environment.includes(name),
        ['worker', 'secrets', name],
        'must not be set twice: the environment has it too',
      ),
    ),
  ];
};

const oneSource: Rule = ({ worker }) =>
  each(Object.keys(worker.secrets), (name) => {
    const { create, version, ...secret } = worker.secrets[name] ?? {};
    const path = ['worker', 'secrets', name];
    return [
      ...when(
        placesOf(secret).length + (create ? 1 : 0) !== 1,
        path,
        'set exactly one of: secret_arn, secret_name, ssm_parameter, create: true',
      ),
      ...when(version !== undefined && !create, [...path, 'version'], 'must be left out without create: true'),
      ...partFits(secret, path),
    ];
  });

/** A created secret's value is an input of Terraform, in lower case. */
const oneInputEach: Rule = ({ worker }) => {
  const created = Object.keys(worker.secrets).filter((name) => worker.secrets[name]?.create);
  return created.flatMap((name, index) =>
    when(
      created.slice(0, index).some((earlier) => earlier.toLowerCase() === name.toLowerCase()),
      ['worker', 'secrets', name],
      'must differ by more than case from the other secrets that are created: each has an input in lower case',
    ),
  );
};

const oneCreatedSecret: Rule = (environment) =>
  each(Object.keys(environment.workers), (worker) => {
    const path = ['workers', worker, 'worker'];
    if (!isGiven(environment, path)) return [];
    return Object.entries(environment.workers[worker]?.container.secrets ?? {}).flatMap(([variable, { create }]) =>
      when(
        create,
        [...path, 'secrets', variable, 'create'],
        'must be false in a further worker: secrets are made for all workers, in worker.secrets of the first',
      ),
    );
  });

export const WORKER_RULES: readonly Rule[] = [
  packagesAtStart,
  entered,
  ownCommand,
  filesReached,
  eachVariableOnce,
  oneSource,
  oneInputEach,
  oneCreatedSecret,
];
