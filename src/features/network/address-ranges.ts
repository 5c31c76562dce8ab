import type { Fault } from '../../values/fault';
import { checked, text } from '../../values/fields';
import { CIDR } from '../../values/limits/network';
import type { TextLimit } from '../../values/limits/text-limit';

/** A range of addresses as AWS takes it: `10.0.0.0/16`, and not `10.0.0.1/16`, which AWS would change behind our back. */
export function range(limit: TextLimit) {
  return checked(text(limit), rangeFault);
}

/** What is wrong with a range that is none, or is not written as AWS writes it. */
function rangeFault(range: string): Fault | string | undefined {
  const network = networkOf(range);
  if (network === range) return undefined;
  return network === undefined
    ? `must be ${CIDR.allowed}`
    : { message: 'must begin where the range begins', hint: `did you mean ${network}?` };
}

/** The range as AWS writes it; undefined where it is none. */
export function networkOf(range: string): string | undefined {
  const [address = '', length = ''] = range.split('/');
  const prefix = Number(length);
  const value = address.includes(':') ? ipv6(address) : ipv4(address);
  const width = address.includes(':') ? 128 : 32;
  if (value === undefined || !/^\d+$/.test(length) || prefix > width) return undefined;
  const rest = BigInt(width - prefix);
  const first = (value >> rest) << rest;
  return `${width === 32 ? ipv4Text(first) : ipv6Text(first)}/${prefix}`;
}

/** Whether a range has another one in it. */
export function contains(range: string, other: string): boolean {
  return (
    prefixOf(range) <= prefixOf(other) && networkOf(`${other.split('/')[0]}/${prefixOf(range)}`) === networkOf(range)
  );
}

/** How many subnets of which size a VPC is to have, one of each kind in each zone. */
export interface Division {
  readonly cidrBlock: string;
  readonly zones: number;
  /** Left out: no such subnets. */
  readonly privatePrefix?: number;
  readonly publicPrefix?: number;
}

/** The addresses of the VPC, and those that its subnets take. */
export function room({ cidrBlock, zones, privatePrefix, publicPrefix }: Division): { there: number; taken: number } {
  const sizes = [privatePrefix, publicPrefix].flatMap((prefix) => (prefix === undefined ? [] : [size(prefix)]));
  return { there: size(prefixOf(cidrBlock)), taken: zones * sizes.reduce((sum, one) => sum + one, 0) };
}

/**
 * The subnets, zone by zone. Private ones go from the VPC's first address up, public ones from its last down: whatever
 * zone or kind comes later, those that are there stay where they are.
 */
export function divided({ cidrBlock, zones, privatePrefix, publicPrefix }: Division): {
  readonly privateSubnets: readonly string[];
  readonly publicSubnets: readonly string[];
} {
  const first = Number(ipv4(cidrBlock.split('/')[0] ?? ''));
  const end = first + size(prefixOf(cidrBlock));
  const subnets = (prefix: number | undefined, start: (zone: number, length: number) => number) =>
    prefix === undefined
      ? []
      : Array.from({ length: zones }, (_, zone) => `${ipv4Text(BigInt(start(zone, size(prefix))))}/${prefix}`);
  return {
    privateSubnets: subnets(privatePrefix, (zone, length) => first + zone * length),
    publicSubnets: subnets(publicPrefix, (zone, length) => end - (zone + 1) * length),
  };
}

function size(prefix: number): number {
  return 2 ** (32 - prefix);
}

function prefixOf(range: string): number {
  return Number(range.split('/')[1]);
}

function ipv4(address: string): bigint | undefined {
  const parts = address.split('.').map(Number);
  const isOne = parts.length === 4 && parts.every((part) => Number.isInteger(part) && part >= 0 && part <= 255);
  return isOne ? parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n) : undefined;
}

function ipv4Text(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
}

function ipv6(address: string): bigint | undefined {
  const canonical = canonicalIpv6(address);
  if (canonical === undefined) return undefined;
  const [head = [], tail] = canonical.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const groups = tail === undefined ? head : [...head, ...Array(8 - head.length - tail.length).fill('0'), ...tail];
  return [...groups].reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

function ipv6Text(value: bigint): string {
  const groups = [7n, 6n, 5n, 4n, 3n, 2n, 1n, 0n].map((index) => ((value >> (index * 16n)) & 0xffffn).toString(16));
  return canonicalIpv6(groups.join(':')) ?? '';
}

/** The one short form in lower case, which a URL gives an address. */
function canonicalIpv6(address: string): string | undefined {
  const url = `http://[${address}]`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : undefined;
}
