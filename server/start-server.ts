import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { Counter, Gauge, Histogram } from 'prom-client';
import { createCardProcessor } from '../adapters/card-processor/stripe.js';
import { createProvisioningVendors } from '../adapters/provisioning-vendors.js';
import { openDatabase, platformScope } from '../prisma/client.js';
import { createLog } from '../runtime/log.js';
import { createMetrics, type Metrics } from '../runtime/metrics.js';
import type { Settings } from '../runtime/settings.js';
import { startBounceServer } from './bounce/bounce-server.js';
import { checkTransitionTables } from './check-tables.js';
import type { Services } from './context.js';
import { openEngine } from './engine/engine.js';
import { startOutbox } from './engine/outbox.js';
import { createCodeLimiter } from './factor/code-limiter.js';
import { createApp } from './http/app.js';
import { closable } from './http/close-server.js';
import { startChangeFeed } from './live/change-feed.js';
import { startChangeHub } from './live/change-hub.js';
import { startHousekeeping } from './live/housekeeping.js';
import { startReconciling } from './reconcile/start-reconciling.js';
import { createDearLimits } from './security/dear-limits.js';
import { createGuessCounter } from './security/guess-counter.js';
import { createLinkLimiter, createSignInLimiter } from './security/sign-in-limiter.js';

export interface RunningServer {
  readonly port: number;
  /** Where delivery reports are taken; absent without a domain for them. */
  readonly bouncePort: number | undefined;
  readonly services: Services;
  readonly metrics: Metrics;
  /** Lets requests in hand finish, cuts the streams, then lets go of everything. */
  stop(): Promise<void>;
}

/** Longer than proxies keep an idle connection (a minute): who closes first must not be the one that may be sent a request. */
const KEEP_ALIVE_MS = 75_000;

const uiFolderOf = (): string => fileURLToPath(new URL(process.env.LICENZA_BUILD === '1' ? './ui' : '../dist/ui', import.meta.url));

/** Wires and starts the server on HOST:PORT (port 0: any free one). */
export const startServer = async (settings: Settings): Promise<RunningServer> => {
  checkTransitionTables();
  const log = createLog('server', settings.LOG_LEVEL);
  const database = openDatabase(settings.DATABASE_URL);
  const engine = await openEngine(settings);
  const outbox = startOutbox(database, engine, log);
  const changes = startChangeFeed(database, startChangeHub(database, log), log);
  const housekeeping = startHousekeeping(database, log, settings);
  const vendors = createProvisioningVendors(settings);
  const { tenants } = vendors.microsoft;
  if (!tenants) throw new Error('the vendor with accounts has none');
  const services: Services = {
    settings,
    database,
    engine,
    outbox,
    changes,
    signInLimiter: createSignInLimiter(database),
    guesses: createGuessCounter(database),
    codeLimiter: createCodeLimiter(database),
    dear: createDearLimits(database),
    linkLimiter: createLinkLimiter(database),
    vendors,
    tenants,
    cards: createCardProcessor({
      apiUrl: settings.CARD_API_URL,
      apiKey: settings.CARD_API_KEY,
      webhookSecret: settings.CARD_WEBHOOK_SECRET,
    }),
    log,
  };
  const metrics = createMetrics('server');
  const durations = new Histogram({
    name: 'licenza_request_seconds',
    help: 'Requests by procedure and status',
    labelNames: ['route', 'status'],
    registers: [metrics.registry],
  });
  new Gauge({
    name: 'licenza_outbox_waiting',
    help: 'Commands that the engine has not taken yet',
    registers: [metrics.registry],
    async collect() {
      const [row] = await database
        .read<{ count: number }>(platformScope, 'SELECT count(*)::int AS count FROM outbox WHERE dispatched_at IS NULL')
        .catch(() => []);
      this.set(row?.count ?? 0);
    },
  });
  const notices = new Counter({
    name: 'licenza_webhooks_total',
    help: 'Notices of outside services by what became of them',
    labelNames: ['source', 'outcome'],
    registers: [metrics.registry],
  });
  const reconciling = startReconciling(services, metrics.registry);
  const bounces = new Counter({
    name: 'licenza_bounces_total',
    help: 'Mails to the addresses of our own sendings by what became of them',
    labelNames: ['outcome'],
    registers: [metrics.registry],
  });
  const { BOUNCE_DOMAIN: domain } = settings;
  const bounceServer = domain === undefined ? undefined : await startBounceServer({ settings, domain, database, log, bounces });
  const server = createServer(createApp(services, { uiFolder: uiFolderOf(), durations, notices }));
  const close = closable(server);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.requestTimeout = 60_000;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(settings.PORT, settings.HOST, resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : settings.PORT;
  log.info({ port }, 'server ready');
  return {
    port,
    bouncePort: bounceServer?.port,
    services,
    metrics,
    stop: async () => {
      await close();
      await bounceServer?.stop();
      await Promise.all([outbox.stop(), changes.stop(), housekeeping.stop(), reconciling.stop()]);
      await engine.close();
      await database.close();
    },
  };
};
