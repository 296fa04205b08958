import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

export interface ClusterDatabase {
  readonly host: string;
  readonly port: string;
  readonly user: string;
  readonly password: string;
  /** Names of the two databases, under the names that Temporal's own images give them. */
  readonly DBNAME: string;
  readonly VISIBILITY_DBNAME: string;
}

/** Temporal keeps its ports in a signed two-byte column; these are also below those that outgoing connections are given. */
const PORTS = { from: 12_000, to: 32_000 } as const;

const listening = (): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') listening().then(resolve, reject);
      else reject(error);
    });
    server.listen(randomInt(PORTS.from, PORTS.to), '127.0.0.1', () => resolve(server));
  });

/** Different ones: all are held until the last is found. */
export const freePorts = async (count: number): Promise<number[]> => {
  const servers = await Promise.all(Array.from({ length: count }, listening));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
};

const store = ({ host, port, user, password }: ClusterDatabase, databaseName: string, maxConns: number) => ({
  sql: {
    pluginName: 'postgres12',
    databaseName,
    connectAddr: `${host}:${port}`,
    connectProtocol: 'tcp',
    user,
    password,
    maxConns,
    maxIdleConns: maxConns,
    maxConnLifetime: '1h',
  },
});

/** What Temporal's own image makes of the compose file's variables, on ports of a test's own. The first port is the frontend's. */
export const clusterConfig = (ports: readonly number[], database: ClusterDatabase, dynamicConfig: string) => {
  const [frontend, ...rest] = Array.from({ length: 4 }, (_unused, index) => ({
    rpc: { grpcPort: ports[index], membershipPort: ports[index + 4], bindOnLocalHost: true },
  }));
  const [matching, history, worker] = rest;
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'default',
      visibilityStore: 'visibility',
      numHistoryShards: 4,
      datastores: { default: store(database, database.DBNAME, 20), visibility: store(database, database.VISIBILITY_DBNAME, 5) },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' }, pprof: { port: 0 } },
    services: { frontend, matching, history, worker },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: `127.0.0.1:${String(ports[0])}` },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    dynamicConfigClient: { filepath: dynamicConfig, pollInterval: '60s' },
  };
};
