import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { createDraw } from './draw.js';
import { remedyOrder } from './give-remedies.js';
import { ask, look } from './look.js';
import { pressCommand, type Stage } from './press.js';
import type { Fault, FaultName } from './schedule.js';
import type { World } from './world.js';

/** What became of a fault: when it ended, and what kept it from being done. */
export interface Harm extends Fault {
  readonly begunAt: Date;
  endedAt: Date;
  note?: string;
}

type Doing = (stage: Stage, lastsMs: number) => Promise<string | undefined>;

const kill =
  (...names: string[]): Doing =>
  async ({ world }, lastsMs) => {
    await Promise.all(names.map((name) => world.part(name).kill()));
    await wait(lastsMs);
    await Promise.all(names.map((name) => world.part(name).start()));
    return undefined;
  };

const freeze =
  (...names: string[]): Doing =>
  async ({ world }, lastsMs) => {
    await Promise.all(names.map((name) => world.part(name).freeze()));
    await wait(lastsMs);
    for (const name of names) world.part(name).thaw();
    return undefined;
  };

const SIMULATORS = {
  partner: (world: World) => `${world.partnerUrl}/sim/faults`,
  vendor: (world: World) => `${world.vendorUrl}/sim/faults`,
  cards: (world: World) => `${world.cardUrl}/sim/faults`,
  mail: (world: World) => `${world.inboxUrl}/api/faults`,
};

/** Tells an outside service to fail, and to work again after a while. */
const tell =
  (simulator: keyof typeof SIMULATORS, ...faults: object[]): Doing =>
  async ({ world }, lastsMs) => {
    const url = SIMULATORS[simulator](world);
    const told = await ask(url, 'PUT', faults).then(
      () => undefined,
      () => 'it was away itself',
    );
    await wait(lastsMs);
    await ask(url, 'PUT', []).catch(() => undefined);
    return told;
  };

const waysOf = (world: World, way: 'database' | 'engine') => [...world.ways.values()].map((ways) => ways[way]);

const HOLD = `SELECT id FROM process WHERE state IN ('queued', 'running') ORDER BY created_at DESC LIMIT 20 FOR NO KEY UPDATE SKIP LOCKED`;
const WAITING = `SELECT client_port FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;

/** Holds rows that are being worked on until a worker waits for one of them, and freezes that worker before it lets them go. */
const freezeWhoWaits = async (world: World): Promise<string | undefined> => {
  const held = new pg.Client({ connectionString: world.databaseUrl, connectionTimeoutMillis: 5_000, query_timeout: 10_000 });
  held.on('error', () => undefined);
  try {
    await held.connect();
    await held.query('BEGIN');
    await held.query(HOLD);
    for (let attempt = 0; attempt < 20; attempt += 1) {
      await wait(100);
      const ports = new Set((await look(world, WAITING)).map(({ client_port }) => Number(client_port)));
      const isWaiting = (worker: string) =>
        world.ways
          .get(worker)
          ?.database.portsBeyond()
          .some((port) => ports.has(port)) === true;
      const name = ['worker-1', 'worker-2'].find(isWaiting);
      if (!name) continue;
      await world.part(name).freeze();
      await held.query('ROLLBACK');
      return name;
    }
    return undefined;
  } finally {
    await held.end().catch(() => undefined);
  }
};

const TRANSACTION_TRIES = 8;

/** A worker stands still with its transaction open. Where none has one just now, or the database is away, it is tried again for a while. */
const freezeInTransaction: Doing = async ({ world }, lastsMs) => {
  let name: string | undefined;
  for (let attempt = 1; attempt <= TRANSACTION_TRIES && !name; attempt += 1) {
    name = await freezeWhoWaits(world).catch(() => undefined);
    if (!name) await wait(500);
  }
  if (!name) await world.part('worker-2').freeze();
  await wait(lastsMs);
  world.part(name ?? 'worker-2').thaw();
  return name ? `${name} had a transaction open` : 'none had a transaction open: frozen as it was';
};

/** The vendor takes 14 s to make a cart, and both workers stand still meanwhile: the call is tried again beside the first try. */
const slowCart: Doing = async ({ world }, lastsMs) => {
  const cartCalls = async (): Promise<number> => {
    const { calls } = (await ask(`${world.partnerUrl}/sim/state`)) as { calls: Record<string, number> };
    return Object.entries(calls).reduce((sum, [call, times]) => sum + (call.startsWith('create-cart') ? times : 0), 0);
  };
  const before = await cartCalls();
  await ask(SIMULATORS.partner(world), 'PUT', [{ mode: 'delay', ms: 14_000, match: { operation: 'create-cart' }, times: 1 }]);
  let seen = false;
  for (let attempt = 0; attempt < 50 && !seen; attempt += 1) {
    await wait(100);
    seen = (await cartCalls()) > before;
  }
  await freeze('worker-1', 'worker-2')({ world } as Stage, lastsMs);
  await ask(SIMULATORS.partner(world), 'PUT', []).catch(() => undefined);
  return seen ? 'a cart was being made' : 'no cart was asked for';
};

/** A command is on its way when worker and engine die at once: what was written by then must not be forgotten. */
const killAtCommand: Doing = async (stage, lastsMs) => {
  const { world, people } = stage;
  const draw = createDraw(lastsMs);
  const [email] = await look(
    world,
    `SELECT customer_id AS id FROM process WHERE kind = 'customer' AND state = 'waiting' ORDER BY created_at DESC LIMIT 1`,
  );
  const [order] = await look(
    world,
    `SELECT subject_id AS id FROM process WHERE kind = 'order' AND state IN ('needs_attention', 'running') ORDER BY state, updated_at DESC LIMIT 1`,
  );
  const input = { customerId: email?.id, reason: 'the storm asks for it' };
  const pressing = Promise.all([
    email ? pressCommand(stage, people.rita, 'accountEmail.callOff', String(email.id), input) : undefined,
    order ? remedyOrder(stage, draw, String(order.id)) : undefined,
  ]);
  await wait(draw.between(15, 120));
  await kill('engine', 'worker-1', 'worker-2')(stage, lastsMs);
  await pressing.catch(() => undefined);
  return email || order ? undefined : 'there was nothing to command';
};

const doings: Readonly<Record<FaultName, Doing>> = {
  'kill server': kill('server'),
  'kill worker-1': kill('worker-1'),
  'kill worker-2': kill('worker-2'),
  'kill both workers': kill('worker-1', 'worker-2'),
  'kill database': kill('database'),
  'kill engine': kill('engine'),
  'kill inbox': kill('inbox'),
  'kill licence vendor': kill('licence vendor'),
  'kill partner API': kill('partner API'),
  'kill card processor': kill('card processor'),
  'freeze server': freeze('server'),
  'freeze worker-1': freeze('worker-1'),
  'freeze a worker in a transaction': freezeInTransaction,
  'freeze database': freeze('database'),
  'freeze engine': freeze('engine'),
  'freeze partner API': freeze('partner API'),
  'cut database connections': async ({ world }) => {
    for (const way of waysOf(world, 'database')) way.cut();
    return Promise.resolve(undefined);
  },
  'end database sessions': async ({ world }) => {
    await look(
      world,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    );
    return undefined;
  },
  'cut engine connections': async ({ world }) => {
    for (const way of waysOf(world, 'engine')) way.cut();
    return Promise.resolve(undefined);
  },
  'hold database connections': async ({ world }, lastsMs) => {
    for (const way of waysOf(world, 'database')) way.hold();
    await wait(lastsMs);
    for (const way of waysOf(world, 'database')) way.release();
    return undefined;
  },
  'partner API fails': tell(
    'partner',
    { mode: 'status', status: 429, retryAfter: 1, times: 2 },
    { mode: 'status', status: 500, times: 3 },
    { mode: 'delay', ms: 2_500 },
  ),
  'partner API loses answers': tell('partner', { mode: 'drop-after-work', times: 6 }, { mode: 'drop-before', times: 2 }),
  'licence vendor fails': tell(
    'vendor',
    { mode: 'status', status: 429, code: 'RATE_LIMITED', retryAfter: 1, times: 2 },
    { mode: 'half', times: 2 },
    { mode: 'status', status: 500 },
  ),
  'licence vendor loses answers': tell('vendor', { mode: 'drop-after-work', times: 4 }),
  'card processor fails': tell('cards', { mode: 'status', status: 500, times: 3 }, { mode: 'delay', ms: 2_500 }),
  'card processor loses answers': tell('cards', { mode: 'drop-after-work', times: 5 }),
  'mail server defers': tell('mail', { mode: 'reject-temporary' }),
  'mail server refuses': tell('mail', { mode: 'reject-permanent', times: 4 }),
  'mail server loses answers': tell('mail', { mode: 'drop-after-data', times: 3 }, { mode: 'slow', delayMs: 1_500 }),
  'webhooks go astray': async ({ world }, lastsMs) => {
    await ask(`${world.cardUrl}/sim/webhooks`, 'PUT', { mode: 'never' });
    await tell('partner', { mode: 'webhook', delivery: 'never' })({ world } as Stage, lastsMs);
    await ask(`${world.cardUrl}/sim/webhooks`, 'PUT', { mode: 'twice' }).catch(() => undefined);
    return undefined;
  },
  'slow cart and frozen workers': slowCart,
  'kill worker and engine at a command': killAtCommand,
};

/** Does one fault. What is away already can't be harmed, and that is noted. */
export const harm = async (stage: Stage, fault: Fault): Promise<Harm> => {
  const done: Harm = { ...fault, begunAt: new Date(), endedAt: new Date() };
  const note = await doings[fault.name](stage, fault.lastsMs).catch((error: unknown) =>
    error instanceof Error ? error.message.slice(0, 80) : 'it could not be done',
  );
  done.endedAt = new Date();
  if (note) done.note = note;
  return done;
};
