/** A change of one place of the source, and whether a test saw it. */
export interface Mutant {
  readonly file: string;
  readonly line: number;
  readonly mutator: string;
  /** What stood there, and what stood there instead, each in one line. */
  readonly of: string;
  readonly to: string;
  readonly isKilled: boolean;
}

/** Why no test sees it, or why none sees any number of them: those whose `of → to` has the form of `matching`. */
export type Reason = { readonly because: string } & (
  | { readonly of: string; readonly to: string }
  | { readonly matching: string }
);

export interface Verdict {
  readonly part: string;
  readonly killed: number;
  readonly faults: readonly string[];
}

interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly ReportedMutant[] }>>;
}

interface ReportedMutant {
  readonly mutatorName: string;
  readonly replacement: string;
  readonly status: string;
  readonly location: { readonly start: Place; readonly end: Place };
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** So long a text shows which place is meant. */
const LONGEST = 100;

/** All mutants of Stryker's report. A time-out is seen as well: the tests do not end. */
export function mutantsOf({ files }: Report): Mutant[] {
  return Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants.map(({ mutatorName, replacement, status, location }) => ({
      file,
      line: location.start.line,
      mutator: mutatorName,
      of: inOneLine(between(source, location)),
      to: inOneLine(replacement),
      isKilled: status === 'Killed' || status === 'Timeout',
    })),
  );
}

/** Whether enough is killed, and the list of survivors is exact. */
export function verdictOn(
  part: string,
  mutants: readonly Mutant[],
  listed: Readonly<Record<string, readonly Reason[]>>,
  required: number,
): Verdict {
  const survivors = mutants.filter(({ isKilled }) => !isKilled);
  const killed = mutants.length - survivors.length;
  const open = Object.entries(listed).flatMap(([file, reasons]) => reasons.map((reason) => ({ file, reason })));
  const used = new Set<Reason>();
  const unlisted = survivors.filter((survivor) => {
    const found = open.find(
      ({ file, reason }) =>
        file === survivor.file && ('matching' in reason || !used.has(reason)) && covers(reason, survivor),
    );
    if (found !== undefined) used.add(found.reason);
    return found === undefined;
  });
  return {
    part,
    killed,
    faults: [
      ...(killed < required * mutants.length ? [`fewer than ${100 * required} % are killed`] : []),
      ...unlisted.map(({ file, line, of, to }) => `${file}:${line} survives: ${JSON.stringify({ of, to })}`),
      ...open
        .filter(({ reason }) => !used.has(reason))
        .map(({ file, reason }) => `${file}: is listed as a survivor, and is none: ${JSON.stringify(reason)}`),
    ],
  };
}

function covers(reason: Reason, { of, to }: Mutant): boolean {
  if ('matching' in reason) return new RegExp(`^(?:${reason.matching})$`).test(`${of} → ${to}`);
  return reason.of === of && reason.to === to;
}

function between(source: string, { start, end }: ReportedMutant['location']): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  lines[last] = (lines[last] ?? '').slice(0, end.column - 1);
  lines[0] = (lines[0] ?? '').slice(start.column - 1);
  return lines.join('\n');
}

function inOneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}...` : line;
}
