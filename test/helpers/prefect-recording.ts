import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { Emulator } from './emulator';
import { LocalServer } from './local-server';

// biome-ignore lint/suspicious/noExplicitAny: what was sent and answered.
export type Body = any;

/** A call as it arrived. */
export interface Call {
  /** As IAM names it: `ecs:RunTask`. */
  readonly action: string;
  readonly body: Body;
  readonly status: number;
  readonly answer: Body;
}

/** Stands between somebody and the emulator, and keeps what was asked. */
export class Recording {
  readonly calls: Call[] = [];

  /** What is answered instead, by action: made of what the emulator answered. */
  readonly answers = new Map<string, (answer: Body, body: Body) => Body>();

  /** The calls that were answered so. */
  readonly falsified: Call[] = [];

  private constructor(
    private readonly server: LocalServer,
    private readonly emulator: Emulator,
  ) {}

  static async start(emulator: Emulator): Promise<Recording> {
    const server = await LocalServer.start((incoming, outgoing) => {
      recording
        .pass(incoming)
        .then(({ status, headers, text }) => outgoing.writeHead(status, headers).end(text))
        .catch((error) => outgoing.destroy(error));
    });
    const recording = new Recording(server, emulator);
    return recording;
  }

  get endpoint(): string {
    return this.server.url;
  }

  stop(): void {
    this.server.stop();
  }

  /** How an AWS SDK is sent here. */
  get variables(): NodeJS.ProcessEnv {
    return { ...this.emulator.variables, AWS_ENDPOINT_URL: this.endpoint };
  }

  /** The calls of an action, oldest first. */
  of(action: string): Call[] {
    return this.calls.filter((call) => call.action === action);
  }

  /** The actions that were called, each once. */
  get actions(): string[] {
    return [...new Set(this.calls.map(({ action }) => action))].sort();
  }

  private async pass(incoming: IncomingMessage) {
    const sent = await textOf(incoming);
    const action = actionOf(incoming, sent);
    const body = parsed(sent);
    const answered = await this.forward(incoming, STAND_INS[action]?.(body) ?? sent);
    const truth = parsed(answered.text);
    const answer = this.answers.get(action)?.(truth, body) ?? truth;
    const isTrue = answer === truth;
    const { status, headers, text } = isTrue ? answered : { ...answered, status: 200, text: JSON.stringify(answer) };
    const call = { action, body, status, answer };
    this.calls.push(call);
    if (!isTrue) this.falsified.push(call);
    return { status, headers, text: text.replaceAll(/"memoryReservation": 0,? ?/g, '') };
  }

  private forward({ method, url, headers }: IncomingMessage, sent: string) {
    return new Promise<{ status: number; headers: IncomingHttpHeaders; text: string }>((resolve, reject) => {
      const outgoing = request(
        `${this.emulator.endpoint}${url}`,
        { method, headers: { ...headers, 'content-length': Buffer.byteLength(sent) } },
        async (response) => {
          const { 'content-length': _, 'transfer-encoding': __, ...headers } = response.headers;
          resolve({ status: response.statusCode ?? 500, headers, text: await textOf(response) });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(sent);
    });
  }
}

/**
 * What moto cannot take is recorded as it came, and passed on as something that it can. It places a task only on Fargate,
 * or on an instance that it was told of; it knows no capacity provider strategy; and it wants a container's own memory,
 * where on Fargate the task's is enough.
 */
const STAND_INS: Readonly<Record<string, (body: Body) => string>> = {
  'ecs:RunTask': ({ capacityProviderStrategy: _, ...body }) => JSON.stringify({ ...body, launchType: 'FARGATE' }),
  'ecs:RegisterTaskDefinition': ({ containerDefinitions, ...body }) =>
    JSON.stringify({
      ...body,
      containerDefinitions: containerDefinitions.map((container: object) => ({ memoryReservation: 0, ...container })),
    }),
};

/** JSON services name the operation in a header, the older ones in the form; the signature names the service. */
function actionOf({ headers }: IncomingMessage, sent: string): string {
  const service = /Credential=[^/]+\/[^/]+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1];
  const target = headers['x-amz-target'];
  const operation = typeof target === 'string' ? target.split('.').at(-1) : new URLSearchParams(sent).get('Action');
  return `${service}:${operation}`;
}

function parsed(text: string): Body {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function textOf(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
