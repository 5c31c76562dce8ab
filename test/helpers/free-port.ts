import { createServer } from 'node:net';

/** The port if it is free, or else one that is; 0: any. */
export function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', wanted === 0 ? reject : () => resolve(freePort()));
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
