import { each, type Finding, isGiven, noEffect, type Rule, warning, when } from '../../environment/rule';
import { nearest, suggestion } from '../../stack-file/nearest';
import { type Path, pathInWords } from '../../stack-file/path';
import { ENDPOINT_NAMES, isKnownEndpoint } from '../../values/endpoint-names';
import { registryOf } from '../../values/image-registry';
import { isKnownRegion, partitionOf, REGIONS } from '../../values/regions';
import { isPrefectCloud } from '../prefect/rules';
import { contains, room } from './address-ranges';
import { type CreatedVpc, EVERYWHERE, isIsolated, isolation, natCount } from './created-vpc-resolve';

const CREATE = ['network', 'create'];

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
  const given = environment.given([...CREATE, 'endpoints']);
  return each(Array.isArray(given) ? given : [], (name) => {
    const close = nearest(String(name), ENDPOINT_NAMES);
    return warning(
      'unknown-endpoint',
      typeof name === 'string' && !isKnownEndpoint(name),
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
      environment.given([...CREATE, 'public_only']) === true && isGiven(environment, [...CREATE, 'nat']),
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
  if (gateways === 0) return noEffect(true, path, 'no NAT gateway is created', 'set nat: single or per_az');
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
  const { apiUrl, installPolicy } = prefect;
  const isTier = network.create.tasksIn === 'isolated';
  const why = isolation(network.create);
  const { private: privates, public: publics } = network.create.subnets;
  const hasGiven = network.create.division === undefined;
  const missing = hasGiven && (privates.length === 0 || publics.length === 0);
  const orElse = missing
    ? `add ${privates.length === 0 ? 'private and public subnets' : 'public subnets'} to network.create.subnets`
    : isTier
      ? 'set tasks_in: private'
      : 'set nat: single';
  return [
    ...when(
      isPrefectCloud(environment),
      apiUrl === undefined ? [...CREATE, isTier ? 'tasks_in' : 'nat'] : ['prefect', 'api_url'],
      apiUrl === undefined
        ? `must not be ${isTier ? 'isolated' : 'none'} with Prefect Cloud: the tasks cannot reach the internet`
        : `must not be Prefect Cloud with ${why}: the tasks cannot reach the internet`,
      `${orElse}; or set prefect.api_url to a server inside this VPC, or to Prefect Cloud by PrivateLink`,
    ),
    ...when(
      isPublic || (ecrRegion !== undefined && ecrRegion !== region),
      ['worker_image'],
      `must be in ECR of ${region} with ${why}: the tasks cannot reach other registries`,
      `copy the image to ECR and set the copy; or ${orElse}`,
    ),
    ...when(
      inputs.workerExtraPipPackages !== '',
      ['worker_extra_pip_packages'],
      `must be empty with ${why}: the tasks cannot reach PyPI`,
      `build the packages into the image; or ${orElse}`,
    ),
    ...when(
      installPolicy === 'always',
      ['prefect', 'install_policy'],
      `must not be always with ${why}: the tasks cannot reach PyPI`,
      `build prefect-aws into the image; or ${orElse}`,
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

const SUBNETS = [...CREATE, 'subnets'];

/** Ranges that the stack file gives. */
const givenSubnets: Rule = (environment) => {
  const { create } = environment.network;
  if (create === undefined || create.division !== undefined) return [];
  const zones = environment.given([...CREATE, 'availability_zones']) ?? 2;
  const count = Array.isArray(zones) ? zones.length : Number(zones);
  const all = Object.entries(create.subnets).flatMap(([tier, ranges]) =>
    ranges.map((cidrBlock, index) => ({ cidrBlock, path: [...SUBNETS, tier, index] })),
  );
  const ignored = ['private_subnet_prefix', 'public_subnet_prefix', 'public_only'];
  return [
    ...when(all.length === 0, SUBNETS, 'has no subnets', 'set private, public or isolated'),
    ...Object.entries(create.subnets).flatMap(([tier, ranges]) =>
      when(
        ranges.length > 0 && ranges.length !== count,
        [...SUBNETS, tier],
        `must have one range for each availability zone: it has ${ranges.length}, and there are ${count} zones`,
        `set availability_zones: ${ranges.length}, or ${count} ranges`,
      ),
    ),
    ...all.flatMap(({ cidrBlock, path }, index) => [
      ...when(
        !contains(create.cidrBlock, cidrBlock),
        path,
        `must be within network.create.cidr_block, ${create.cidrBlock}`,
        'change one of the two',
      ),
      ...all
        .slice(0, index)
        .filter((other) => contains(other.cidrBlock, cidrBlock) || contains(cidrBlock, other.cidrBlock))
        .slice(0, 1)
        .flatMap((other) => when(true, path, `overlaps with ${other.cidrBlock}`, 'set another range')),
    ]),
    ...ignored.flatMap((field) =>
      noEffect(
        isGiven(environment, [...CREATE, field]),
        [...CREATE, field],
        'subnets sets the ranges and the tiers',
        'remove subnets',
      ),
    ),
  ];
};

const zonesFit: Rule = ({ network: { create }, region }) =>
  each(
    (create?.zones ?? []).map((zone, index) => [zone, index] as const),
    ([zone, index]) => [
      ...when(
        zone.slice(0, -1) !== region,
        [...CREATE, 'availability_zones', index],
        `must be a zone of ${region}`,
        `for example ${region}a`,
      ),
    ],
  );

/** Source: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html, limitations. */
const connected: Rule = ({ network: { create }, region, aws }) => {
  if (create === undefined) return [];
  const { peerings, transitGateway, cidrBlock } = create;
  // The route within the VPC goes before a wider one; AWS takes no narrower one to elsewhere.
  const within = (path: Path, ranges: readonly string[], isPeer: boolean) =>
    ranges.flatMap((range, index) =>
      when(
        contains(cidrBlock, range) || (isPeer && contains(range, cidrBlock)),
        [...path, 'cidr_blocks', index],
        `overlaps with network.create.cidr_block, ${cidrBlock}`,
        'set the range of the other network, or change cidr_block',
      ),
    );
  return [
    ...each(Object.entries(peerings), ([peer, { cidrBlocks, accountId, region: other, routeTables }]) => {
      const path = [...CREATE, 'peerings', peer];
      return [
        ...within(path, cidrBlocks, true),
        ...noEffect(other === region, [...path, 'region'], `${region} is the region of this environment`),
        ...otherRegion([...path, 'region'], other, region),
        ...noEffect(
          accountId !== undefined && accountId === aws.accountId,
          [...path, 'account_id'],
          'it is the account of this environment',
        ),
        ...when(
          routeTables.length > 0 && (accountId !== undefined || other !== undefined),
          [...path, 'route_tables'],
          'is available only in the account and region of this environment',
          'remove it, and let the owner of the VPC add the routes',
        ),
      ];
    }),
    ...(transitGateway === undefined ? [] : within([...CREATE, 'transit_gateway'], transitGateway.cidrBlocks, false)),
  ];
};

function otherRegion(path: Path, other: string | undefined, region: string): Finding[] {
  if (other === undefined) return [];
  return [
    ...warning(
      'unknown-region',
      !isKnownRegion(other),
      path,
      'is not a region that AWS had in November 2026; Terraform does not check it either',
      suggestion(other, REGIONS),
    ),
    ...when(
      isKnownRegion(other) && partitionOf(other) !== partitionOf(region),
      path,
      `must be in partition ${partitionOf(region)}, as region ${region} is: AWS connects no VPCs across partitions`,
      'remove the peering',
    ),
  ];
}

/** A route table has one route for each range. Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html */
const routesOnce: Rule = ({ network: { create } }) => {
  if (create === undefined) return [];
  const { peerings, transitGateway, subnets, nat } = create;
  const ways: [path: Path, ranges: readonly string[]][] = [
    ...Object.entries(peerings).map(([peer, { cidrBlocks }]): [Path, readonly string[]] => [
      [...CREATE, 'peerings', peer, 'cidr_blocks'],
      cidrBlocks,
    ]),
    ...(transitGateway
      ? [[[...CREATE, 'transit_gateway', 'cidr_blocks'], transitGateway.cidrBlocks] as [Path, readonly string[]]]
      : []),
  ];
  const routes = ways.flatMap(([path, ranges]) => ranges.map((range, index) => ({ range, path: [...path, index] })));
  const first = new Map<string, Path>();
  return routes.flatMap(({ range, path }) => {
    const earlier = first.get(range);
    first.set(range, earlier ?? path);
    return [
      ...when(
        earlier !== undefined && pathInWords(earlier.slice(0, -1)) !== pathInWords(path.slice(0, -1)),
        path,
        `duplicates ${pathInWords((earlier ?? []).slice(CREATE.length))}: a route table has one route for each range`,
        'remove one of the two',
      ),
      ...when(
        range === EVERYWHERE && (nat !== 'none' || subnets.public.length > 0),
        path,
        'is already the range of the route to the internet: a route table has one route for each range',
        'set network.create.nat: none and no public subnets, so that all traffic leaves through the other network; or set its range',
      ),
    ];
  });
};

/** AWS has one peering of two VPCs. */
const peersOnce: Rule = ({ network: { create } }) => {
  const peers = Object.entries(create?.peerings ?? {});
  return peers.flatMap(([peer, { vpcId }], index) => {
    const [earlier] = peers.slice(0, index).find(([, other]) => other.vpcId === vpcId) ?? [];
    return when(
      earlier !== undefined,
      [...CREATE, 'peerings', peer, 'vpc_id'],
      `is the VPC of the peering ${earlier}: AWS has one peering between two VPCs`,
      `add the ranges to cidr_blocks of ${earlier}`,
    );
  });
};

export const CREATED_VPC_RULES: readonly Rule[] = [
  knownEndpoints,
  addresses,
  ownAddresses,
  givenSubnets,
  zonesFit,
  connected,
  routesOnce,
  peersOnce,
  wayOut,
  reach,
  nothingToFind,
];
