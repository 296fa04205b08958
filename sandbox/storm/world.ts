import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placeOfData } from '../database/data-folder.js';
import { freePort } from '../ports.js';
import { Problem } from '../problem.js';
import { run } from '../processes/run.js';
import { root } from '../start/options.js';
import { programPart, type Part } from './part.js';
import { databasePart, enginePart } from './parts-beneath.js';
import { startProxy, type Proxy } from './proxy.js';

type Program = ReturnType<typeof programPart>;

export interface World {
  readonly url: string;
  /** Past every proxy: for the storm's own eyes. */
  readonly databaseUrl: string;
  readonly engineAddress: string;
  readonly inboxUrl: string;
  readonly vendorUrl: string;
  readonly partnerUrl: string;
  readonly partnerKey: string;
  readonly cardUrl: string;
  readonly cardKey: string;
  readonly parts: readonly Part[];
  /** By the name of a program: its ways to the database and to the engine. */
  readonly ways: ReadonlyMap<string, { readonly database: Proxy; readonly engine: Proxy }>;
  part(name: string): Part;
  /** Everything woken, let through and running. */
  mend(): Promise<void>;
  readonly stop: () => Promise<void>;
}

const secret = (): string => randomBytes(24).toString('base64url');
const at = (port: number): string => `http://127.0.0.1:${String(port)}`;

const dist = (name: string): string => join(root, 'dist', `${name}.js`);

/** The shell's own settings stay outside: only what a deployment would give. */
const bare = (): NodeJS.ProcessEnv => ({ PATH: process.env.PATH, HOME: process.env.HOME });

const outsideOf = async (folder: string, url: string) => {
  const [inbox, smtp, vendor, partner, cards] = await Promise.all([freePort(), freePort(), freePort(), freePort(), freePort()]);
  const [vendorKey, partnerKey, partnerSecret, cardKey, cardSecret] = [
    secret(),
    secret(),
    randomBytes(32).toString('hex'),
    `sk_test_${secret()}`,
    `whsec_${secret()}`,
  ];
  const program = (name: string, script: string, port: number, env: Record<string, string>) =>
    programPart({
      name,
      script: dist(script),
      cwd: root,
      env: { ...bare(), ...env },
      readyUrl: `${at(port)}/healthz`,
      logFile: join(folder, 'logs', `${script}.log`),
    });
  return {
    ports: { inbox, smtp, vendor, partner, cards },
    partnerKey,
    cardKey,
    programs: [
      program('inbox', 'sandbox-inbox', inbox, {
        INBOX_FOLDER: join(folder, 'inbox'),
        SMTP_PORT: String(smtp),
        INBOX_PORT: String(inbox),
      }),
      program('licence vendor', 'sandbox-licence-vendor', vendor, {
        LICENCE_VENDOR_FOLDER: join(folder, 'vendor'),
        LICENCE_VENDOR_PORT: String(vendor),
        LICENCE_VENDOR_API_KEY: vendorKey,
      }),
      program('partner API', 'sandbox-partner-center', partner, {
        PARTNER_API_FOLDER: join(folder, 'partner'),
        PARTNER_API_PORT: String(partner),
        PARTNER_API_KEY: partnerKey,
        PARTNER_WEBHOOK_SECRET: partnerSecret,
        PARTNER_WEBHOOK_URL: `${url}/webhooks/partner`,
      }),
      program('card processor', 'sandbox-card-processor', cards, {
        CARD_PROCESSOR_FOLDER: join(folder, 'cards'),
        CARD_PROCESSOR_PORT: String(cards),
        CARD_API_KEY: cardKey,
        CARD_WEBHOOK_URL: `${url}/webhooks/card`,
        CARD_WEBHOOK_SECRET: cardSecret,
      }),
    ],
    variables: {
      SMTP_URL: `smtp://127.0.0.1:${String(smtp)}`,
      INBOX_URL: at(inbox),
      LICENCE_VENDOR_URL: at(vendor),
      LICENCE_VENDOR_API_KEY: vendorKey,
      PARTNER_API_URL: at(partner),
      PARTNER_API_KEY: partnerKey,
      PARTNER_WEBHOOK_SECRET: partnerSecret,
      CARD_API_URL: at(cards),
      CARD_API_KEY: cardKey,
      CARD_WEBHOOK_SECRET: cardSecret,
    },
  };
};

const prepare = async (env: NodeJS.ProcessEnv): Promise<void> => {
  const { code, output } = await run(process.execPath, ['--enable-source-maps', dist('migrate')], { cwd: root, env });
  if (code !== 0) throw new Problem(`The database could not be prepared:\n${output}`);
};

const databaseBy = (port: number, password: string): string => `postgresql://postgres:${password}@127.0.0.1:${String(port)}/licenza`;

/** The whole product beside whatever else runs here: data of its own, free ports, two workers. It only talks to 127.0.0.1. */
export const startWorld = async (keepIn?: string, onWorld?: (stop: () => Promise<void>) => void): Promise<World> => {
  const folder = keepIn ?? (await mkdtemp(join(tmpdir(), 'licenza-storm-')));
  await mkdir(join(folder, 'logs'), { recursive: true });
  await chmod(folder, 0o755); // PostgreSQL's own user must get in
  const [web, databasePort, enginePort] = [await freePort(), await freePort(), await freePort()];
  const [url, password] = [at(web), secret()];
  const outside = await outsideOf(folder, url);
  const [database, engine] = [databasePart(folder, databasePort, password), enginePart(folder, enginePort)];
  const proxies: Proxy[] = [];
  const ways = new Map<string, { database: Proxy; engine: Proxy }>();
  const shared: NodeJS.ProcessEnv = {
    ...bare(),
    ...outside.variables,
    LICENZA_SANDBOX: '1',
    NODE_ENV: 'development',
    LOG_LEVEL: 'info',
    PORT: String(web),
    PUBLIC_URL: url,
    SESSION_SECRET: randomBytes(32).toString('hex'),
    TOKEN_SECRET: randomBytes(32).toString('hex'),
    PAYLOAD_KEYS: `storm:${randomBytes(32).toString('base64')}`,
    DATABASE_URL: databaseBy(databasePort, password),
    TEMPORAL_ADDRESS: `127.0.0.1:${String(enginePort)}`,
  };
  const product = async (name: string, script: 'server' | 'worker'): Promise<Program> => {
    const way = { database: await startProxy(databasePort), engine: await startProxy(enginePort) };
    proxies.push(way.database, way.engine);
    ways.set(name, way);
    const metrics = String(await freePort());
    const env = {
      ...shared,
      METRICS_PORT: metrics,
      WORKER_METRICS_PORT: metrics,
      DATABASE_URL: databaseBy(way.database.port, password),
      TEMPORAL_ADDRESS: `127.0.0.1:${String(way.engine.port)}`,
    };
    const readyUrl = script === 'server' ? `${url}/readyz` : `${at(Number(metrics))}/metrics`;
    return programPart({ name, script: dist(script), cwd: root, env, readyUrl, logFile: join(folder, 'logs', `${name}.log`) });
  };
  const programs = [await product('server', 'server'), await product('worker-1', 'worker'), await product('worker-2', 'worker')];
  const parts: Part[] = [database, engine, ...outside.programs, ...programs];
  const mend = async (): Promise<void> => {
    for (const part of parts) part.thaw();
    for (const proxy of proxies) proxy.release();
    await Promise.all(parts.map((part) => part.start()));
    await Promise.all([...outside.programs, ...programs].map((program) => program.untilReady()));
  };
  const stop = async (): Promise<void> => {
    for (const part of parts) part.thaw();
    for (const proxy of proxies) proxy.release();
    await Promise.all(programs.map((part) => part.kill()));
    await Promise.all([...outside.programs.map((part) => part.kill()), ...proxies.map((proxy) => proxy.stop()), engine.stop()]);
    await database.stop();
    if (keepIn) return;
    await rm(await placeOfData(join(folder, 'database')), { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  };
  const part = (name: string): Part => {
    const found = parts.find((each) => each.name === name);
    if (!found) throw new Error(`there is no part ${name}`);
    return found;
  };
  const { ports, partnerKey, cardKey } = outside;
  const world: World = {
    url,
    databaseUrl: databaseBy(databasePort, password),
    engineAddress: `127.0.0.1:${String(enginePort)}`,
    inboxUrl: at(ports.inbox),
    vendorUrl: at(ports.vendor),
    partnerUrl: at(ports.partner),
    partnerKey,
    cardUrl: at(ports.cards),
    cardKey,
    parts,
    ways,
    part,
    mend,
    stop,
  };
  onWorld?.(stop);
  try {
    await Promise.all([database.start(), engine.start()]);
    await prepare(shared);
    await mend();
    return world;
  } catch (error) {
    await stop();
    throw error;
  }
};
