import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to the database that can be told to end connections in the packet in which they are told to be ready. */
export interface PartingProxy {
  /** The address of the same database, by this way. */
  readonly url: string;
  /** How many more times "ready" is passed on before the farewell is sent in one packet with it; `undefined`: never. */
  partAfter(ready: number | undefined): void;
  stop(): Promise<void>;
}

const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]); // ReadyForQuery, idle

/** What PostgreSQL says as it is stopped. */
const farewell = (): Buffer => {
  const fields = Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0');
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
};

export const startPartingProxy = async (databaseUrl: string): Promise<PartingProxy> => {
  const { hostname, port } = new URL(databaseUrl);
  let left: number | undefined;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const database = connect(Number(port), hostname);
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        database.destroy();
      });
    }
    client.on('data', (chunk) => database.write(chunk));
    database.on('data', (chunk: Buffer) => {
      const parts = left !== undefined && chunk.subarray(-READY.length).equals(READY) && left-- === 0;
      if (parts) client.end(Buffer.concat([chunk, farewell()]));
      else client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url: url.toString(),
    partAfter: (ready) => {
      left = ready;
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
