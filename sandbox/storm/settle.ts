import { setTimeout as wait } from 'node:timers/promises';
import { checkAsked } from './check-asked.js';
import { checkPurchases } from './check-purchases.js';
import { checkRest } from './check-rest.js';
import { gatherFacts } from './facts.js';
import type { Finding } from './finding.js';
import type { Journal } from './journal.js';
import { ask, look } from './look.js';
import { pressOnce, type Stage } from './press.js';
import type { World } from './world.js';

const RESTLESS = `
  SELECT (SELECT count(*) FROM process WHERE state IN ('queued', 'running'))::int AS processes,
         (SELECT count(*) FROM process WHERE kind = 'message' AND state = 'needs_attention')::int AS refused,
         (SELECT count(*) FROM outbox WHERE dispatched_at IS NULL AND command <> 'start')::int
       + (SELECT count(*) FROM outbox WHERE dispatched_at IS NULL AND command = 'start' AND next_attempt_at < now() + interval '5 minutes')::int AS outbox`;
const SLOW = `SELECT id FROM process WHERE state = 'running' AND updated_at < now() - interval '5 seconds' ORDER BY updated_at LIMIT 20`;
/** What the mail server refused for good stands still until staff sends it again: the server works now, so each must arrive. */
const REFUSED = `SELECT id FROM process WHERE kind = 'message' AND state = 'needs_attention' LIMIT 20`;
const EVERY_MS = 1_000;
/** What waits between two tries is tried at once, as staff would press it; so often that a try has its time in between. */
const NUDGE_MS = 12_000;

/** Every fault off, everything running; then waits until nothing is at work any more, or so long. Returns how long it took. */
export const settle = async (stage: Stage, settleSeconds: number, say: (line: string) => void): Promise<number> => {
  const { world, people } = stage;
  const startedAt = Date.now();
  await world.mend();
  const simulators = [world.partnerUrl, world.vendorUrl, world.cardUrl].map((url) => ask(`${url}/sim/faults`, 'PUT', []));
  await Promise.all([...simulators, ask(`${world.inboxUrl}/api/faults`, 'PUT', [])]);
  await ask(`${world.cardUrl}/sim/webhooks`, 'PUT', { mode: 'normal' });
  const nudge = async (statement: string): Promise<void> => {
    for (const { id } of await look(world, statement))
      await pressOnce(stage, people.sam, 'processes.retryNow', String(id), { id, reason: 'the storm is over' });
  };
  let nudgedAt = Date.now();
  let said = 0;
  await nudge(REFUSED);
  for (;;) {
    const [row] = await look(world, RESTLESS);
    const left = Number(row?.processes) + Number(row?.refused) + Number(row?.outbox);
    const tookMs = Date.now() - startedAt;
    if (left === 0 || tookMs > settleSeconds * 1_000) return tookMs;
    if (tookMs > said + 10_000) {
      said = tookMs;
      say(
        `settling: ${String(row?.processes)} processes at work, ${String(row?.outbox)} commands on their way, ${String(Math.round(tookMs / 1000))} s`,
      );
    }
    if (Date.now() - nudgedAt > NUDGE_MS) {
      nudgedAt = Date.now();
      await nudge(SLOW);
      await nudge(REFUSED);
    }
    await wait(EVERY_MS);
  }
};

const checkOnce = async (world: World, journal: Journal): Promise<Finding[]> => {
  const facts = await gatherFacts(world);
  return [...checkAsked(facts, journal.presses), ...checkPurchases(facts), ...checkRest(facts, new Date())];
};

const LOOKS = 4;
const BETWEEN_LOOKS_MS = 3_000;

/** What isn't as it was promised. Looked at again before it counts: the engine's list lags, and the last mark may be on its way. */
export const check = async (world: World, journal: Journal, looks = LOOKS): Promise<Finding[]> => {
  let findings = await checkOnce(world, journal);
  for (let time = 1; time < looks && findings.length > 0; time += 1) {
    await wait(BETWEEN_LOOKS_MS);
    const again = await checkOnce(world, journal);
    findings = again.filter(({ what }) => findings.some((before) => before.what === what));
  }
  return findings;
};
