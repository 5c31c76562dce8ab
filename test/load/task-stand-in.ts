import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Emulator } from '../helpers/emulator';
import type { Call, Recording } from '../helpers/prefect-recording';
import type { PrefectServer } from '../helpers/prefect-server';
import { putOnEventBus, stoppedWithError } from '../helpers/prefect-task-events';
import { type Fate, fateNamed } from './shares';

/**
 * Stands in for ECS and for the containers, which nothing here runs. Of each task that RunTask was answered with, it puts
 * ECS's events on the event bus, from where a rule takes them to the queue, and reports to Prefect what the container
 * would have reported.
 */
export class TaskStandIn {
  /** Events that were put on the bus. */
  sent = 0;
  private seen = 0;
  private stopped = false;
  private readonly lives: Promise<void>[] = [];
  private readonly failures: unknown[] = [];

  constructor(
    private readonly emulator: Emulator,
    private readonly recording: Recording,
    private readonly server: PrefectServer,
    /** Milliseconds that a task pends, and that it runs. */
    private readonly pace: number,
  ) {}

  /** The calls that started a task. */
  get started(): Call[] {
    return this.recording.of('ecs:RunTask').filter(({ answer }) => answer?.tasks?.length > 0);
  }

  /** Until it is stopped, every task that is started gets its life. */
  async play(): Promise<void> {
    while (!this.stopped) {
      const { started } = this;
      for (const call of started.slice(this.seen)) {
        this.lives.push(this.live(call).catch((error: unknown) => void this.failures.push(error)));
      }
      this.seen = started.length;
      await sleep(100);
    }
  }

  /** Waits for all tasks to stop. */
  async end(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.lives);
    if (this.failures.length > 0) throw new AggregateError(this.failures, 'the stand-in for ECS failed');
  }

  private async live(call: Call): Promise<void> {
    const run = tag(call, 'prefect.io/flow-run-id');
    const fate = fateNamed(tag(call, 'prefect.io/flow-run-name'));
    await this.tell(call, 'PENDING', fate);
    await sleep(this.pace);
    if (fate.reports.length > 0) await this.tell(call, 'RUNNING', fate);
    for (const type of fate.reports) {
      await this.server.api('POST', `/flow_runs/${run}/set_state`, { state: { type } });
      await sleep(this.pace / 2);
    }
    await this.tell(call, 'STOPPED', fate);
  }

  private async tell(call: Call, lastStatus: string, { stopped }: Fate): Promise<void> {
    const event = stoppedWithError(call);
    const { exitCode, ...why } = stopped;
    const [container] = event.detail.containers;
    const containers =
      exitCode === undefined ? [] : [{ name: container?.name, lastStatus, ...(exitCode !== null && { exitCode }) }];
    const { stopCode: _, stoppedReason: __, ...detail } = event.detail;
    const isStopped = lastStatus === 'STOPPED';
    await putOnEventBus(this.emulator, {
      ...event,
      id: randomUUID(),
      detail: {
        ...detail,
        lastStatus,
        desiredStatus: isStopped ? 'STOPPED' : 'RUNNING',
        containers: isStopped ? containers : [],
        ...(isStopped && why),
      },
    } as typeof event);
    this.sent += 1;
  }
}

function tag({ body }: Call, key: string): string {
  return body.tags.find((tag: { key: string }) => tag.key === key)?.value;
}
