import { PRESETS } from '../../environment/presets';
import type { Config } from '../../environment/schema';

type Configured = Config['crashDetection'];

/** How crash detection is set up, every default resolved. */
export interface CrashDetection
  extends Pick<Configured, 'existingQueue' | 'eventBus' | 'kmsKey' | 'forwardLogsMaxEvents'> {
  readonly families: readonly string[];
  readonly messageRetentionSeconds: number;
  readonly maxReceiveCount: number;
  readonly forwardLogs: boolean;
  /** Whether the log group of the flow runs can be read event by event. */
  readonly logIsReadable: boolean;
}

/** Whether this environment's worker receives an event when the task of a flow run stops. */
export function detectsCrashes({ crashDetection, preset, workerType }: Config): boolean {
  return crashDetection.enabled ?? (PRESETS[preset].crashDetection && workerType === 'ecs');
}

function canReadLog({ logs, flowRuns, preset }: Config): boolean {
  const where = flowRuns?.log.group ?? (preset === 'hardened' ? 'created' : 'worker');
  if (where !== 'worker') return where !== 'none';
  return logs.group !== 'none' && logs.class !== 'INFREQUENT_ACCESS';
}

export function toCrashDetection(config: Config): CrashDetection | undefined {
  if (!detectsCrashes(config)) return undefined;
  const logIsReadable = canReadLog(config);
  const {
    existingQueue,
    eventBus,
    kmsKey,
    families,
    messageRetentionSeconds,
    maxReceiveCount,
    forwardLogs,
    forwardLogsMaxEvents,
  } = config.crashDetection;
  return {
    existingQueue,
    eventBus,
    kmsKey,
    families: families ?? [],
    messageRetentionSeconds: messageRetentionSeconds ?? 7200,
    maxReceiveCount: maxReceiveCount ?? 5,
    forwardLogs: forwardLogs ?? logIsReadable,
    logIsReadable,
    forwardLogsMaxEvents,
  };
}
