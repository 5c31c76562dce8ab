import type { Environment } from '../../environment/environment';
import type { SharedThing } from '../../environment/shared-thing';
import { accountOf } from '../../inventory/scope';
import { apiIdentity } from '../prefect/api-identity';

/** The existing queue of an environment: who reads an event deletes it, also that of a flow run of another Prefect. */
export function sharedQueue(environment: Environment): SharedThing[] {
  const queue = environment.crashDetection?.existingQueue;
  if (queue === undefined) return [];
  const name = typeof queue === 'string' ? queue.split(':').at(-1) : JSON.stringify(queue);
  return [
    {
      key: `queue ${name} in ${environment.region} of ${accountOf(environment).key}`,
      like: apiIdentity(environment),
      path: ['crash_detection', 'existing_queue'],
      value: name ?? '',
      consequence:
        'a worker deletes each event that it reads, also that of a flow run in the Prefect workspace of the other',
      hint: 'set a queue of its own in one of them',
    },
  ];
}
