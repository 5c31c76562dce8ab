import type { OrFound } from '../../values/aws-fields';
import type { SecurityGroupRule } from './schema';

/** One rule of a security group as AWS has it: with one other side. */
export interface OneSidedRule {
  /** What the rule allows, as a part of its Terraform address: a rule that comes or goes leaves the others alone. */
  readonly key: string;
  readonly description?: string;
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  /** Exactly one of these is set. */
  readonly cidrBlock?: string;
  readonly securityGroup?: OrFound;
  readonly prefixList?: NonNullable<SecurityGroupRule['prefixList']>;
  readonly self?: true;
}

type Side = OrFound | NonNullable<SecurityGroupRule['prefixList']>;

type Configured = Omit<SecurityGroupRule, 'prefixList'> & Partial<Pick<SecurityGroupRule, 'prefixList'>>;

/** The rules of a stack file, each with one other side and a key of its own. */
export function oneSidedRules(rules: readonly Configured[]): OneSidedRule[] {
  const all = rules.flatMap(({ cidrBlocks = [], securityGroup, prefixList, self, ...rule }): OneSidedRule[] => {
    const ports = portsOf(rule);
    const common = { ...ports, ...(rule.description && { description: rule.description }) };
    const key = (side: Side) => keyOf(ports.protocol, ...portsInKey(ports), side);
    return [
      ...cidrBlocks.map((range) => ({ ...common, key: key(range), cidrBlock: range })),
      ...(securityGroup ? [{ ...common, key: key(securityGroup), securityGroup }] : []),
      ...(prefixList ? [{ ...common, key: key(prefixList), prefixList }] : []),
      ...(self ? [{ ...common, key: key('self'), self }] : []),
    ];
  });
  return withUniqueKeys(all);
}

interface Admission {
  readonly securityGroup: OrFound;
  readonly port: number;
}

/** Rules in security groups of others, each with a key of its own. */
export function admissions<Configured extends Admission>(rules: readonly Configured[]) {
  return withUniqueKeys(rules.map((rule) => ({ ...rule, key: keyOf(rule.securityGroup, rule.port) })));
}

/** Two different rules may have one key: a number tells the later one. */
function withUniqueKeys<Rule extends { readonly key: string }>(rules: readonly Rule[]): Rule[] {
  const taken = new Set<string>();
  return rules.map((rule) => {
    const key = free(rule.key, taken);
    taken.add(key);
    return { ...rule, key };
  });
}

function free(key: string, taken: ReadonlySet<string>, count = 1): string {
  const candidate = count === 1 ? key : `${key}__${count}`;
  return taken.has(candidate) ? free(key, taken, count + 1) : candidate;
}

/** What parts say, as a part of a Terraform address. */
function keyOf(...parts: readonly (Side | number)[]): string {
  const words = parts.map((part) => (typeof part === 'number' ? part : inWords(part)));
  return words.join('_').replace(/[^A-Za-z0-9]+/g, '_');
}

/** To EC2 the ports of icmp are types and codes, and -1 is all of them. */
function portsOf({ protocol, port, fromPort = port, toPort = port }: Configured) {
  const every = protocol === 'icmp' ? -1 : 0;
  return { protocol, fromPort: fromPort ?? every, toPort: toPort ?? every };
}

function portsInKey({ protocol, fromPort, toPort }: ReturnType<typeof portsOf>): number[] {
  if (protocol === 'all' || protocol === 'icmp') return [];
  return fromPort === toPort ? [fromPort] : [fromPort, toPort];
}

const EVERYWHERE: Readonly<Record<string, string>> = { '0.0.0.0/0': 'anywhere', '::/0': 'anywhere_ipv6' };

/** What a thing is or is found by, in a few words. */
function inWords(found: Side): string {
  if (typeof found === 'string') return EVERYWHERE[found] ?? found;
  if ('tags' in found && found.tags) return Object.values(found.tags).join('_');
  const service = 'awsService' in found ? found.awsService : undefined;
  return service ?? (found.ssmParameter ?? '').replace(/^\//, '');
}
