import type { Environment } from '../../environment/environment';
import { each, type Finding, isGiven, type Rule, warning, when } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { registryOf } from '../../values/image-registry';
import { hasPlaceholder } from '../../values/placeholder';
import { FLOW_RUNS } from '../flow-runs/of-flow-runs';
import { isPrefectCloud } from '../prefect/rules';
import { workersOf } from '../workers/workers-of';
import { isIsolated, isolation } from './created-vpc-resolve';
import { opens, portOf } from './egress-rules';
import type { EgressRules } from './schema';
import { type OneSidedRule, oneSidedRules } from './security-group-rules';

/** Something that a task must reach. */
interface Need {
  readonly what: string;
  readonly port: number;
  readonly onInternet: boolean;
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

const egressReaches: Rule = (environment) =>
  each(groupsOf(environment), ({ whose, path, egress, requiredEgress, needs }) => {
    const rules = oneSidedRules(egress);
    const ports = [...new Set(needs.map(({ port }) => port))];
    return ports.flatMap((port) => {
      const opening = rules.filter((rule) => opens(rule, port));
      const isClosed = opening.length === 0 && !requiredEgress;
      const isPrivate = opening.length > 0 && opening.every(staysPrivate);
      const missed = needs.filter((need) => need.port === port && (isClosed || (isPrivate && need.onInternet)));
      return warning(
        'unreachable',
        missed.length > 0,
        path,
        `${isClosed ? `does not open port ${port}` : `opens port ${port} to private destinations alone`}: ${whose} cannot reach ${missed.map(({ what }) => what).join(', ')}`,
        `add {port: ${port}, cidr_blocks: [0.0.0.0/0]}${isClosed ? ', or set required_egress: true' : ''}`,
      );
    });
  });

function groupsOf(environment: Environment): Group[] {
  const { network, flowRuns, inputs } = environment;
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
            needs: needsOf(environment, [flowRuns?.image ?? inputs.workerImage, ...sidecarImages(flowRuns)]),
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

function needsOf(environment: Environment, images: readonly string[]): Need[] {
  const { apiUrl } = environment.prefect;
  const cloud = isPrefectCloud(environment);
  const api = apiUrl === undefined ? HTTPS : typeof apiUrl === 'string' ? portOf(apiUrl) : undefined;
  return [
    ...(api === undefined ? [] : [{ what: cloud ? 'Prefect Cloud' : 'the Prefect API', port: api, onInternet: cloud }]),
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

/** A prefix list by its id may hold anything. */
function staysPrivate({ cidrBlock, securityGroup, prefixList }: OneSidedRule): boolean {
  if (cidrBlock !== undefined) return PRIVATE_RANGE.test(cidrBlock);
  const ofAws = typeof prefixList === 'object' && 'awsService' in prefixList && prefixList.awsService !== undefined;
  return securityGroup !== undefined || ofAws;
}

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
  if (!isGiven(environment, path)) return [];
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

export const REACH_RULES: readonly Rule[] = [egressReaches, imagesInEcr, flowRunsWayOut];
