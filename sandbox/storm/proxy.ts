import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a part, for one program, that can be cut off or held. */
export interface Proxy {
  readonly port: number;
  /** The ports by which the part knows the program's connections. */
  portsBeyond(): number[];
  /** Ends every connection, in the middle of whatever is said. */
  cut(): void;
  /** Takes connections and passes nothing on, until `release`. */
  hold(): void;
  release(): void;
  stop(): Promise<void>;
}

export const startProxy = async (target: number): Promise<Proxy> => {
  const pairs = new Set<readonly [near: Socket, far: Socket]>();
  let held = false;
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const socket of pair) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        pairs.delete(pair);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (chunk) => far.write(chunk));
    far.on('data', (chunk) => near.write(chunk));
    if (held) for (const socket of pair) socket.pause();
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const [near, far] of pairs) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  };
  return {
    port: (server.address() as AddressInfo).port,
    portsBeyond: () => [...pairs].flatMap(([, far]) => (far.localPort === undefined ? [] : [far.localPort])),
    cut,
    hold: () => {
      held = true;
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    release: () => {
      held = false;
      for (const pair of pairs) for (const socket of pair) socket.resume();
    },
    stop: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
