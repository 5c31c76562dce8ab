import type { Environment } from '../../environment/environment';
import { each, type Finding, type Rule, warning, warningAt } from '../../environment/rule';
import type { Path } from '../../stack-file/path';
import { isOwnContainer } from '../../values/api-url';
import { API_URL } from '../../values/limits/prefect';
import { FLOW_RUNS } from '../flow-runs/of-flow-runs';
import { workersOf } from '../workers/workers-of';
import { contains } from './address-ranges';
import { closedOfFlowRuns } from './closed-ports';
import { opens, portOf } from './egress-rules';
import { addressIn, flowRunNeeds, type Need, ownUrlOf, workerNeeds } from './needs';
import type { EgressRules } from './schema';
import { type OneSidedRule, oneSidedRules } from './security-group-rules';
import { isShortName, shortNameInWords } from './short-name';

/** The rules of a security group that decides alone what its tasks reach. */
interface Group {
  readonly whose: string;
  readonly path: Path;
  readonly egress: EgressRules;
  /** Whether a port that no rule opens is added. */
  readonly requiredEgress: boolean;
  readonly needs: readonly Need[];
}

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
  const url = ownUrlOf(environment.flowRuns);
  // What is no API has a finding of its own.
  if (url === undefined || !API_URL.pattern.test(url) || isOwnContainer(url)) return [];
  const port = portOf(url);
  const closed = closedOfFlowRuns(environment, port);
  return warning(
    'unreachable',
    // Of a list that is all there is, egressReaches says it.
    closed?.isCompleted,
    [...FLOW_RUNS, 'environment', 'PREFECT_API_URL'],
    `is at port ${port}, which no rule of the security group of flow runs opens`,
    `set ${closed?.field} to a list with {port: ${port}, cidr_blocks: [0.0.0.0/0]}`,
  );
};

/** An address that is in no network of the created VPC: NAT leads to public ones alone. */
const apiIsConnected: Rule = ({ network: { create }, prefect: { apiUrl } }) => {
  const address = typeof apiUrl === 'string' ? addressIn(apiUrl) : undefined;
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

const apiHasDomain: Rule = (environment) => {
  const { flowRuns, prefect } = environment;
  const workers = workersOf(environment).filter(({ service }) => service.create);
  const isOfServiceConnect = workers.every(({ service }) => service.serviceConnect !== undefined);
  const ofFlowRuns = ownUrlOf(flowRuns);
  return [
    ...(isOfServiceConnect ? [] : withoutDomain(prefect.apiUrl, ['prefect', 'api_url'], 'set service.service_connect')),
    ...withoutDomain(ofFlowRuns, [...FLOW_RUNS, 'environment', 'PREFECT_API_URL']),
  ];
};

function withoutDomain(url: unknown, path: Path, wayOut?: string): Finding[] {
  // What is no API has a finding of its own.
  if (typeof url !== 'string' || !API_URL.pattern.test(url)) return [];
  const { hostname } = new URL(url);
  const [message, hint] = shortNameInWords(hostname);
  const hints = wayOut === undefined ? hint : `${wayOut} if it is a name of Service Connect; or ${hint}`;
  return isShortName(hostname) ? warningAt('unreachable', path, message, hints) : [];
}

export const REACH_RULES: readonly Rule[] = [egressReaches, ownApiOfFlowRuns, apiIsConnected, apiHasDomain];
