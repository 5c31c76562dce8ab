import { isGiven, noEffect, type Rule, when } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { registryOf } from '../../values/image-registry';
import { isPrefectCloud } from '../prefect/rules';
import { room } from './address-ranges';
import { isIsolated } from './created-vpc-resolve';

const CREATE = ['network', 'create'];

const addresses: Rule = ({ network: { create } }) => {
  if (create === undefined) return [];
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

const wayOut: Rule = (environment) => {
  const { create, assignPublicIp, defaultSecurityGroup } = environment.network;
  if (create === undefined) return [];
  const { publicOnly } = create;
  const publicIp = ['network', 'assign_public_ip'];
  return [
    ...noEffect(
      publicOnly && isGiven(environment, [...CREATE, 'nat']),
      [...CREATE, 'nat'],
      'with public_only there are no private subnets',
      'remove public_only',
    ),
    ...when(
      publicOnly && !assignPublicIp,
      publicIp,
      'must be true with network.create.public_only: without a public address, a task in a public subnet cannot reach the internet',
      'set network.assign_public_ip: true',
    ),
    ...when(
      !publicOnly && assignPublicIp,
      publicIp,
      'must be false with network.create: the tasks are in private subnets, where a public address has no effect',
      'remove it (network.create.nat provides access to the internet), or set network.create.public_only: true',
    ),
    ...when(
      isIsolated(create) && create.endpoints === undefined,
      [...CREATE, 'endpoints'],
      'must not be false with nat: none: the tasks could not reach AWS',
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

const reach: Rule = (environment) => {
  const { network, region, inputs, prefect } = environment;
  if (network.create === undefined || !isIsolated(network.create)) return [];
  const { ecrRegion, isPublic } = registryOf(inputs.workerImage);
  const { apiUrl, installPolicy } = prefect;
  return [
    ...when(
      isPrefectCloud(environment),
      apiUrl === undefined ? [...CREATE, 'nat'] : ['prefect', 'api_url'],
      apiUrl === undefined
        ? 'must not be none with Prefect Cloud: the tasks cannot reach the internet'
        : 'must not be Prefect Cloud with network.create.nat: none: the tasks cannot reach the internet',
      'set nat: single; or set prefect.api_url to a server inside this VPC, or to Prefect Cloud by PrivateLink',
    ),
    ...when(
      isPublic || (ecrRegion !== undefined && ecrRegion !== region),
      ['worker_image'],
      `must be in ECR of ${region} with network.create.nat: none: the tasks cannot reach other registries`,
      'copy the image to ECR and set the copy; or set nat: single',
    ),
    ...when(
      inputs.workerExtraPipPackages !== '',
      ['worker_extra_pip_packages'],
      'must be empty with network.create.nat: none: the tasks cannot reach PyPI',
      'build the packages into the image; or set nat: single',
    ),
    ...when(
      installPolicy === 'always',
      ['prefect', 'install_policy'],
      'must not be always with network.create.nat: none: the tasks cannot reach PyPI',
      'build prefect-aws into the image; or set nat: single',
    ),
  ];
};

const WITHIN_VPC: readonly Path[] = [
  ['network'],
  ['capacity', 'ec2', 'security_groups'],
  ['flow_runs', 'subnets'],
  ['flow_runs', 'security_groups'],
  ['flow_runs', 'own_security_group'],
];

const nothingToFind: Rule = (environment) => {
  if (environment.network.create === undefined) return [];
  return WITHIN_VPC.flatMap((path) => foundByTags(environment.given(path), path))
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
  if ('tags' in value && value.tags !== undefined) return [path];
  return Object.entries(value).flatMap(([key, part]) => foundByTags(part, [...path, key]));
}

export const CREATED_VPC_RULES: readonly Rule[] = [addresses, wayOut, reach, nothingToFind];
