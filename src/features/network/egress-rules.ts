import type { EgressRules } from './schema';
import { type OneSidedRule, oneSidedRules } from './security-group-rules';

/** A rule at its Terraform address. */
export interface PlannedEgress extends OneSidedRule {
  readonly id: string;
  /** Where earlier versions had it. */
  readonly movedFrom?: string;
}

/** Terraform names of a group's rules. */
export interface EgressNames {
  readonly outbound: string;
  readonly nfs: string;
  /** Of the rule that allows everything. */
  readonly everythingDescription: string;
}

export interface EgressSettings {
  readonly egress: 'https_only' | 'all' | EgressRules;
  /** Whether what the tasks need is added to rules of the stack file. */
  readonly requiredEgress: boolean;
  /** Of prefect.api_url, where the stack file sets it. */
  readonly apiPort?: number;
  readonly mountsEfs: boolean;
}

export interface Egress {
  readonly rules: readonly PlannedEgress[];
  /** The rule for the port of the Prefect API, which Terraform computes; left out: there is none. */
  readonly api?: {
    readonly description?: string;
    /** Ports other than 443 that another rule opens to everywhere. */
    readonly otherPorts: readonly number[];
  };
}

/** NFS, which EFS speaks, TLS or not. */
export const NFS = 2049;
export const HTTPS = 443;
const ANYWHERE = '0.0.0.0/0';
const EVERYTHING = { key: 'all_anywhere', protocol: 'all', fromPort: 0, toPort: 0, cidrBlock: ANYWHERE };

/**
 * The egress rules of a security group. Each has one address, however the stack file asks for it: AWS refuses a second
 * rule that says the same while the first one is there.
 */
export function plannedEgress(settings: EgressSettings, names: EgressNames): Egress {
  const { egress, requiredEgress, apiPort, mountsEfs } = settings;
  if (egress === 'all')
    return { rules: [{ ...EVERYTHING, id: names.outbound, description: names.everythingDescription }] };
  const given = egress === 'https_only' ? [] : oneSidedRules(egress);
  const isRequired = egress === 'https_only' || requiredEgress;
  const isAdded = (port: number) => isRequired && !given.some((rule) => opens(rule, port));
  const addsNfs = mountsEfs && isAdded(NFS);
  // The rule for HTTPS opens the port of most APIs.
  const ownApiPort = apiPort === HTTPS ? undefined : apiPort;
  const toApi = given.find((rule) => ownApiPort !== undefined && isAnywhere(rule, ownApiPort));
  const others = given.filter((rule) => rule !== toApi);
  const isApiOpen =
    given.some(isEverything) || others.some((rule) => ownApiPort !== undefined && opens(rule, ownApiPort));
  const openPorts = [...(addsNfs ? [NFS] : []), ...others.flatMap(portToAnywhere)];
  return {
    rules: [
      ...(isAdded(HTTPS)
        ? [{ ...anywhere(HTTPS, 'HTTPS to Prefect, AWS and the image registry'), id: names.outbound }]
        : []),
      ...withAddresses(others, names),
      ...(addsNfs ? [{ ...anywhere(NFS, 'EFS'), id: names.nfs }] : []),
    ],
    ...((isRequired || toApi !== undefined) &&
      !isApiOpen && {
        api: {
          ...(toApi?.description && { description: toApi.description }),
          otherPorts: openPorts.sort((one, other) => one - other),
        },
      }),
  };
}

/** Rules of the stack file: one to everywhere has the address that it has where the stack adds it. */
function withAddresses(rules: readonly OneSidedRule[], { outbound, nfs }: EgressNames): PlannedEgress[] {
  const main = rules.find(isEverything) ?? rules.find((rule) => isAnywhere(rule, HTTPS));
  return rules.map((rule) => {
    const ownAddress = `${outbound}_${rule.key}`;
    if (rule === main) return { ...rule, id: outbound, movedFrom: ownAddress };
    return isAnywhere(rule, NFS) ? { ...rule, id: nfs, movedFrom: ownAddress } : { ...rule, id: ownAddress };
  });
}

function anywhere(port: number, description: string): OneSidedRule {
  return {
    key: `tcp_${port}_anywhere`,
    description,
    protocol: 'tcp',
    fromPort: port,
    toPort: port,
    cidrBlock: ANYWHERE,
  };
}

function isEverything({ protocol, cidrBlock }: OneSidedRule): boolean {
  return protocol === 'all' && cidrBlock === ANYWHERE;
}

function isAnywhere({ protocol, fromPort, toPort, cidrBlock }: OneSidedRule, port: number): boolean {
  return protocol === 'tcp' && fromPort === port && toPort === port && cidrBlock === ANYWHERE;
}

/** The port other than 443 that a rule opens to everywhere, where it opens one alone. */
function portToAnywhere(rule: OneSidedRule): number[] {
  return rule.fromPort !== HTTPS && isAnywhere(rule, rule.fromPort) ? [rule.fromPort] : [];
}

/** Whether a rule lets tasks reach a port of something that they need: nothing of it is in their own group. */
export function opens({ protocol, fromPort, toPort, self }: OneSidedRule, port: number): boolean {
  return !self && (protocol === 'all' || (protocol === 'tcp' && fromPort <= port && toPort >= port));
}

/** The port of a URL. */
export function portOf(url: string): number {
  const { protocol, port } = new URL(url);
  return port === '' ? (protocol === 'https:' ? HTTPS : 80) : Number(port);
}
