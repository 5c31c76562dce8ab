import type { FindingId } from './finding-id';

/**
 * ok: looked at, nothing is wrong. problem: something does not work, or will not. warning: it works, and yet.
 * skipped: there is nothing to look at, or it is not for this command to see. unread: it should have been looked at, and could not.
 */
export type Status = 'ok' | 'problem' | 'warning' | 'skipped' | 'unread';

/** The sections of the runbook that findings lead to. */
export const SECTIONS = [
  'Is it down?',
  'Restart',
  'Pause',
  'Scale',
  'Roll back',
  'Before you apply',
  'Apply',
  'Verify',
  'Work pool',
  'First flow run',
  'Crash detection',
  'Alarms',
  'Rotate the API key',
  'Destroy',
  'When something is wrong',
] as const;

export type Section = (typeof SECTIONS)[number];

/** What was found out about one subject. */
export interface Finding {
  /** What was looked at: `service`, `secret PREFECT_API_KEY`. */
  readonly subject: string;
  readonly status: Status;
  /** What was seen. */
  readonly seen: string;
  /** Names the kind of a problem or warning, the same in every environment. */
  readonly id?: FindingId;
  /** Why it is so, as far as it can be known. */
  readonly cause?: string;
  /** What to do. */
  readonly wayOut?: string;
  /** Where the runbook says more. */
  readonly section?: Section;
}

/** A problem, or a warning, with all that makes it useful. */
export interface Explained {
  readonly id: FindingId;
  readonly seen: string;
  readonly cause: string;
  readonly wayOut: string;
  readonly section: Section;
}

export function ok(subject: string, seen: string): Finding {
  return { subject, status: 'ok', seen };
}

export function skipped(subject: string, seen: string): Finding {
  return { subject, status: 'skipped', seen };
}

export function unread(subject: string, seen: string, wayOut: string): Finding {
  return { subject, status: 'unread', seen, wayOut };
}

export function problem(subject: string, explained: Explained): Finding {
  return { subject, status: 'problem', ...explained };
}

export function warning(subject: string, explained: Explained): Finding {
  return { subject, status: 'warning', ...explained };
}

/** 0: nothing is wrong; there may be warnings. 1: there are problems. 2: something could not be looked at. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 1 | 2 {
  if (findings.some(({ status }) => status === 'problem')) return 1;
  return findings.some(({ status }) => status === 'unread') ? 2 : 0;
}
