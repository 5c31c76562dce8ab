import { setTimeout as sleep } from 'node:timers/promises';
import { shortened } from './known-causes';

// biome-ignore lint/suspicious/noExplicitAny: what the API answers.
export type Answer = any;

/** How the API is asked: with an API key, with `user:password`, or without credentials. */
export interface Credential {
  readonly kind: 'api key' | 'auth string';
  readonly value: string;
}

/** What Prefect answers instead of data. */
export class PrefectError extends Error {
  constructor(
    /** The status of HTTP; undefined: nothing answered. */
    readonly status: number | undefined,
    message: string,
  ) {
    super(shortened(message));
  }
}

const PATIENCE = 10_000;

/** After which Prefect's own client asks again: "Too Many Requests", "Bad Gateway", "Service Unavailable". */
const FOR_NOW = new Set([429, 502, 503]);
const ATTEMPTS = 4;
const PAUSE = 500;

/** Reads from Prefect's REST API; filters are posted, which changes nothing. */
export class PrefectApi {
  constructor(
    readonly url: string,
    private readonly credential?: Credential,
  ) {}

  get authorized(): boolean {
    return this.credential !== undefined;
  }

  get(path: string): Promise<Answer> {
    return this.ask('GET', path);
  }

  filter(path: string, body: object): Promise<Answer> {
    return this.ask('POST', `${path}/filter`, body);
  }

  private async ask(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
    let { status, text } = await this.send(method, path, body);
    for (let attempt = 1; attempt < ATTEMPTS && FOR_NOW.has(status); attempt += 1) {
      await sleep(PAUSE * attempt);
      ({ status, text } = await this.send(method, path, body));
    }
    if (status >= 400) throw new PrefectError(status, `${method} ${path}: ${status} ${text}`);
    try {
      return JSON.parse(text);
    } catch {
      throw new PrefectError(status, `${method} ${path}: ${status}, and not JSON: is this the URL of an API?`);
    }
  }

  private async send(method: string, path: string, body?: object): Promise<{ status: number; text: string }> {
    try {
      const response = await fetch(`${this.url}${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...authorization(this.credential) },
        signal: AbortSignal.timeout(PATIENCE),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      const { message, cause } = error as Error;
      // A credential that no header takes is repeated in the message.
      const reason = this.credential === undefined || cause instanceof Error ? causeOf(cause, message) : 'not sent';
      throw new PrefectError(undefined, `${method} ${path}: ${reason}`);
    }
  }
}

function causeOf(cause: unknown, message: string): string {
  if (!(cause instanceof Error)) return message;
  return cause.message || String((cause as NodeJS.ErrnoException).code ?? message);
}

function authorization(credential: Credential | undefined): Record<string, string> {
  if (credential === undefined) return {};
  const { kind, value } = credential;
  return {
    authorization: kind === 'api key' ? `Bearer ${value}` : `Basic ${Buffer.from(value).toString('base64')}`,
  };
}
