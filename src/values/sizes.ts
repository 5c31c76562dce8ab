import { inTable } from './in-table';

const VCPU = 1024;

/** CPU units of a size in vCPUs: 1024 of "1 vCPU" and "1.0". */
export function cpuUnits(text: string): number | undefined {
  const [, count, unit] = /^(\d+(?:\.\d+)?|\.\d+)\s*(v?cpus?|cores?|m)?$/i.exec(text.trim()) ?? [];
  if (count === undefined || (unit === undefined && !count.includes('.'))) return undefined;
  // Kubernetes counts thousandths.
  return whole(unit === 'm' ? (Number(count) * VCPU) / 1000 : Number(count) * VCPU);
}

const MIB_PER_UNIT: Readonly<Record<string, number>> = {
  m: 1,
  mb: 1,
  mib: 1,
  mi: 1,
  g: 1024,
  gb: 1024,
  gib: 1024,
  gi: 1024,
};

/** MiB of a size with its unit: 2048 of "2GB", "2 GiB", "2048Mi". */
export function mebibytes(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?|\.\d+)\s*([a-z]+)$/i.exec(text.trim()) ?? [];
  const factor = inTable(MIB_PER_UNIT, unit.toLowerCase());
  return count === undefined || factor === undefined ? undefined : whole(Number(count) * factor);
}

/** GiB of a size with its unit: 50 of "50GB". */
export function gibibytes(text: string): number | undefined {
  const size = mebibytes(text);
  return size === undefined ? undefined : whole(size / 1024);
}

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];

/** By the words for a unit, without the s of several. A month has 30 days, and a year 365. */
const SECONDS: Readonly<Record<string, number>> = {
  ...{ s: 1, sec: 1, second: 1 },
  ...{ m: MINUTE, min: MINUTE, minute: MINUTE },
  ...{ h: HOUR, hr: HOUR, hour: HOUR },
  ...{ d: DAY, day: DAY, w: 7 * DAY, week: 7 * DAY },
  ...{ mo: 30 * DAY, month: 30 * DAY, y: 365 * DAY, yr: 365 * DAY, year: 365 * DAY },
};

/** The number of a duration in `unit` (seconds, minutes or days): 90 seconds of "1m30s", 180 days of "6 months". */
export function durationIn(unit: string, text: string): number | undefined {
  const all = text.trim().toLowerCase();
  const parts = [...all.matchAll(/(\d+)\s*([a-z]+)\s*/gy)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== all) return undefined;
  const seconds = parts.reduce((sum, [, count, word = '']) => sum + Number(count) * secondsIn(word), 0);
  return whole(seconds / secondsIn(unit));
}

function secondsIn(word: string): number {
  return inTable(SECONDS, word) ?? inTable(SECONDS, word.replace(/s$/, '')) ?? Number.NaN;
}

function whole(size: number): number | undefined {
  return Number.isInteger(size) ? size : undefined;
}

/** What a number that is too small for CPU units means: vCPUs. */
export function fewCpuUnits(cpu: number): string | undefined {
  return cpu > 0 && cpu <= 64 ? `set ${cpu * VCPU} for ${cpu} vCPU: CPU is in units of 1/1024 vCPU` : undefined;
}

/** What a number that is too small for MiB means: GiB. */
export function fewMebibytes(memory: number): string | undefined {
  return memory > 0 && memory <= 128 ? `set ${memory * 1024} for ${memory} GiB: memory is in MiB` : undefined;
}
