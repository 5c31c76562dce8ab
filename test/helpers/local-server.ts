import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server on a free port of this machine. */
export class LocalServer {
  private constructor(readonly server: Server) {}

  static async start(answer: RequestListener): Promise<LocalServer> {
    const server = createServer(answer);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new LocalServer(server);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Also where somebody keeps a connection. */
  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
