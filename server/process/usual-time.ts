import { lateCause, leastUsualSeconds, stuckAfterTimes } from '../../domain/process/usual-time.js';
import { processKinds } from '../../domain/process/process.js';
import { platformScope, type Database } from '../../prisma/client.js';

/** Enough of the past to say what is usual, few enough to be read now and then. */
const SAMPLES = 400;
/** What ends sooner than this is never looked at while it runs. */
const LOOKED_AT_AFTER = "interval '10 seconds'";
const MOST_AT_ONCE = 500;

/** What the process `p` is about: the product of a licence, or of an order's first line; empty for what is about none. */
const productOf = `
  coalesce(CASE p.kind
    WHEN 'licence' THEN (SELECT pr.code FROM subscription l JOIN plan pl ON pl.id = l.plan_id JOIN product pr ON pr.id = pl.product_id WHERE l.id = p.subject_id)
    WHEN 'order' THEN (SELECT pr.code FROM order_line l JOIN offer f ON f.id = l.offer_id JOIN plan pl ON pl.id = f.plan_id JOIN product pr ON pr.id = pl.product_id
                        WHERE l.order_id = p.subject_id ORDER BY l.line_number LIMIT 1) END, '')`;

/** The usual time of the process `p`: of its product where there were any, otherwise of its kind. SQL of a row's columns. */
export const usualOf = (columns: string): string => `
  (SELECT ${columns} FROM usual_time u WHERE u.kind = p.kind AND u.product IN (${productOf}, '') ORDER BY u.product DESC LIMIT 1)`;

// Of each kind's last ends, how long they were at work since they last waited for anything. A time that a person took isn't in it.
const REFRESH = `
  INSERT INTO usual_time (kind, product, samples, low_seconds, high_seconds, most_seconds, refreshed_at)
  SELECT t.kind, coalesce(t.product, ''), count(*), percentile_cont(0.25) WITHIN GROUP (ORDER BY t.seconds), percentile_cont(0.75) WITHIN GROUP (ORDER BY t.seconds),
         percentile_cont(0.95) WITHIN GROUP (ORDER BY t.seconds), now()
    FROM (SELECT p.kind, ${productOf} AS product, extract(epoch FROM p.ended_at - p.work_since)::float8 AS seconds
            FROM unnest($1::text[]) AS k (kind)
           CROSS JOIN LATERAL (SELECT * FROM process WHERE kind = k.kind AND state = 'done' ORDER BY created_at DESC LIMIT ${String(SAMPLES)}) p
           WHERE p.ended_at >= p.work_since) t
   GROUP BY GROUPING SETS ((t.kind), (t.kind, t.product))
  HAVING GROUPING(t.product) = 1 OR t.product <> ''
      ON CONFLICT (kind, product) DO UPDATE
     SET samples = excluded.samples, low_seconds = excluded.low_seconds, high_seconds = excluded.high_seconds, most_seconds = excluded.most_seconds,
         refreshed_at = excluded.refreshed_at`;

/** Reads anew how long processes usually are at work. */
export const refreshUsualTimes = (database: Database): Promise<unknown> => database.run(platformScope, REFRESH, [processKinds]);

const LEAST = '($1::jsonb ->> p.kind)::int';

const TELL = `
  UPDATE process p SET usual_seconds = greatest(${LEAST}, ceil(${usualOf('u.most_seconds')}))::int
   WHERE p.id IN (SELECT id FROM process WHERE state IN ('queued', 'running') AND usual_seconds IS NULL AND work_since < now() - ${LOOKED_AT_AFTER}
                   ORDER BY work_since LIMIT ${String(MOST_AT_ONCE)})`;

const FACTOR = `${String(stuckAfterTimes)} * coalesce(p.usual_seconds, ${LEAST}) * interval '1 second'`;

// At most one item is open for a process: what somebody is called for already isn't called for twice.
const CALL = `
  WITH stuck AS (
    UPDATE process p SET stuck_since = now()
     WHERE p.id IN (SELECT p.id FROM process p
                     WHERE p.stuck_since IS NULL AND (p.state IN ('queued', 'running') AND p.work_since < now() - ${FACTOR}
                        OR p.state = 'waiting' AND p.next_at < now() - ${FACTOR})
                     LIMIT ${String(MOST_AT_ONCE)} FOR UPDATE SKIP LOCKED)
    RETURNING p.id, p.tier1_id, p.channel_id, p.customer_id)
  INSERT INTO attention_item (id, tier1_id, channel_id, customer_id, process_id, cause)
  SELECT gen_random_uuid(), tier1_id, channel_id, customer_id, id, '${lateCause}' FROM stuck
      ON CONFLICT (process_id) WHERE state = 'open' DO NOTHING`;

// Whatever a process does next clears its being stuck, and with that the item's cause is gone.
const CLOSE = `
  UPDATE attention_item a SET state = 'closed', closed_at = now()
    FROM process p WHERE p.id = a.process_id AND a.state = 'open' AND a.cause = '${lateCause}' AND p.stuck_since IS NULL`;

/** One server at a time looks; whoever holds this lock. */
const LEADER = "SELECT pg_try_advisory_xact_lock(hashtext('licenza.late')) AS leads";

/**
 * Tells processes that are at work for a while what is usual, calls somebody to those far beyond it, and calls off what has gone on since.
 * A process that is past its date is measured from that date.
 */
export const watchLateProcesses = (database: Database): Promise<void> =>
  database.write(platformScope, async (tx) => {
    const [{ leads } = { leads: false }] = await tx.$queryRawUnsafe<{ leads: boolean }[]>(LEADER);
    if (!leads) return;
    const least = JSON.stringify(leastUsualSeconds);
    await tx.$executeRawUnsafe(TELL, least);
    await tx.$executeRawUnsafe(CALL, least);
    await tx.$executeRawUnsafe(CLOSE);
  });
