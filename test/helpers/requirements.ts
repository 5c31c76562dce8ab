import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** One thing that a deployment asks for. */
export interface Requirement {
  readonly group: string;
  readonly asks: string;
  /** Fields of the stack file, beside the required ones. */
  readonly stack: object;
  /** What the emitted files have, by address. */
  readonly emits: Readonly<Record<string, unknown>>;
  /** Addresses that they do not have. */
  readonly omits: readonly string[];
}

/** What cannot work, and is refused. */
export interface Refusal {
  readonly group: string;
  readonly refuses: string;
  readonly stack: object;
  /** A part of the report. */
  readonly says: string;
}

type Written = (Omit<Requirement, 'group' | 'omits'> & Partial<Pick<Requirement, 'omits'>>) | Omit<Refusal, 'group'>;

const BY_GROUP: Readonly<Record<string, readonly Written[]>> = parse(
  readFileSync(join(__dirname, '..', 'requirements.yaml'), 'utf8'),
);

const LINES = Object.entries(BY_GROUP).flatMap(([group, lines]) => lines.map((line) => ({ group, ...line })));

export const REQUIREMENTS: readonly Requirement[] = LINES.flatMap((line) =>
  'asks' in line ? [{ omits: [], ...line }] : [],
);

export const REFUSALS: readonly Refusal[] = LINES.flatMap((line) => ('refuses' in line ? [line] : []));
