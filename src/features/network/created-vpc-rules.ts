import { isGiven, type Rule, when } from '../../environment/rule';
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
    `must have room for its subnets, ${kinds.join(' and ')}: ${taken} addresses, of which it has ${there}`,
    'take a larger range, or smaller subnets: private_subnet_prefix, public_subnet_prefix, availability_zones',
  );
};

const wayOut: Rule = (environment) => {
  const { create, assignPublicIp, defaultSecurityGroup } = environment.network;
  if (create === undefined) return [];
  const { publicOnly } = create;
  const publicIp = ['network', 'assign_public_ip'];
  return [
    ...when(
      publicOnly && isGiven(environment, [...CREATE, 'nat']),
      [...CREATE, 'nat'],
      'must be left out beside public_only: without private subnets there is nothing behind a NAT gateway',
    ),
    ...when(
      publicOnly && !assignPublicIp,
      publicIp,
      'must be true with network.create.public_only: a public address is the only way out of a public subnet',
    ),
    ...when(
      !publicOnly && assignPublicIp,
      publicIp,
      'must be false with network.create: the tasks are in private subnets, where a public address leads nowhere',
      'the way out is network.create.nat; or leave private subnets out: network.create.public_only: true',
    ),
    ...when(
      isIsolated(create) && create.endpoints === undefined,
      [...CREATE, 'endpoints'],
      'must not be false with nat: none: nothing would lead to AWS',
    ),
    ...when(
      defaultSecurityGroup,
      ['network', 'default_security_group'],
      'must be false with network.create: the default group of a VPC that is made here lets nothing through',
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
        ? 'must not be none with Prefect Cloud, which is on the internet'
        : 'must not be Prefect Cloud with network.create.nat: none: it is on the internet',
      'nat: single; or a server that can be reached from this VPC, or Prefect Cloud by PrivateLink: prefect.api_url',
    ),
    ...when(
      isPublic || (ecrRegion !== undefined && ecrRegion !== region),
      ['worker_image'],
      `must be in ECR of ${region} with network.create.nat: none: no other registry of AWS's or on the internet can be reached`,
      'copy the image to ECR and name the copy; or nat: single',
    ),
    ...when(
      inputs.workerExtraPipPackages !== '',
      ['worker_extra_pip_packages'],
      'must be empty with network.create.nat: none: PyPI cannot be reached',
      'build the packages into the image; or nat: single',
    ),
    ...when(
      installPolicy === 'always',
      ['prefect', 'install_policy'],
      'must not be always with network.create.nat: none: PyPI cannot be reached',
      'build prefect-aws into the image; or nat: single',
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
        'must not be looked up by tags beside network.create: in a VPC that is made here there is nothing to find before it is made',
        'name it by its id, or by an SSM parameter, once it is there',
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
