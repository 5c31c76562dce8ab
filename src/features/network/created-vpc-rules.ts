import type { Environment } from '../../environment/environment';
import { each, type Finding, noEffect, noEffectAt, type Rule, warning, when } from '../../environment/rule';
import { nearest } from '../../stack-file/nearest';
import type { Path } from '../../stack-file/path';
import { ENDPOINT_NAMES, isKnownEndpoint } from '../../values/endpoint-names';
import { registryOf } from '../../values/image-registry';
import { isPrefectCloud } from '../prefect/rules';
import { workersOf } from '../workers/workers-of';
import { room } from './address-ranges';
import { type CreatedVpc, isIsolated, isolation, natCount } from './created-vpc-resolve';
import { hasProxy } from './proxies';

export const CREATE = ['network', 'create'];

const addresses: Rule = ({ network: { create } }) => {
  if (create?.division === undefined) return [];
  const { zones, privatePrefix, publicPrefix } = create.division;
  const kinds = Object.entries({ private: privatePrefix, public: publicPrefix }).flatMap(([kind, prefix]) =>
    prefix === undefined ? [] : [`${zones} ${kind} /${prefix}`],
  );
  const { there, taken } = room(create.division);
  return when(
    taken > there,
    [...CREATE, 'cidr_block'],
    `is too small: it has ${there} addresses, and its subnets (${kinds.join(' and ')}) need ${taken}`,
    'set a larger range, or smaller or fewer subnets: private_subnet_prefix, public_subnet_prefix, availability_zones',
  );
};

const knownEndpoints: Rule = (environment) => {
  const given = environment.fileValue([...CREATE, 'endpoints']);
  return each(Array.isArray(given) ? given : [], (name) => {
    const parts = ENDPOINT_NAMES.filter((known) => known.startsWith(`${name}.`));
    const close = parts.length > 0 ? parts.join(' or ') : nearest(String(name), ENDPOINT_NAMES);
    return warning(
      'unknown-endpoint',
      !isKnownEndpoint(String(name)),
      [...CREATE, 'endpoints', Array.isArray(given) ? given.indexOf(name) : 0],
      'is not a service that had an interface endpoint in November 2026',
      close === undefined ? 'look it up: aws ec2 describe-vpc-endpoint-services' : `did you mean ${close}?`,
    );
  });
};

/** Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const RESERVED = /^(0|127|22[4-9]|23\d)\.|^169\.254\./;

const ownAddresses: Rule = ({ network: { create } }) =>
  when(
    create !== undefined && RESERVED.test(create.cidrBlock),
    [...CREATE, 'cidr_block'],
    'must not be in 0.0.0.0/8, 127.0.0.0/8, 169.254.0.0/16 or 224.0.0.0/4, which AWS does not allow for a VPC',
    'set a private range: in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16',
  );

const wayOut: Rule = (environment) => {
  const { create, assignPublicIp, defaultSecurityGroup } = environment.network;
  if (create === undefined || Object.values(create.subnets).every(({ length }) => length === 0)) return [];
  const inPublic = create.tasksIn === 'public';
  const { public: publics, private: privates } = create.subnets;
  const publicIp = ['network', 'assign_public_ip'];
  return [
    ...noEffect(
      environment.fileValue([...CREATE, 'public_only']) === true && environment.isInFile([...CREATE, 'nat']),
      [...CREATE, 'nat'],
      'with public_only there are no private subnets',
      'remove public_only',
    ),
    ...when(
      create.nat !== 'none' && (publics.length === 0 || privates.length === 0),
      [...CREATE, 'nat'],
      'requires private and public subnets: a NAT gateway is in a public subnet, and private ones use it',
      'add network.create.subnets.private and public, or remove nat',
    ),
    ...fixedAddresses(create),
    ...when(
      create.subnets[create.tasksIn].length === 0,
      [...CREATE, 'tasks_in'],
      `must be a tier with subnets: this VPC has no ${create.tasksIn} ones`,
      'set another tier, or network.create.subnets',
    ),
    ...when(
      inPublic && !assignPublicIp,
      publicIp,
      'must be true with tasks in public subnets: without a public address, a task in a public subnet cannot reach the internet',
      'set network.assign_public_ip: true',
    ),
    ...when(
      !inPublic && assignPublicIp,
      publicIp,
      'must be false with network.create: the tasks are not in public subnets, and a public address has no effect elsewhere',
      'remove it (network.create.nat provides access to the internet), or set network.create.tasks_in: public',
    ),
    ...when(
      isIsolated(create) && create.endpoints === undefined,
      [...CREATE, 'endpoints'],
      `must not be false with ${isolation(create)}: the tasks could not reach AWS`,
      'set endpoints: true',
    ),
    ...when(
      defaultSecurityGroup,
      ['network', 'default_security_group'],
      'must be false with network.create: the default security group of a created VPC allows no traffic',
      'remove it',
    ),
  ];
};

function fixedAddresses(create: CreatedVpc): Finding[] {
  const { natAddresses } = create;
  const path = [...CREATE, 'nat_addresses'];
  const gateways = natCount(create);
  if (natAddresses === undefined) return [];
  if (gateways === 0) return noEffectAt(path, 'no NAT gateway is created', 'set nat: single or per_az');
  return when(
    natAddresses.length !== gateways,
    path,
    `must be ${gateways} ${gateways === 1 ? 'address' : 'addresses'}: each NAT gateway has one, and nat is ${create.nat}`,
    'add or remove addresses, or change nat',
  );
}

const reach: Rule = (environment) => {
  const { network, region, inputs, prefect } = environment;
  if (network.create === undefined || !isIsolated(network.create)) return [];
  const { ecrRegion, isPublic } = registryOf(inputs.workerImage);
  const isProxied = haveProxy(environment);
  const why = isolation(network.create);
  const alternative = wayOutOfIsolation(network.create);
  return [
    ...when(
      isPrefectCloud(environment) && !isProxied,
      ...reachOfCloud(prefect.apiUrl, network.create),
      `${alternative}; or set prefect.api_url to a server inside this VPC, or to Prefect Cloud by PrivateLink; or set HTTPS_PROXY in worker.environment to a proxy that the VPC reaches`,
    ),
    ...when(
      isPublic || (ecrRegion !== undefined && ecrRegion !== region),
      ['worker_image'],
      `must be in ECR of ${region} with ${why}: the tasks cannot reach other registries`,
      `copy the image to ECR and set the copy; or ${alternative}`,
    ),
    ...when(
      inputs.workerExtraPipPackages !== '' && !isProxied,
      ['worker_extra_pip_packages'],
      `must be empty with ${why}: the tasks cannot reach PyPI`,
      `build the packages into the image; or ${alternative}`,
    ),
    ...when(
      prefect.installPolicy === 'always' && !isProxied,
      ['prefect', 'install_policy'],
      `must not be always with ${why}: the tasks cannot reach PyPI`,
      `build prefect-aws into the image; or ${alternative}`,
    ),
  ];
};

/** The field that says where Prefect is, or that the VPC is isolated, and what is wrong with it. */
function reachOfCloud(apiUrl: unknown, create: CreatedVpc): [Path, message: string] {
  if (apiUrl !== undefined) {
    return [
      ['prefect', 'api_url'],
      `must not be Prefect Cloud with ${isolation(create)}: the tasks cannot reach the internet`,
    ];
  }
  const [field, value] = create.tasksIn === 'isolated' ? ['tasks_in', 'isolated'] : ['nat', 'none'];
  return [[...CREATE, field], `must not be ${value} with Prefect Cloud: the tasks cannot reach the internet`];
}

function wayOutOfIsolation({ subnets, division, tasksIn }: CreatedVpc): string {
  const lacksPrivate = subnets.private.length === 0;
  if (division === undefined && (lacksPrivate || subnets.public.length === 0)) {
    return `add ${lacksPrivate ? 'private and public subnets' : 'public subnets'} to network.create.subnets`;
  }
  return tasksIn === 'isolated' ? 'set tasks_in: private' : 'set nat: single';
}

/** A proxy in a connected network leads to the internet. */
function haveProxy(environment: Environment): boolean {
  return workersOf(environment).every(({ container }) => hasProxy(container.environment));
}

const WITHIN_VPC: readonly Path[] = [
  ['network'],
  ['capacity', 'ec2', 'security_groups'],
  ['flow_runs', 'subnets'],
  ['flow_runs', 'security_groups'],
  ['flow_runs', 'own_security_group'],
];

const nothingToFind: Rule = (environment) => {
  if (environment.network.create === undefined) return [];
  return WITHIN_VPC.flatMap((path) => foundByTags(environment.fileValue(path), path))
    .filter((path) => path[1] !== 'create')
    .flatMap((path) =>
      when(
        true,
        path,
        'a look-up by tags is not available with network.create: the VPC does not exist at the first plan',
        'set an id or an SSM parameter after the VPC is created',
      ),
    );
};

function foundByTags(value: unknown, path: Path): Path[] {
  if (Array.isArray(value)) return value.flatMap((part, index) => foundByTags(part, [...path, index]));
  if (value === null || typeof value !== 'object') return [];
  if ('tags' in value) return [path];
  return Object.entries(value).flatMap(([key, part]) => foundByTags(part, [...path, key]));
}

export const CREATED_VPC_RULES: readonly Rule[] = [
  knownEndpoints,
  addresses,
  ownAddresses,
  wayOut,
  reach,
  nothingToFind,
];
