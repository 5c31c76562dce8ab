import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port';
import { Running } from './prefect-process';
import { EMPTY_DATABASE, PREFECT_BIN } from './prefect-tools';
import { succeed } from './run';
import { scratchFolder } from './stack-files';

// biome-ignore lint/suspicious/noExplicitAny: what the API answers.
export type Answer = any;

/** A real Prefect server on this machine, empty, with a database of its own. */
export class PrefectServer {
  private constructor(
    private readonly process: Running,
    private readonly home: string,
    /** As a stack file names it: prefect.api_url. */
    readonly apiUrl: string,
    private readonly authString: string | undefined,
  ) {}

  /** `authString`: `user:password`, without which the server answers nobody. */
  static async start({ authString }: { readonly authString?: string } = {}): Promise<PrefectServer> {
    const home = scratchFolder();
    if (existsSync(EMPTY_DATABASE)) {
      mkdirSync(join(home, '.prefect'));
      cpSync(EMPTY_DATABASE, join(home, '.prefect', 'prefect.db'));
    }
    const port = String(await freePort());
    const process = Running.start(
      [`${PREFECT_BIN}/prefect`, 'server', 'start', '--host', '127.0.0.1', '--port', port],
      {
        cwd: home,
        env: {
          ...quietly(home),
          PREFECT_SERVER_UI_ENABLED: 'false',
          PREFECT_SERVER_ANALYTICS_ENABLED: 'false',
          ...(authString !== undefined && { PREFECT_SERVER_API_AUTH_STRING: authString }),
        },
      },
    );
    const server = new PrefectServer(process, home, `http://127.0.0.1:${port}/api`, authString);
    await waitFor(`the Prefect server to answer`, async () => {
      if (!process.running) throw new Error(`the Prefect server ended\n${process.output}`);
      return fetch(`${server.apiUrl}/health`).then(
        ({ status }) => status < 500,
        () => false,
      );
    });
    return server;
  }

  stop(): Promise<number | null> {
    return this.process.stop();
  }

  /** The client's own variables, as a person has them who works with this server. */
  get variables(): NodeJS.ProcessEnv {
    return {
      ...quietly(this.home),
      PREFECT_API_URL: this.apiUrl,
      ...(this.authString !== undefined && { PREFECT_API_AUTH_STRING: this.authString }),
    };
  }

  /** Runs the real `prefect`, as a person would, and gives what it printed; fails when it does. */
  async prefect(args: readonly string[], cwd = this.home, further: NodeJS.ProcessEnv = {}): Promise<string> {
    const env = { ...this.variables, ...further };
    return (await succeed(`${PREFECT_BIN}/prefect`, ['--no-prompt', ...args], { cwd, env })).stdout;
  }

  /**
   * Asks the API; as the real client does, again when it answers 503, which it does when its database is locked
   * for a while.
   */
  async api(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<Answer> {
    const response = await waitFor(`an answer to ${method} ${path}`, async () => {
      const answer = await this.send(method, path, body);
      return answer.status !== 503 && answer;
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  private send(method: string, path: string, body?: object): Promise<Response> {
    return fetch(`${this.apiUrl}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        // The server ends a connection that it has not heard of for a while, at times just when it is used again.
        connection: 'close',
        ...(this.authString !== undefined && {
          authorization: `Basic ${Buffer.from(this.authString).toString('base64')}`,
        }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** Starts a run of a deployment (FLOW/NAME), and gives its id. */
  async runOf(deployment: string): Promise<string> {
    const { id } = await this.api('GET', `/deployments/name/${deployment}`);
    return (await this.api('POST', `/deployments/${id}/create_flow_run`, { state: { type: 'SCHEDULED' } })).id;
  }

  /** The run's state once it is one of `types`. */
  async stateOf(
    run: string,
    types: readonly string[],
  ): Promise<{ type: string; name: string; message: string | null }> {
    return waitFor(`flow run ${run} to be ${types.join(' or ')}`, async () => {
      const { state } = await this.api('GET', `/flow_runs/${run}`);
      return types.includes(state.type) ? state : undefined;
    });
  }

  /** What the run logged, a line each, once there is a line that holds `text`. */
  async logOf(run: string, text: string): Promise<string[]> {
    return waitFor(`flow run ${run} to log ${JSON.stringify(text)}`, async () => {
      const lines: { message: string }[] = await this.api('POST', '/logs/filter', {
        logs: { flow_run_id: { any_: [run] } },
        sort: 'TIMESTAMP_ASC',
      });
      const messages = lines.map(({ message }) => message);
      return messages.some((message) => message.includes(text)) ? messages : undefined;
    });
  }
}

/** What every Prefect process gets here: a home of its own, and no word to anybody outside. */
export function quietly(home: string): NodeJS.ProcessEnv {
  return {
    PATH: `${PREFECT_BIN}:${process.env['PATH']}`,
    HOME: home,
    LANG: 'C.UTF-8',
    DO_NOT_TRACK: '1',
    NO_COLOR: '1',
    COLUMNS: '300',
  };
}

/** Asks again until there is something to give. */
export async function waitFor<Thing>(
  what: string,
  ask: () => Promise<Thing | undefined | false>,
  patience = 90_000,
): Promise<Thing> {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    const thing = await ask();
    if (thing !== undefined && thing !== false) return thing;
    await sleep(250);
  }
  throw new Error(`waited ${patience / 1000} seconds in vain for ${what}`);
}
