import { type IncomingMessage, request } from 'node:http';
import { LocalServer } from '../helpers/local-server';

type Parameters = Readonly<Record<string, unknown>>;

/** A call of an AWS API. */
export interface Call {
  /** As in the credential scope of its signature. */
  readonly service: string;
  /** CreateService; for a REST API method and path. */
  readonly action: string;
  /** JSON as it was sent; of a query API the flat names: IpPermissions.1.FromPort. */
  readonly parameters: Parameters;
  /** The body of the answer. */
  readonly answer: string;
}

/** A request as it was sent, also one that was refused. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Stands in front of the emulator, notes all calls in their order, and mends what the emulator loses. */
export class Recorder {
  readonly calls: Call[] = [];
  readonly sent: SentRequest[] = [];
  /** What was asked of each service, by its name: moto forgets half of it. */
  private readonly services = new Map<string, Parameters>();
  /** Those of the scalable target: moto 5.2.1 knows no call for them. */
  private scalingTags: Readonly<Record<string, unknown>> = {};

  private constructor(
    private readonly server: LocalServer,
    private readonly emulator: string,
  ) {}

  static async before(emulator: string): Promise<Recorder> {
    const server = await LocalServer.start((asked, answered) => {
      recorder.pass(asked).then(
        ({ status, headers, body }) => answered.writeHead(status, headers).end(body),
        (error: unknown) => answered.writeHead(502).end(String(error)),
      );
    });
    const recorder = new Recorder(server, emulator);
    return recorder;
  }

  get endpoint(): string {
    return this.server.url;
  }

  stop(): void {
    this.server.stop();
  }

  /** The calls that were made since the last time somebody asked. */
  take(): Call[] {
    return this.calls.splice(0);
  }

  private async pass(asked: IncomingMessage) {
    const sent = await bodyOf(asked);
    const { method = '', url = '', headers: sentHeaders } = asked;
    this.sent.push({ method, url, headers: sentHeaders as Record<string, string>, body: sent.toString() });
    const answer = await this.forward(asked, sent);
    const call = { ...read(asked, sent), answer: answer.body.toString() };
    const scaling = this.scalingAnswer(call);
    if (scaling !== undefined)
      return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: scaling };
    if (answer.status < 400) {
      this.calls.push(call);
      this.remember(call);
    }
    const body = call.action === 'DescribeServices' ? this.mended(call.answer) : answer.body;
    const { 'transfer-encoding': _, ...headers } = answer.headers;
    return { status: answer.status, headers: { ...headers, 'content-length': String(body.length) }, body };
  }

  private forward(asked: IncomingMessage, sent: Buffer) {
    return new Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>((resolve, reject) => {
      const { method, url, headers } = asked;
      const passed = request(`${this.emulator}${url}`, { method, headers }, (got) => {
        bodyOf(got).then((body) => resolve({ status: got.statusCode ?? 500, headers: got.headers, body }), reject);
      });
      passed.on('error', reject);
      passed.end(sent);
    });
  }

  private scalingAnswer({ service, action, parameters }: Call): Buffer | undefined {
    if (service !== 'application-autoscaling') return undefined;
    if (parameters['Tags']) this.scalingTags = { ...this.scalingTags, ...parameters['Tags'] };
    for (const key of (parameters['TagKeys'] ?? []) as string[])
      this.scalingTags = { ...this.scalingTags, [key]: undefined };
    return /tag.*resource$/i.test(action) ? Buffer.from(JSON.stringify({ Tags: this.scalingTags })) : undefined;
  }

  private remember({ action, parameters }: Call): void {
    if (action !== 'CreateService' && action !== 'UpdateService') return;
    const name = lastPart(String(parameters['serviceName'] ?? parameters['service']));
    const before = action === 'UpdateService' ? this.services.get(name) : undefined;
    this.services.set(name, { ...before, ...parameters });
  }

  /** Services with the strategy, the managed tags and the rebalancing that they were made with. */
  private mended(answer: string): Buffer {
    const described = JSON.parse(answer) as { services?: Record<string, unknown>[] };
    for (const service of described.services ?? []) {
      const asked = this.services.get(String(service['serviceName']));
      if (asked === undefined) continue;
      for (const field of ['capacityProviderStrategy', 'enableECSManagedTags', 'availabilityZoneRebalancing']) {
        if (asked[field] !== undefined) service[field] = asked[field];
      }
      if (asked['capacityProviderStrategy'] !== undefined) delete service['launchType'];
    }
    return Buffer.from(JSON.stringify(described));
  }
}

function read({ headers, method = '', url = '' }: IncomingMessage, sent: Buffer): Omit<Call, 'answer'> {
  const [, service = ''] = /Credential=[^/]+\/[^/]+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  const target = headers['x-amz-target'];
  const text = sent.toString();
  if (typeof target === 'string') {
    return { service, action: lastPart(target, '.'), parameters: JSON.parse(text || '{}') };
  }
  if (/x-www-form-urlencoded/.test(headers['content-type'] ?? '')) {
    const { Action: action = '', ...parameters } = Object.fromEntries(new URLSearchParams(text));
    return { service, action, parameters };
  }
  const [, operation] = /\/operation\/(\w+)$/.exec(url) ?? [];
  return {
    service,
    action: operation ?? `${method} ${url.split('?')[0]}`,
    parameters: /json/.test(headers['content-type'] ?? '') && text !== '' ? JSON.parse(text) : {},
  };
}

function lastPart(text: string, separator = '/'): string {
  return text.split(separator).at(-1) as string;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
