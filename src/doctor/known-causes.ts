import type { Explained } from './finding';
import { END_CAUSES } from './known-causes/end-causes';
import { FLOW_CAUSES } from './known-causes/flow-causes';
import { IMAGE_CAUSES } from './known-causes/image-causes';
import type { KnownCause, Place } from './known-causes/known-cause';
import { LAUNCH_CAUSES } from './known-causes/launch-causes';
import { PLACEMENT_CAUSES } from './known-causes/placement-causes';
import { POLLING_CAUSES } from './known-causes/polling-causes';
import { START_CAUSES } from './known-causes/start-causes';
import { SUBMISSION_CAUSES } from './known-causes/submission-causes';
import { WORKER_CAUSES } from './known-causes/worker-causes';

/**
 * The first that fits is the cause, so the narrow ones stand above the wide ones. Texts of stopped tasks: "Amazon ECS
 * stopped task error messages" and "CannotPullContainer task errors" in the ECS developer guide; of the worker and its
 * observer: prefect/workers/base.py, prefect/utilities/services.py, prefect_aws/observers/ecs.py.
 */
const KNOWN_CAUSES: readonly KnownCause[] = [
  ...START_CAUSES,
  ...IMAGE_CAUSES,
  ...PLACEMENT_CAUSES,
  ...END_CAUSES,
  ...LAUNCH_CAUSES,
  ...WORKER_CAUSES,
  ...SUBMISSION_CAUSES,
  ...FLOW_CAUSES,
  ...POLLING_CAUSES,
];

/** What such a text means; undefined: it is none of those that are known. */
export function explain(text: string, place: Place): Explained | undefined {
  const known = KNOWN_CAUSES.find((one) => one.in.includes(place) && one.text.test(text));
  if (known === undefined) return undefined;
  const { id, cause, wayOut, section } = known;
  return { id, seen: shortened(text), cause, wayOut, section };
}

const LONGEST = 300;

/** One line of a text, without what could be a credential. */
export function shortened(text: string): string {
  const line = withoutCredentials(text).replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/** Keys of Prefect Cloud, and whatever an HTTP header authorizes with. */
function withoutCredentials(text: string): string {
  return text
    .replaceAll(/\bpn[ub]_\w+/g, '(credential)')
    .replaceAll(/\b(Bearer|Basic)\s+[^\s'"\\]+/g, '$1 (credential)')
    .replaceAll(/(:\/\/[^/\s:@]*:)[^/\s@]+@/g, '$1(credential)@');
}
