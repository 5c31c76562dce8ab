import type { Path } from '../stack-file/path';
import { cpuUnits, durationIn, gibibytes, mebibytes } from '../values/sizes';
import { accepts, line } from './rejected';
import { descriptionOf, fieldsAt, schemasAt } from './schema-fields';

/** The number that a text stands for, with its unit or in quotes. */
export function numberMeant(path: Path, value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  return sizeIn(path, value) ?? plainNumber(value);
}

function plainNumber(value: string): number | undefined {
  return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : undefined;
}

/** How a number is written here. */
export function asNumber(path: Path, value: unknown): string | undefined {
  const name = String(path.at(-1));
  if (typeof value === 'number') {
    const units = /cpu$/.test(name) ? cpuUnits(String(value)) : undefined;
    return units === undefined ? undefined : `write ${line(path, units)}: CPU is in units of 1/1024 vCPU`;
  }
  if (typeof value !== 'string') return undefined;
  const size = sizeIn(path, value);
  // What the field does not take either: the message says what it takes.
  if (size !== undefined) return accepts(schemasAt(path), size) ? `write ${line(path, size)}` : undefined;
  const [, first, last] = /^(\d+) ?- ?(\d+)$/.exec(value) ?? [];
  if (first !== undefined && fieldsAt(path.slice(0, -1)).includes(`from_${name}`)) {
    return `write from_${name}: ${first}, to_${name}: ${last}`;
  }
  const plain = plainNumber(value);
  if (plain !== undefined) return `write it without quotes: ${line(path, plain)}`;
  // Separators of thousands, which YAML 1.2 does not know.
  return /^\d{1,3}([_',]\d{3})+$/.test(value) ? `write ${line(path, Number(value.replaceAll(/\D/g, '')))}` : undefined;
}

/** A size with its unit, as Docker and Kubernetes write it. */
function sizeIn(path: Path, value: string): number | undefined {
  const name = String(path.at(-1));
  if (/cpu$/.test(name)) return cpuUnits(value);
  const description = descriptionOf(path) ?? '';
  if (/memory/.test(name) || /\bMiB\b/.test(description)) return mebibytes(value);
  if (/\bGiB\b/.test(description)) return gibibytes(value);
  const unit = /(^|[^a-z])(seconds|minutes|days)[^a-z]/i.exec(`${name} ${description} `)?.[2];
  return unit === undefined ? undefined : durationIn(unit.toLowerCase(), value);
}
