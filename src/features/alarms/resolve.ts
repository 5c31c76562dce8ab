import type * as z from 'zod';
import type { Config } from '../../environment/schema';
import { detectsCrashes } from '../crash-detection/resolve';
import type { ConfiguredService } from '../service/schema';
import { everyWorker } from '../workers/every-worker';
import { failedEvents, oldestEvent, serviceEvents, tasksMissing, undeliveredEvents, workerLog } from './schema';

type Configured = NonNullable<Config['alarms']>;
type TasksMissing = z.output<typeof tasksMissing>;

/** What is watched, every default resolved; undefined is not. */
export interface Alarms
  extends Pick<
    Configured,
    'topic' | 'furtherTopics' | 'email' | 'kmsKey' | 'notifyWhenOk' | 'dashboard' | 'highCpu' | 'highMemory'
  > {
  /** Of the first worker. */
  readonly tasksMissing?: TasksMissing;
  /** Of further workers, by their names. */
  readonly furtherTasksMissing: Readonly<Record<string, TasksMissing>>;
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
  const createsQueue = hasQueue && crashDetection.existingQueue === undefined;
  const missing = watched(alarms.tasksMissing, tasksMissing);
  return {
    ...alarms,
    tasksMissing: missing && withScaledCounts(config.service, missing),
    furtherTasksMissing: missing === undefined ? {} : ofFurtherWorkers(config, missing),
    oldestEvent: hasQueue ? watched(alarms.oldestEvent, oldestEvent) : undefined,
    failedEvents: createsQueue ? watched(alarms.failedEvents, failedEvents) : undefined,
    undeliveredEvents: createsQueue ? watched(alarms.undeliveredEvents, undeliveredEvents) : undefined,
    workerLog: watched(alarms.workerLog, workerLog),
    serviceEvents: watched(alarms.serviceEvents, serviceEvents),
  };
}

/** A further worker has a number of tasks of its own, so the first one's `fewest` is not for it. */
function ofFurtherWorkers(config: Config, { fewest: _, ...settings }: TasksMissing): Record<string, TasksMissing> {
  const further = everyWorker(config).filter(({ name, service }) => name !== undefined && service.create);
  return Object.fromEntries(further.map(({ name, service }) => [name, withScaledCounts(service, settings)]));
}

/** What is scaled runs at fewer tasks than its desired count, and at none where it is sent home, without being down. */
function withScaledCounts({ autoscaling, schedule = {} }: ConfiguredService, settings: TasksMissing): TasksMissing {
  const mins = [autoscaling, ...Object.values(schedule)].flatMap((one) => one?.min ?? []);
  if (mins.length === 0) return settings;
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
