/** What becomes of a flow run's task, and the state that must then say so. */
export interface Fate {
  readonly name: string;
  /** Of ten flow runs. */
  readonly share: number;
  /** Whether its container tells Prefect that it runs, and how it ended. */
  readonly reports: readonly ('RUNNING' | 'COMPLETED' | 'FAILED')[];
  /** What ECS says of the task once it stopped. */
  readonly stopped: Stopped;
  readonly ends: { readonly type: string; readonly message?: RegExp };
}

export interface Stopped {
  readonly stopCode: string;
  readonly stoppedReason: string;
  /** Of its container; null: ECS has none. undefined: no container was ever created. */
  readonly exitCode?: number | null;
}

const EXITED = { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' };
const STOPPED_BY_ITSELF = /^The following containers stopped with a non-zero exit code: \['prefect'\]$/;

/**
 * The stop codes and reasons are AWS's own.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 */
export const FATES: readonly Fate[] = [
  {
    name: 'succeeds',
    share: 5,
    reports: ['RUNNING', 'COMPLETED'],
    stopped: { ...EXITED, exitCode: 0 },
    ends: { type: 'COMPLETED' },
  },
  {
    name: 'fails',
    share: 1,
    reports: ['RUNNING', 'FAILED'],
    stopped: { ...EXITED, exitCode: 1 },
    ends: { type: 'FAILED' },
  },
  {
    name: 'exits-before-it-reports',
    share: 1,
    reports: [],
    stopped: { ...EXITED, exitCode: 1 },
    ends: { type: 'CRASHED', message: STOPPED_BY_ITSELF },
  },
  {
    name: 'runs-out-of-memory',
    share: 1,
    reports: ['RUNNING'],
    stopped: {
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'OutOfMemoryError: Container killed due to memory usage',
      exitCode: 137,
    },
    ends: { type: 'CRASHED', message: STOPPED_BY_ITSELF },
  },
  {
    name: 'loses-its-spot',
    share: 1,
    reports: ['RUNNING'],
    stopped: { stopCode: 'SpotInterruption', stoppedReason: 'Your Spot Task was interrupted.', exitCode: null },
    ends: { type: 'CRASHED', message: STOPPED_BY_ITSELF },
  },
  {
    name: 'never-starts',
    share: 1,
    reports: [],
    stopped: { stopCode: 'TaskFailedToStart', stoppedReason: 'Timeout waiting for network interface provisioning' },
    ends: { type: 'CRASHED', message: /^ECS task failed to start: Timeout waiting for network interface/ },
  },
];

/** The fate of the n-th flow run: of each ten the same shares, in the same order. */
export function fateOf(index: number): Fate {
  const ten = FATES.flatMap((fate) => Array.from({ length: fate.share }, () => fate));
  return ten[index % ten.length] as Fate;
}

/** A flow run carries its fate in its name, which is a tag of its task. */
export function runName(index: number): string {
  return `load-${String(index).padStart(4, '0')}-${fateOf(index).name}`;
}

export function fateNamed(runName: string): Fate {
  const fate = FATES.find(({ name }) => runName.endsWith(`-${name}`));
  if (fate === undefined) throw new Error(`${runName} is no flow run of this test`);
  return fate;
}
