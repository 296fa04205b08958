import { differenceCauses, isDifferenceCause, type ReconcileArea } from '../../domain/reconcile/difference.js';
import { platformScope, type Database, type Tx } from '../../prisma/client.js';
import type { Found, Slice } from './comparison.js';

/** The part of a pass that whoever leads it works on. */
export interface OpenPass {
  readonly id: number;
  readonly area: ReconcileArea;
  readonly cursor: string | null;
  readonly stumbles: number;
}

/** Longer than a slice takes. Who leads and dies is followed after this. */
const LEASE_SECONDS = 60;
/** After so many failures at one place it is passed over. */
export const MOST_STUMBLES = 3;
/** An outage of the outside would otherwise call people for each row that there is; the findings are kept beyond this, and counted. */
const MOST_ITEMS = 200;
/** Of what isn't ours, as many are named; the rest is counted. */
const MOST_UNKNOWN = 500;

const DUE = `
  SELECT k.area FROM unnest($1::text[]) AS k (area)
   WHERE NOT EXISTS (SELECT 1 FROM reconcile_pass p WHERE p.area = k.area AND (p.ended_at > now() - $2 * interval '1 millisecond' OR p.ended_at IS NULL AND p.resume_at > now()))`;
const OPEN = 'INSERT INTO reconcile_pass (area) VALUES ($1) ON CONFLICT (area) WHERE ended_at IS NULL DO NOTHING';
// Who leads goes on leading; anybody else takes over when the lease has run out. The column keeps milliseconds, rounded, so that a pass that
// was begun just now may rest a moment longer than now.
const CLAIM = `
  UPDATE reconcile_pass SET leader = $2::uuid, lease_until = now() + interval '${String(LEASE_SECONDS)} seconds'
   WHERE area = $1 AND ended_at IS NULL AND resume_at <= now() + interval '1 millisecond' AND (leader = $2::uuid OR lease_until < now() OR leader IS NULL)
  RETURNING id, area, cursor, stumbles`;
const LEAVE = "UPDATE reconcile_pass SET lease_until = now() - interval '1 second' WHERE leader = $1::uuid AND ended_at IS NULL";

/** The areas that are under way, or were last gone through longer ago than this. */
export const dueAreas = async (database: Database, areas: readonly ReconcileArea[], everyMs: number): Promise<ReconcileArea[]> =>
  (await database.run<{ area: ReconcileArea }>(platformScope, DUE, [areas, everyMs])).map(({ area }) => area);

/** Takes the lead of an area's pass, of a new one where none is open; undefined while somebody else leads it, or it rests. */
export const claimPass = async (database: Database, area: ReconcileArea, leader: string): Promise<OpenPass | undefined> => {
  await database.run(platformScope, OPEN, [area]);
  const [pass] = await database.run<OpenPass>(platformScope, CLAIM, [area, leader]);
  return pass;
};

/** So that another one needn't wait for the leases of this one. */
export const leavePasses = async (database: Database, leader: string): Promise<void> => {
  await database.run(platformScope, LEAVE, [leader]);
};

// Fenced: a leader that was asleep while another one took over finds neither its lease nor the cursor that it has read.
const ADVANCE = `
  UPDATE reconcile_pass
     SET cursor = $3, compared = compared + $4, unread = unread + $5, lease_until = now() + interval '${String(LEASE_SECONDS)} seconds',
         stumbles = CASE WHEN $6::text IS NULL OR $3 IS DISTINCT FROM cursor THEN 0 ELSE stumbles + $9::int END, failure_code = $6,
         resume_at = now() + $7 * interval '1 millisecond', ended_at = CASE WHEN $8::boolean THEN now() END
   WHERE id = $1 AND leader = $2::uuid AND ended_at IS NULL AND cursor IS NOT DISTINCT FROM $10
  RETURNING id`;

const GIVEN = `
  jsonb_to_recordset($1::jsonb) AS d (cause text, place text, object text, version text, detail jsonb, "subjectType" text, "subjectId" uuid,
                                      "tier1Id" uuid, "channelId" uuid, "customerId" uuid)`;

// What is being commanded, or was since the first look, isn't as it was then. (A command that nobody takes up is a difference by itself.)
const COMMANDED = `
  SELECT d.cause, d.object FROM ${GIVEN} LEFT JOIN reconcile_finding f ON f.area = $2 AND f.cause = d.cause AND f.object = d.object AND f.state <> 'gone'
   WHERE $2 <> 'commands' AND EXISTS (
     SELECT 1 FROM command c
      WHERE (c.ended_at IS NULL OR c.ended_at > f.first_seen_at) AND c.customer_id = d."customerId"
        AND (c.subject_id = d."subjectId" OR c.process_id = d."subjectId" OR c.process_id IN (SELECT p.id FROM process p WHERE p.subject_id = d."subjectId")))`;

const BEGIN_ANEW = `
  UPDATE reconcile_finding f
     SET last_pass = $3, last_seen_at = now(), first_seen_at = CASE f.state WHEN 'seen' THEN now() ELSE f.first_seen_at END,
         first_pass = CASE f.state WHEN 'seen' THEN $3 ELSE f.first_pass END
    FROM jsonb_to_recordset($1::jsonb) AS d (cause text, object text)
   WHERE f.area = $2 AND f.cause = d.cause AND f.object = d.object AND f.state <> 'gone'`;

// Seen again in a later pass, long enough after, with our row as it was: confirmed. Once it is, it stays so until it is gone.
const KEEP = `
  INSERT INTO reconcile_finding AS f (id, area, cause, place, object, version, detail, subject_type, subject_id, tier1_id, channel_id, customer_id, state, first_pass, last_pass)
  SELECT gen_random_uuid(), $2, d.cause, d.place, d.object, d.version, d.detail, d."subjectType", d."subjectId", d."tier1Id", d."channelId", d."customerId",
         CASE WHEN d."subjectId" IS NULL THEN 'unknown' ELSE 'seen' END, $3, $3
    FROM ${GIVEN}
   WHERE d."subjectId" IS NOT NULL OR (SELECT count(*) FROM reconcile_finding WHERE area = $2 AND state = 'unknown') < ${String(MOST_UNKNOWN)}
  ON CONFLICT (area, cause, object) WHERE state <> 'gone' DO UPDATE
     SET version = excluded.version, detail = excluded.detail, place = excluded.place, last_pass = excluded.last_pass, last_seen_at = now(),
         times = CASE WHEN f.version = excluded.version THEN f.times + (f.last_pass <> excluded.last_pass)::int ELSE 1 END,
         first_pass = CASE WHEN f.version = excluded.version THEN f.first_pass ELSE excluded.last_pass END,
         first_seen_at = CASE WHEN f.version = excluded.version THEN f.first_seen_at ELSE now() END,
         state = CASE WHEN f.state = 'seen' AND f.version = excluded.version AND f.first_pass <> excluded.last_pass
                       AND f.first_seen_at <= now() - $4 * interval '1 millisecond' THEN 'confirmed' ELSE f.state END`;

const GONE = `
  UPDATE reconcile_finding SET state = 'gone', gone_at = now()
   WHERE area = $1 AND state <> 'gone' AND last_pass <> $2 AND place = ANY ($3::text[])
  RETURNING subject_id AS "subjectId"`;
// A place that couldn't be read is as it was.
const UNREAD = "UPDATE reconcile_finding SET last_pass = $2 WHERE area = $1 AND state <> 'gone' AND place = ANY ($3::text[])";
// A place that isn't compared any more has nothing that differs.
const LEFT_OVER = `
  UPDATE reconcile_finding SET state = 'gone', gone_at = now() WHERE area = $1 AND state <> 'gone' AND last_pass <> $2 AND $3::boolean
  RETURNING subject_id AS "subjectId"`;

const CALL = `
  INSERT INTO attention_item (id, tier1_id, channel_id, customer_id, subject_type, subject_id, cause, params)
  SELECT * FROM (
    SELECT DISTINCT ON (f.subject_id, f.cause) gen_random_uuid(), f.tier1_id, f.channel_id, f.customer_id, f.subject_type, f.subject_id, f.cause, f.detail
      FROM reconcile_finding f WHERE f.area = $1 AND f.state = 'confirmed' AND f.last_pass = $2 AND f.place = ANY ($3::text[])) AS wanted
   LIMIT greatest(0, ${String(MOST_ITEMS)} - (SELECT count(*) FROM attention_item WHERE state = 'open' AND subject_id IS NOT NULL AND cause = ANY ($4::text[])))
  ON CONFLICT (subject_id, cause) WHERE state = 'open' AND subject_id IS NOT NULL DO NOTHING`;
const CLOSE = `
  UPDATE attention_item a SET state = 'closed', closed_at = now()
   WHERE a.state = 'open' AND a.subject_id = ANY ($1::uuid[]) AND a.cause = ANY ($2::text[])
     AND NOT EXISTS (SELECT 1 FROM reconcile_finding f WHERE f.subject_id = a.subject_id AND f.cause = a.cause AND f.state = 'confirmed')`;
const SUM = `
  UPDATE reconcile_pass p
     SET differed = (SELECT count(*) FROM reconcile_finding WHERE area = $1 AND state = 'confirmed'),
         unknown = (SELECT count(*) FROM reconcile_finding WHERE area = $1 AND state = 'unknown')
   WHERE id = $2`;

const CAUSES = Object.keys(differenceCauses);

const rowOf = ({ tenant, ...one }: Found) => ({
  ...one,
  ...tenant,
  subjectType: isDifferenceCause(one.cause) ? differenceCauses[one.cause] : undefined,
});

const keepFound = async (tx: Tx, { id, area }: OpenPass, all: readonly Found[], apartMs: number): Promise<void> => {
  if (all.length === 0) return;
  // Two stages may have come upon the same one; PostgreSQL updates a row once in a statement.
  const once = [...new Map(all.map((one) => [`${one.cause} ${one.object}`, one])).values()];
  const commanded = await tx.$queryRawUnsafe<{ cause: string; object: string }[]>(COMMANDED, JSON.stringify(once.map(rowOf)), area);
  const isCommanded = ({ cause, object }: Found) => commanded.some((one) => one.cause === cause && one.object === object);
  if (commanded.length > 0) await tx.$executeRawUnsafe(BEGIN_ANEW, JSON.stringify(commanded), area, id);
  const free = once.filter((one) => !isCommanded(one));
  await tx.$executeRawUnsafe(KEEP, JSON.stringify(free.map(rowOf)), area, id, apartMs);
};

/**
 * Keeps what a slice has found, and where the pass goes on, in one transaction; calls people to what is confirmed, and calls off what is
 * gone. False: another one leads the pass by now, and nothing was written. `restMs`: the pass goes on no sooner.
 */
export const keepSlice = (
  database: Database,
  pass: OpenPass,
  { slice, leader, apartMs, restMs, stumbles }: { slice: Slice; leader: string; apartMs: number; restMs: number; stumbles: boolean },
): Promise<boolean> =>
  database.write(platformScope, async (tx) => {
    const { id, area, cursor } = pass;
    const { next = null, compared, unread, stopped, places } = slice;
    const ended = next === null && !stopped;
    const values = [id, leader, next, compared, unread.length, stopped?.code ?? null, restMs, ended, stumbles ? 1 : 0, cursor];
    const [held] = await tx.$queryRawUnsafe<object[]>(ADVANCE, ...values);
    if (!held) return false;
    await keepFound(tx, pass, slice.found, apartMs);
    if (unread.length > 0) await tx.$executeRawUnsafe(UNREAD, area, id, unread);
    const gone = await tx.$queryRawUnsafe<{ subjectId: string | null }[]>(GONE, area, id, places);
    if (ended) gone.push(...(await tx.$queryRawUnsafe<{ subjectId: string | null }[]>(LEFT_OVER, area, id, true)));
    if (slice.found.length > 0) await tx.$executeRawUnsafe(CALL, area, id, places, CAUSES);
    const subjects = gone.flatMap(({ subjectId }) => subjectId ?? []);
    if (subjects.length > 0) await tx.$executeRawUnsafe(CLOSE, subjects, CAUSES);
    await tx.$executeRawUnsafe(SUM, area, id);
    return true;
  });
