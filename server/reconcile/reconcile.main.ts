import { parseArgs } from 'node:util';
import { createCardProcessor } from '../../adapters/card-processor/stripe.js';
import { createProvisioningVendors } from '../../adapters/provisioning-vendors.js';
import { reconcileAreas, type ReconcileArea } from '../../domain/reconcile/difference.js';
import { openDatabase, platformScope, type Database } from '../../prisma/client.js';
import { readSettings, type Settings } from '../../runtime/settings.js';
import { openEngine } from '../engine/engine.js';
import { readReconcile } from './read-reconcile.js';
import { createReconciler, reconcilerDefaults, type Reconciler } from './reconciler.js';
import { reconcileTable } from './reconcile-table.js';

// Looks at everything now, and again for what was seen for the first time: the same comparisons, and the same rows, as the servers'.
// Exit code 1: something differs, or couldn't be read; 2: it couldn't be done at all.

const USAGE = 'reconcile [--area engine|commands|microsoft|guardia|card] [--once] [--show] [--json]';

const FIRST_LOOKS =
  "SELECT extract(epoch FROM now() - max(first_seen_at)) * 1000 AS ms FROM reconcile_finding WHERE state = 'seen' AND area = ANY ($1)";
const LAST_PASS = 'SELECT coalesce(max(id), 0)::int AS id FROM reconcile_pass WHERE area = $1';
const ENDED = 'SELECT 1 FROM reconcile_pass WHERE area = $1 AND id >= $2 AND ended_at IS NOT NULL';
const REST_MS = 1_000;
/** An outside that gives no answer is waited for no longer than this. */
const MOST_REST_MS = 120_000;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const options = () => {
  const { values } = parseArgs({
    options: { area: { type: 'string', multiple: true }, once: { type: 'boolean' }, show: { type: 'boolean' }, json: { type: 'boolean' } },
    strict: true,
  });
  const unknown = values.area?.find((area) => !(reconcileAreas as readonly string[]).includes(area));
  if (unknown !== undefined) throw new Error(`there is nothing called ${unknown} to compare with`);
  return { ...values, areas: (values.area ?? reconcileAreas) as readonly ReconcileArea[] };
};

/** A whole pass: ours, or the one that a server is in the middle of. False: the outside gave no answer for too long. */
const lookThrough = async (database: Database, reconciler: Reconciler, area: ReconcileArea): Promise<boolean> => {
  const [before] = await database.read<{ id: number }>(platformScope, LAST_PASS, [area]);
  const [open] = await database.read(platformScope, 'SELECT 1 FROM reconcile_pass WHERE area = $1 AND ended_at IS NULL', [area]);
  const from = (before?.id ?? 0) + (open ? 0 : 1);
  for (let since = performance.now(); ;) {
    const { did } = await reconciler.step(area);
    if (did === 'ended') return true;
    if (did === 'went_on') since = performance.now();
    else {
      if ((await database.read(platformScope, ENDED, [area, from])).length > 0) return true;
      if (performance.now() - since > MOST_REST_MS) return false;
      await rest(REST_MS);
    }
  }
};

const compare = async (
  settings: Settings,
  database: Database,
  areas: readonly ReconcileArea[],
  once: boolean,
): Promise<ReconcileArea[]> => {
  const engine = await openEngine(settings);
  const cards = createCardProcessor({
    apiUrl: settings.CARD_API_URL,
    apiKey: settings.CARD_API_KEY,
    webhookSecret: settings.CARD_WEBHOOK_SECRET,
  });
  const sources = { database, engine, taskQueue: settings.TEMPORAL_TASK_QUEUE, vendors: createProvisioningVendors(settings), cards };
  const reconciler = createReconciler(sources, { requestsPerMinute: settings.RECONCILE_REQUESTS_PER_MINUTE });
  const lookAt = async (some: readonly ReconcileArea[]): Promise<ReconcileArea[]> => {
    const done = await Promise.all(some.map((area) => lookThrough(database, reconciler, area)));
    return some.filter((_area, index) => !done[index]);
  };
  try {
    say(`Comparing with ${areas.join(', ')} …`);
    const unread = await lookAt(areas);
    const [first] = await database.read<{ ms: string | null }>(platformScope, FIRST_LOOKS, [areas]);
    if (once || first?.ms === null || first?.ms === undefined) return unread;
    const waits = Math.max(0, reconcilerDefaults.apartMs - Number(first.ms)) + REST_MS;
    say(`Something was seen for the first time: looking again in ${String(Math.ceil(waits / 1000))} s …`);
    await rest(waits);
    return await lookAt(areas);
  } finally {
    await reconciler.leave();
    await engine.close();
  }
};

const main = async (): Promise<number> => {
  const { areas, once = false, show = false, json = false } = options();
  const settings = readSettings();
  const database = openDatabase(settings.DATABASE_URL, { poolSize: 4 });
  try {
    const unread = show ? [] : await compare(settings, database, areas, once);
    const known = await readReconcile(database);
    const stands = known.areas.filter(({ area }) => areas.includes(area));
    const findings = known.findings.filter(({ area }) => areas.includes(area));
    const told = { areas: stands, findings, unread };
    const text = json ? `${JSON.stringify(told, undefined, 2)}\n` : reconcileTable(told);
    await new Promise<void>((resolve) => process.stdout.write(text, () => resolve()));
    return unread.length > 0 || stands.some(({ differed, unread: skipped }) => differed > 0 || skipped > 0) ? 1 : 0;
  } finally {
    await database.close();
  }
};

try {
  process.exit(await main());
} catch (error) {
  say(`reconcile: ${error instanceof Error ? error.message : String(error)}`);
  say(USAGE);
  process.exit(2);
}
