import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { Emulator } from './emulator';
import { freePort } from './free-port';
import { asEcsStarts, type Container } from './prefect-container';
import { Running } from './prefect-process';
import type { Recording } from './prefect-recording';
import { quietly } from './prefect-server';
import { run } from './run';
import { scratchFolder } from './stack-files';

/** The port on which the worker answers in its container. */
const PORT = 8080;

/** The real ECS worker as its task definition says it, with AWS's calls recorded. */
export class PrefectWorker {
  private constructor(
    private readonly process: Running,
    private readonly definition: ContainerDefinition,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly home: string,
    private readonly port: number,
  ) {}

  /**
   * `further`: arguments and variables that the task definition does not have. Without any the worker is exactly what
   * it says, on its own port where nobody else here has it.
   */
  static async start(
    {
      emulator,
      recording,
      definition,
      region,
    }: { emulator: Emulator; recording: Recording; definition: ContainerDefinition; region?: string },
    further?: Partial<Container>,
  ): Promise<PrefectWorker> {
    const { command, environment } = await asEcsStarts(emulator, definition, {}, region);
    const home = scratchFolder();
    const port = await freePort(further === undefined ? PORT : 0);
    const variables = {
      ...quietly(home),
      ...recording.variables,
      ...environment,
      ...further?.environment,
      // A container has its ports for itself.
      ...(port !== PORT && { PREFECT_WORKER_WEBSERVER_PORT: String(port) }),
    };
    const process = Running.start([...command, ...(further?.command ?? [])], { cwd: home, env: variables });
    return new PrefectWorker(process, definition, variables, home, port);
  }

  get output(): string {
    return this.process.output;
  }

  /** Stops it as ECS does, and says with which status it ended. */
  stop(): Promise<number | null> {
    return this.process.stop();
  }

  /** Ends it at once, as an instance does that is taken away: nothing is finished. */
  kill(): void {
    this.process.kill();
  }

  /** Waits until it ends by itself. */
  ended(): Promise<number | null> {
    return this.process.ended();
  }

  /** The status of its own /health; undefined where nothing answers. */
  async health(): Promise<number | undefined> {
    return fetch(`http://127.0.0.1:${this.port}/health`).then(
      ({ status }) => status,
      () => undefined,
    );
  }

  /** The status with which the task definition's health check ends, run as ECS runs it. */
  async probe(): Promise<number | null> {
    const [kind, ...command] = this.definition.healthCheck?.command ?? [];
    if (kind !== 'CMD') throw new Error(`the health check is ${kind}, and not CMD`);
    // What the container has for itself, its port and its /tmp, is this worker's here.
    const [program = '', ...args] = command.map((part) =>
      part.replaceAll(String(PORT), String(this.port)).replaceAll('/tmp/', `${this.home}/`),
    );
    return (await run(program, args, { cwd: this.home, env: this.environment })).status;
  }
}
