import type { Section } from '../finding';
import type { FindingId } from '../finding-id';
import type { Matcher } from '../in-order';

/** Where a text stands: with a stopped task, in the worker's log, or in the state of a flow run. */
export type Place = 'task' | 'log' | 'flow run';

/** What texts of AWS, Prefect and the worker mean. */
export interface KnownCause {
  readonly id: FindingId;
  readonly in: readonly Place[];
  readonly text: Matcher;
  readonly cause: string;
  readonly wayOut: string;
  readonly section: Section;
}

export const NETWORK: Pick<KnownCause, 'section'> = { section: 'Before you apply' };

export const TABLE: Pick<KnownCause, 'section'> = { section: 'When something is wrong' };

export const POOL: Pick<KnownCause, 'section' | 'wayOut'> = {
  wayOut: 'Update the work pool: it has a template that is not the one of this stack.',
  section: 'Work pool',
};

/** A connection that nothing answers, in the words of Go, which the ECS agent is written in. */
export const NO_ANSWER =
  /i\/o timeout|context deadline exceeded|connection refused|connection issue|no route to host|no such host|request canceled|TLS handshake timeout/;
