/**
 * Families of EC2 instance types.
 * Source: InstanceType of https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html, as the AWS SDK for
 * JavaScript 3.1169.0 has it, November 2026.
 */
const FAMILIES: ReadonlySet<string> = new Set(
  (
    'a1 c1 c3 c4 c5 c5a c5ad c5d c5n c6a c6g c6gd c6gn c6i c6id c6in c7a c7g ' +
    'c7gd c7gn c7i c7i-flex c8a c8g c8gb c8gd c8gn c8i c8i-flex c8ib c8id c8in c8ine c9g c9gd cc1 ' +
    'cc2 cg1 cr1 d2 d3 d3en dl1 dl2q f1 f2 g2 g3 g3s g4ad g4dn g5 g5g g6 ' +
    'g6e g6f g7 g7e gr6 gr6f h1 hi1 hpc6a hpc6id hpc7a hpc7g hpc8a hs1 i2 i3 i3en i4g ' +
    'i4i i7i i7ie i8g i8ge im4gn inf1 inf2 is4gen m1 m2 m3 m4 m5 m5a m5ad m5d m5dn ' +
    'm5n m5zn m6a m6g m6gd m6i m6id m6idn m6in m7a m7g m7gd m7i m7i-flex m8a m8azn m8g m8gb ' +
    'm8gd m8gn m8i m8i-flex m8ib m8id m8idb m8idn m8in m8ine m9g m9gd mac-m3ultra mac-m4 mac-m4max mac-m4pro mac1 mac2 ' +
    'mac2-m1ultra mac2-m2 mac2-m2pro p2 p3 p3dn p4d p4de p5 p5e p5en p6-b200 p6-b300 p6e-gb200 r3 r4 r5 r5a ' +
    'r5ad r5b r5d r5dn r5n r6a r6g r6gd r6i r6id r6idn r6in r7a r7g r7gd r7i r7iz r8a ' +
    'r8g r8gb r8gd r8gn r8i r8i-flex r8ib r8id r8idb r8idn r8in r9g r9gd t1 t2 t3 t3a t4g ' +
    't8i trn1 trn1n trn2 trn2u u-12tb1 u-18tb1 u-24tb1 u-3tb1 u-6tb1 u-9tb1 u7i-12tb u7i-6tb u7i-8tb u7ib-12tb u7in-16tb u7in-24tb u7in-32tb ' +
    'u7inh-32tb vt1 x1 x1e x2gd x2idn x2iedn x2iezn x8aedz x8g x8i z1d '
  ).split(' '),
);

const SIZE = /^(nano|micro|small|medium|large|[0-9]*xlarge|metal(-[0-9]+xl)?)$/;

export const INSTANCE_FAMILIES: readonly string[] = [...FAMILIES].filter((family) => family !== '');

/** Of most families. */
export const INSTANCE_SIZES: readonly string[] = [
  ...['nano', 'micro', 'small', 'medium', 'large', 'xlarge', 'metal'],
  ...[2, 3, 4, 6, 8, 9, 10, 12, 16, 18, 24, 32, 48].map((times) => `${times}xlarge`),
];

/** Whether a type was known in November 2026. */
export function isKnownInstanceType(type: string): boolean {
  const [family = '', size = ''] = type.split('.');
  return FAMILIES.has(family) && SIZE.test(size);
}

/** What an instance has for all of its tasks. */
export interface InstanceSize {
  /** Units of 1/1024 vCPU. */
  readonly cpu: number;
  /** MiB, of which the operating system takes a part. */
  readonly memory: number;
  readonly gpus: number;
}

/** GiB for each vCPU. */
const GIB_OF_FAMILY: readonly (readonly [family: RegExp, gib: number])[] = [
  // c5n has less memory than its name says.
  [/^c(?!5n)[5-9]/, 2],
  [/^m[4-9]/, 4],
  [/^r[5-9]/, 8],
  [/^g(4dn|5|6)$/, 4],
];

const GIB_OF_BURSTABLE: Readonly<Record<string, number>> = {
  nano: 0.5,
  micro: 1,
  small: 2,
  medium: 4,
  large: 8,
  xlarge: 16,
  '2xlarge': 32,
};

const GPUS: Readonly<Record<string, number>> = { '12xlarge': 4, '24xlarge': 4, '48xlarge': 8 };

/** The small ones of the first generation that is burstable have one vCPU. */
function isSingle(type: string): boolean {
  return /^t2\.(nano|micro|small)$/.test(type);
}

/**
 * What a type has, by the rules that its family follows; undefined for families without such a rule.
 * Sources: https://docs.aws.amazon.com/ec2/latest/instancetypes/gp.html, co.html, mo.html and ac.html
 */
export function sizeOfInstance(type: string): InstanceSize | undefined {
  const [family = '', size = ''] = type.split('.');
  const vcpus = vcpusOf(size);
  if (/^t(2|3|3a|4g)$/.test(family)) {
    const gib = GIB_OF_BURSTABLE[size];
    return gib === undefined
      ? undefined
      : { cpu: 1024 * Math.max(isSingle(type) ? 1 : 2, vcpus ?? 0), memory: gib * 1024, gpus: 0 };
  }
  const gib = GIB_OF_FAMILY.find(([pattern]) => pattern.test(family))?.[1];
  if (gib === undefined || vcpus === undefined) return undefined;
  const gpus = family.startsWith('g') ? (GPUS[size] ?? 1) : 0;
  return { cpu: vcpus * 1024, memory: vcpus * gib * 1024, gpus };
}

function vcpusOf(size: string): number | undefined {
  if (size === 'medium') return 1;
  if (size === 'large') return 2;
  const [, times] = /^([0-9]*)xlarge$/.exec(size) ?? [];
  return times === undefined ? undefined : 4 * Number(times || 1);
}
