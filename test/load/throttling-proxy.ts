import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { LocalServer } from '../helpers/local-server';

export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Behind {
  readonly url: string;
  /** What is answered in place of the server; undefined: it is asked. */
  readonly refuse: (asked: IncomingMessage) => Refusal | undefined;
  /** What the server is sent. */
  readonly rewrite?: (text: string) => string;
}

/** Stands before a server, and refuses some of what it is asked, as one does that is asked too much. */
export class ThrottlingProxy {
  refused = 0;
  passed = 0;

  private constructor(
    private readonly server: LocalServer,
    private readonly behind: Behind,
  ) {}

  static async before(behind: Behind): Promise<ThrottlingProxy> {
    const started = await LocalServer.start((asked, answered) => {
      proxy.answer(asked, answered).catch(() => answered.destroy());
    });
    const proxy = new ThrottlingProxy(started, behind);
    started.server.on('upgrade', (asked, socket, head) => proxy.connectThrough(asked, socket, head));
    return proxy;
  }

  /** The server's URL, with this host and port. */
  get url(): string {
    return this.behind.url.replace(/^\w+:\/\/[^/]+/, this.server.url);
  }

  stop(): void {
    this.server.stop();
  }

  private async answer(asked: IncomingMessage, answered: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of asked) chunks.push(chunk as Buffer);
    const refusal = this.behind.refuse(asked);
    if (refusal !== undefined) {
      this.refused += 1;
      answered.writeHead(refusal.status, refusal.headers).end(refusal.body);
      return;
    }
    this.passed += 1;
    const text = Buffer.concat(chunks).toString();
    const sent = this.behind.rewrite?.(text) ?? text;
    const { host, port } = new URL(this.behind.url);
    const { method, url, headers } = asked;
    const outgoing = request(
      {
        hostname: '127.0.0.1',
        port,
        method,
        path: url,
        headers: { ...headers, host, 'content-length': Buffer.byteLength(sent) },
      },
      (got) => {
        answered.writeHead(got.statusCode ?? 500, got.headers);
        got.pipe(answered);
      },
    );
    outgoing.on('error', () => answered.destroy());
    // Who asked was killed: the server behind must not wait for it.
    answered.on('close', () => outgoing.destroy());
    outgoing.end(sent);
  }

  /** WebSockets, over which Prefect's events go. */
  private connectThrough(asked: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { port } = new URL(this.behind.url);
    const through = connect(Number(port), '127.0.0.1', () => {
      const lines = Array.from({ length: asked.rawHeaders.length / 2 }, (_, index) =>
        asked.rawHeaders.slice(2 * index, 2 * index + 2).join(': '),
      );
      through.write(`${asked.method} ${asked.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      through.write(head);
      through.pipe(socket).pipe(through);
    });
    for (const end of [socket, through]) {
      end.on('error', () => {
        socket.destroy();
        through.destroy();
      });
    }
  }
}
