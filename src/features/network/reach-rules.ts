import { isIPv4 } from 'node:net';
import type { Environment } from '../../environment/environment';
import { each, type Finding, type Rule, warning, when } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { isOwnContainer, PREFECT_CLOUD } from '../../values/api-url';
import { registryOf } from '../../values/image-registry';
import { API_URL } from '../../values/limits/prefect';
import { hasPlaceholder } from '../../values/placeholder';
import { FLOW_RUNS } from '../flow-runs/of-flow-runs';
import { isPrefectCloud } from '../prefect/rules';
import { workersOf } from '../workers/workers-of';
import { contains } from './address-ranges';
import { isIsolated, isolation } from './created-vpc-resolve';
import { opens, portOf } from './egress-rules';
import type { EgressRules } from './schema';
import { type OneSidedRule, oneSidedRules } from './security-group-rules';

/** Something that a task must reach. */
interface Need {
  readonly what: string;
  readonly port: number;
  readonly onInternet: boolean;
  /** IPv4, where the file says it. */
  readonly address?: string;
}

/** The rules of a security group that decides alone what its tasks reach. */
interface Group {
  readonly whose: string;
  readonly path: Path;
  readonly egress: EgressRules;
  /** Whether a port that no rule opens is added. */
  readonly requiredEgress: boolean;
  readonly needs: readonly Need[];
}

const HTTPS = 443;
const NFS = 2049;

const egressReaches: Rule = (environment) =>
  each(groupsOf(environment), ({ whose, path, egress, requiredEgress, needs }) => {
    const rules = oneSidedRules(egress);
    const ports = [...new Set(needs.map(({ port }) => port))];
    return ports.flatMap((port) => {
      const opening = rules.filter((rule) => opens(rule, port));
      if (opening.length === 0 && requiredEgress) return [];
      const isClosed = opening.length === 0;
      const missed = needs.filter((need) => need.port === port && !opening.some((rule) => reaches(rule, need)));
      const alone = missed.every(({ onInternet }) => onInternet)
        ? 'to private destinations alone'
        : 'to other destinations alone';
      return warning(
        'unreachable',
        missed.length > 0,
        path,
        `${isClosed ? `does not open port ${port}` : `opens port ${port} ${alone}`}: ${whose} cannot reach ${missed.map(({ what }) => what).join(', ')}`,
        `add {port: ${port}, cidr_blocks: [${rangeOf(missed)}]}${isClosed ? ', or set required_egress: true' : ''}`,
      );
    });
  });

function rangeOf([need, ...others]: readonly Need[]): string {
  return need?.address === undefined || others.length > 0 ? '0.0.0.0/0' : `${need.address}/32`;
}

function groupsOf(environment: Environment): Group[] {
  const { network, flowRuns } = environment;
  const { egress, requiredEgress, securityGroups, defaultSecurityGroup, createSecurityGroup } = network;
  const own = flowRuns?.ownSecurityGroup;
  const isAlone = createSecurityGroup && securityGroups.length === 0 && !defaultSecurityGroup;
  const flowsAreAlone = flowRuns?.securityGroups.length === 0 && !flowRuns.workerSecurityGroups;
  return [
    ...(isAlone && Array.isArray(egress)
      ? [{ whose: 'the worker', path: ['network', 'egress'], egress, requiredEgress, needs: workerNeeds(environment) }]
      : []),
    ...(flowsAreAlone && own !== undefined && Array.isArray(own.egress)
      ? [
          {
            whose: 'a flow run',
            path: [...FLOW_RUNS, 'own_security_group', 'egress'],
            egress: own.egress,
            requiredEgress: own.requiredEgress,
            needs: flowRunNeeds(environment),
          },
        ]
      : []),
  ];
}

function workerNeeds(environment: Environment): Need[] {
  const images = workersOf(environment).flatMap(({ image, container }) => [image, ...sidecarImages(container)]);
  const packages = environment.inputs.workerExtraPipPackages;
  return [
    ...needsOf(environment, images),
    ...(packages === '' ? [] : [{ what: 'PyPI', port: HTTPS, onInternet: true }]),
  ];
}

function flowRunNeeds(environment: Environment): Need[] {
  const { flowRuns, inputs } = environment;
  const files = Object.values(flowRuns?.volumes ?? {}).some(({ efs }) => efs !== undefined && efs.create === undefined);
  return [
    ...needsOf(environment, [flowRuns?.image ?? inputs.workerImage, ...sidecarImages(flowRuns)], ownUrlOf(flowRuns)),
    ...(files ? [{ what: 'the file systems of its volumes', port: NFS, onInternet: false }] : []),
  ];
}

/** The API that flow runs have for themselves. */
function ownUrlOf(flowRuns: Environment['flowRuns']): string | undefined {
  const url = flowRuns?.environment['PREFECT_API_URL'];
  return typeof url === 'string' && URL.canParse(url) ? url : undefined;
}

function addressIn(url: string): string | undefined {
  const { hostname } = new URL(url);
  return isIPv4(hostname) ? hostname : undefined;
}

function needsOf(environment: Environment, images: readonly string[], ownUrl?: string): Need[] {
  const apiUrl = ownUrl ?? environment.prefect.apiUrl;
  const cloud = ownUrl === undefined ? isPrefectCloud(environment) : PREFECT_CLOUD.test(ownUrl);
  const address = typeof apiUrl === 'string' ? addressIn(apiUrl) : undefined;
  const api = apiUrl === undefined ? HTTPS : typeof apiUrl === 'string' ? portOf(apiUrl) : undefined;
  return [
    ...(api === undefined
      ? []
      : [{ what: cloud ? 'Prefect Cloud' : 'the Prefect API', port: api, onInternet: cloud, address }]),
    ...[...new Set(images)]
      .filter((image) => !hasPlaceholder(image))
      .map((image) => ({
        what: `the registry of ${image}`,
        port: HTTPS,
        onInternet: registryOf(image).isPublic,
      })),
    { what: 'AWS (secrets, logs)', port: HTTPS, onInternet: false },
  ];
}

function sidecarImages(of: { readonly sidecars: Readonly<Record<string, { readonly image: string }>> } | undefined) {
  return Object.values(of?.sidecars ?? {}).map(({ image }) => image);
}

/** Sources: RFC 1918, RFC 6598 and RFC 4193. */
const PRIVATE_RANGE =
  /^(10\.|192\.168\.|172\.(1[6-9]|2[0-9]|3[01])\.|100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.|f[cd])/i;

/** Whether a rule that opens the port leads to what is needed. A prefix list by its id may hold anything. */
function reaches({ cidrBlock, securityGroup, prefixList }: OneSidedRule, { onInternet, address }: Need): boolean {
  if (cidrBlock !== undefined) {
    if (address !== undefined) return !cidrBlock.includes(':') && contains(cidrBlock, `${address}/32`);
    return !onInternet || !PRIVATE_RANGE.test(cidrBlock);
  }
  if (!onInternet) return true;
  const ofAws = typeof prefixList === 'object' && 'awsService' in prefixList && prefixList.awsService !== undefined;
  return securityGroup === undefined && !ofAws;
}

/** The port of an API that flow runs have for themselves, beside egress that is a word or is completed. */
const ownApiOfFlowRuns: Rule = (environment) => {
  const { flowRuns, network, prefect } = environment;
  const url = ownUrlOf(flowRuns);
  // What is no API has a finding of its own.
  if (url === undefined || !API_URL.pattern.test(url) || isOwnContainer(url)) return [];
  if (flowRuns === undefined || flowRuns.securityGroups.length > 0) return [];
  const own = flowRuns.ownSecurityGroup;
  const isShared =
    flowRuns.workerSecurityGroups &&
    (network.securityGroups.length > 0 || network.defaultSecurityGroup || own !== undefined);
  if (isShared || (own === undefined && !network.createSecurityGroup)) return [];
  const { egress, requiredEgress } = own ?? network;
  if (egress === 'all' || (Array.isArray(egress) && !requiredEgress)) return [];
  const port = portOf(url);
  const completed = [HTTPS, ...(typeof prefect.apiUrl === 'string' ? [portOf(prefect.apiUrl)] : [])];
  const isOpen =
    completed.includes(port) || (Array.isArray(egress) && oneSidedRules(egress).some((rule) => opens(rule, port)));
  const field = own === undefined ? 'network.egress' : 'flow_runs.own_security_group.egress';
  return warning(
    'unreachable',
    !isOpen,
    [...FLOW_RUNS, 'environment', 'PREFECT_API_URL'],
    `is at port ${port}, which no rule of the security group of flow runs opens`,
    `set ${field} to a list with {port: ${port}, cidr_blocks: [0.0.0.0/0]}`,
  );
};

/** An address that is in no network of the created VPC: NAT leads to public ones alone. */
const apiIsConnected: Rule = ({ network: { create }, prefect: { apiUrl } }) => {
  const address = typeof apiUrl === 'string' && URL.canParse(apiUrl) ? addressIn(apiUrl) : undefined;
  if (create === undefined || address === undefined || !PRIVATE_RANGE.test(address)) return [];
  const ranges = [
    create.cidrBlock,
    ...Object.values(create.peerings).flatMap(({ cidrBlocks }) => cidrBlocks),
    ...(create.transitGateway?.cidrBlocks ?? []),
  ];
  return warning(
    'unreachable',
    !ranges.filter((range) => !range.includes(':')).some((range) => contains(range, `${address}/32`)),
    ['prefect', 'api_url'],
    `is in no network that the created VPC is connected to: its range is ${create.cidrBlock}`,
    'set network.create.peerings or transit_gateway with the range of the server, or correct the address',
  );
};

/** Hosts of repositories on the internet. */
const PUBLIC_GIT = /^https:\/\/(github\.com|gitlab\.com|bitbucket\.org|dev\.azure\.com|codeberg\.org)[/:]/;

/** What tasks ask for, beside images and the API, in a VPC without a way out. */
const insideIsolation: Rule = (environment) => {
  const { network, image, flowRuns, apiKey, region } = environment;
  const { create } = network;
  if (create === undefined || !isIsolated(create)) return [];
  const repository = typeof image.code === 'object' ? image.code.git?.repository : undefined;
  const secrets: [Path, string | undefined][] = [
    [['api_key', 'secret_arn'], apiKey.from === 'existing' ? apiKey.source.secretArn : undefined],
    ...workersOf(environment).flatMap(({ container, at }) =>
      Object.entries(container.secrets).map(([name, secret]): [Path, string | undefined] => [
        at('worker', 'secrets', name, 'secret_arn'),
        secret.secretArn,
      ]),
    ),
    ...Object.entries(flowRuns?.secrets ?? {}).map(([name, secret]): [Path, string | undefined] => [
      [...FLOW_RUNS, 'secrets', name, 'secret_arn'],
      secret.secretArn,
    ]),
  ];
  return [
    ...warning(
      'unreachable',
      PUBLIC_GIT.test(repository ?? ''),
      ['image', 'code', 'git', 'repository'],
      `is on the internet, which flow runs cannot reach with ${isolation(create)}`,
      'set code: baked_in, or a repository that the VPC reaches',
    ),
    ...each(secrets, ([path, arn]) => {
      const there = arn?.split(':')[3] ?? region;
      return warning(
        'unreachable',
        there !== region,
        path,
        `is in ${there}: with ${isolation(create)}, the tasks reach Secrets Manager of ${region} alone`,
        `replicate the secret to ${region}, and set the ARN of the copy`,
      );
    }),
  ];
};

/** What the rules for the first worker's image say, for all other images of tasks in a VPC without a way out. */
const imagesInEcr: Rule = (environment) => {
  const { network, region, flowRuns } = environment;
  const { create } = network;
  if (create === undefined || !isIsolated(create)) return [];
  const images: [Path, string | undefined][] = [
    ...workersOf(environment).flatMap(({ image, container, name, at }): [Path, string][] => [
      ...(name === undefined ? [] : [[at('worker_image'), image] as [Path, string]]),
      ...Object.entries(container.sidecars).map(([sidecar, { image: own }]): [Path, string] => [
        at('worker', 'sidecars', sidecar, 'image'),
        own,
      ]),
    ]),
    [
      [...FLOW_RUNS, 'image'],
      flowRuns?.image === undefined || hasPlaceholder(flowRuns.image) ? undefined : flowRuns.image,
    ],
    ...Object.entries(flowRuns?.sidecars ?? {}).map(([sidecar, { image }]): [Path, string] => [
      [...FLOW_RUNS, 'sidecars', sidecar, 'image'],
      image,
    ]),
  ];
  return each(
    images.filter(([path]) => path.length > 1),
    ([path, image]) => {
      const { ecrRegion, isPublic } = registryOf(image ?? '');
      return when(
        image !== undefined && (isPublic || (ecrRegion !== undefined && ecrRegion !== region)),
        path,
        `must be in ECR of ${region} with ${isolation(create)}: no other registry of AWS or on the internet can be reached`,
        `copy the image to ECR and set the copy; or ${create.tasksIn === 'isolated' ? 'tasks_in: private' : 'nat: single'}`,
      );
    },
  );
};

const flowRunsWayOut: Rule = (environment): Finding[] => {
  const { network, flowRuns } = environment;
  if (network.create === undefined || flowRuns === undefined || flowRuns.subnets !== undefined) return [];
  const path = [...FLOW_RUNS, 'assign_public_ip'];
  if (!environment.isGiven(path)) return [];
  return [
    ...when(
      network.create.tasksIn === 'public' && !flowRuns.assignPublicIp,
      path,
      'must be true with tasks in public subnets: a public address is the only way out of a public subnet',
    ),
    ...when(
      network.create.tasksIn !== 'public' && flowRuns.assignPublicIp,
      path,
      'must be false with network.create: the tasks are not in public subnets, and a public address has no effect elsewhere',
      'remove it, or set network.create.tasks_in: public',
    ),
  ];
};

export const REACH_RULES: readonly Rule[] = [
  egressReaches,
  ownApiOfFlowRuns,
  apiIsConnected,
  insideIsolation,
  imagesInEcr,
  flowRunsWayOut,
];
