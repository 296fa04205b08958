import { createServer, connect } from 'node:net';
import { Problem } from './problem.js';

const LOOPBACK = '127.0.0.1';

/** A port that nothing listens on right now, for tests and the bench. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, LOOPBACK, () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

export function isPortTaken(port: number, host = LOOPBACK): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(true));
    server.listen(port, host, () => server.close(() => resolve(false)));
  });
}

export interface NamedPort {
  what: string;
  setting: string;
  port: number;
}

/** Refuses to start half a product: every port that is taken gets its sentence, with the setting that moves it. */
export async function assertPortsFree(ports: NamedPort[]): Promise<void> {
  const taken = await Promise.all(ports.map(async (each) => ((await isPortTaken(each.port)) ? [each] : [])));
  const sentences = taken
    .flat()
    .map(({ what, setting, port }) => `Port ${port} (${what}) is already in use: stop what uses it, or set ${setting}.`);
  if (sentences.length > 0) throw new Problem(sentences.join('\n'));
}

export function canConnect(host: string, port: number, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const finish = (reached: boolean) => {
      socket.destroy();
      resolve(reached);
    };
    socket.setTimeout(timeoutMs, () => finish(false));
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}
