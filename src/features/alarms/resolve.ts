import type * as z from 'zod';
import type { Config } from '../../environment/schema';
import { detectsCrashes } from '../crash-detection/resolve';
import { failedEvents, oldestEvent, serviceEvents, tasksMissing, undeliveredEvents, workerLog } from './schema';

type Configured = NonNullable<Config['alarms']>;

/** What is watched, every default resolved; undefined is not. */
export interface Alarms extends Pick<Configured, 'topic' | 'email' | 'kmsKey' | 'notifyWhenOk' | 'dashboard'> {
  readonly tasksMissing?: z.output<typeof tasksMissing>;
  readonly oldestEvent?: z.output<typeof oldestEvent>;
  readonly failedEvents?: z.output<typeof failedEvents>;
  readonly undeliveredEvents?: z.output<typeof undeliveredEvents>;
  readonly workerLog?: z.output<typeof workerLog>;
  readonly serviceEvents?: z.output<typeof serviceEvents>;
}

export function toAlarms(config: Config): Alarms | undefined {
  const { alarms, crashDetection } = config;
  if (alarms === undefined) return undefined;
  const hasQueue = detectsCrashes(config);
  const makesQueue = hasQueue && crashDetection.existingQueue === undefined;
  return {
    ...alarms,
    tasksMissing: fewerAreMeant(config, watched(alarms.tasksMissing, tasksMissing)),
    oldestEvent: hasQueue ? watched(alarms.oldestEvent, oldestEvent) : undefined,
    failedEvents: makesQueue ? watched(alarms.failedEvents, failedEvents) : undefined,
    undeliveredEvents: makesQueue ? watched(alarms.undeliveredEvents, undeliveredEvents) : undefined,
    workerLog: watched(alarms.workerLog, workerLog),
    serviceEvents: watched(alarms.serviceEvents, serviceEvents),
  };
}

/** What is scaled runs at fewer tasks than its desired count, and at none where it is sent home, without being down. */
function fewerAreMeant({ service }: Config, settings: Alarms['tasksMissing']): Alarms['tasksMissing'] {
  const { autoscaling, schedule = {} } = service;
  const mins = [autoscaling, ...Object.values(schedule)].flatMap((one) => one?.min ?? []);
  if (settings === undefined || mins.length === 0) return settings;
  const some = mins.filter((min) => min > 0);
  return {
    ...settings,
    fewest: settings.fewest ?? Math.min(...(some.length > 0 ? some : [1])),
    quietWhenNone: settings.quietWhenNone ?? mins.includes(0),
  };
}

function watched<Fields extends z.ZodType>(
  given: z.output<Fields> | false | undefined,
  fields: Fields,
): z.output<Fields> | undefined {
  return given === false ? undefined : (given ?? fields.parse({}));
}
