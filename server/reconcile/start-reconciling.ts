import { Counter, Gauge, type Registry } from 'prom-client';
import { reconcileAreas, type ReconcileArea } from '../../domain/reconcile/difference.js';
import { platformScope } from '../../prisma/client.js';
import type { Services } from '../context.js';
import { dueAreas } from './passes.js';
import { createReconciler } from './reconciler.js';

const LOOK_EVERY_MS = 5_000;
/** Everything has come up, and what a stop left undone has been taken up. */
const FIRST_AFTER_MS = 60_000;

const STANDS =
  "SELECT area, state, count(*)::int AS count FROM reconcile_finding WHERE state IN ('seen', 'confirmed', 'unknown') GROUP BY area, state";
const AGES =
  'SELECT area, extract(epoch FROM now() - max(ended_at))::float8 AS seconds FROM reconcile_pass WHERE ended_at IS NOT NULL GROUP BY area';

/** What is measured of it: how much was compared, how much differs, how long ago the last pass ended. */
const measure = ({ database }: Services, registry: Registry) => {
  new Gauge({
    name: 'licenza_reconcile_findings',
    help: 'Differences with the engine, vendors and the card processor: seen once, confirmed, and unknown there',
    labelNames: ['area', 'state'],
    registers: [registry],
    async collect() {
      const rows = await database.read<{ area: string; state: string; count: number }>(platformScope, STANDS).catch(() => undefined);
      if (!rows) return;
      this.reset();
      for (const area of reconcileAreas) this.set({ area, state: 'confirmed' }, 0);
      for (const { area, state, count } of rows) this.set({ area, state }, count);
    },
  });
  new Gauge({
    name: 'licenza_reconcile_age_seconds',
    help: 'How long ago the last whole comparison of an area ended',
    labelNames: ['area'],
    registers: [registry],
    async collect() {
      const rows = await database.read<{ area: string; seconds: number }>(platformScope, AGES).catch(() => []);
      for (const { area, seconds } of rows) this.set({ area }, seconds);
    },
  });
  return new Counter({
    name: 'licenza_reconcile_compared_total',
    help: 'Rows and objects that this server has compared',
    labelNames: ['area'],
    registers: [registry],
  });
};

/** Compares by itself, now and then; of several servers one leads each area. */
export const startReconciling = (services: Services, registry: Registry): { stop(): Promise<void> } => {
  const { database, engine, vendors, cards, log, settings } = services;
  const { RECONCILE_EVERY_SECONDS: everySeconds, RECONCILE_REQUESTS_PER_MINUTE: requestsPerMinute } = settings;
  if (everySeconds === 0) return { stop: () => Promise.resolve() };
  const compared = measure(services, registry);
  const sources = { database, engine, taskQueue: settings.TEMPORAL_TASK_QUEUE, vendors, cards };
  const reconciler = createReconciler(sources, { requestsPerMinute });
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();

  const goThrough = async (area: ReconcileArea): Promise<void> => {
    for (;;) {
      const step = await reconciler.step(area);
      compared.inc({ area }, step.compared);
      if (stopped || step.did !== 'went_on') return;
    }
  };
  const look = async (): Promise<void> => {
    try {
      const due = await dueAreas(database, reconcileAreas, everySeconds * 1000);
      // One after the other: nothing here is urgent, and the database's connections are for people.
      for (const area of due) if (!stopped) await goThrough(area);
    } catch (error) {
      log.warn({ err: error }, 'what we have could not be compared with the outside');
    }
    if (!stopped) plan(LOOK_EVERY_MS);
  };
  const plan = (inMs: number): void => {
    timer = setTimeout(() => {
      looking = look();
    }, inMs);
  };
  plan(Math.min(FIRST_AFTER_MS, everySeconds * 1000));

  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await looking;
      await reconciler.leave().catch(() => undefined);
    },
  };
};
