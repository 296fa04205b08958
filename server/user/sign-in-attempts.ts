import { lockout } from '../../domain/user/user.js';
import { platformScope } from '../../prisma/client.js';
import type { Context } from '../context.js';

export interface Candidate {
  id: string;
  password_hash: string | null;
  state: string;
  tier1_id: string | null;
  channel_id: string | null;
  customer_id: string | null;
  customer_state: string | null;
  first_name: string;
  last_name: string;
}

const CANDIDATE = `
  SELECT u.id, u.password_hash, u.state, u.tier1_id, u.channel_id, u.customer_id, u.first_name, u.last_name, c.state AS customer_state
    FROM app_user u LEFT JOIN customer c ON c.id = u.customer_id WHERE u.login_name_key = $1 AND u.deleted_at IS NULL`;

// A lock whose time is over ends here, in one statement with its check.
const UNLOCK = `
  UPDATE app_user SET state = 'ready', failed_sign_ins = 0, failed_since = NULL, locked_until = NULL, version = version + 1
   WHERE login_name_key = $1 AND state = 'locked' AND locked_until <= now()`;

/** The user of a login name, with a lock that is over taken off. */
export const findCandidate = async ({ database }: Context, key: string): Promise<Candidate | undefined> => {
  await database.read(platformScope, UNLOCK, [key]);
  const [candidate] = await database.read<Candidate>(platformScope, CANDIDATE, [key]);
  return candidate;
};

export type Outcome =
  'signed_in' | 'wrong_password' | 'unknown_name' | 'locked' | 'not_activated' | 'disabled' | 'customer_disabled' | 'impersonated';

/** What the login history says of an attempt. */
export const outcomeOf = (candidate: Candidate | undefined, matches: boolean, allowed: boolean): Outcome => {
  if (!candidate) return 'unknown_name';
  if (allowed) return 'signed_in';
  if (candidate.state === 'not_activated' || candidate.state === 'disabled') return candidate.state;
  if (candidate.customer_state !== null && candidate.customer_state !== 'active') return 'customer_disabled';
  return candidate.state === 'locked' && matches ? 'locked' : 'wrong_password';
};

/** Adds a line to the login history. `actingUserId` is who really sits there, for an impersonation. */
export const recordSignIn = (
  ctx: Context,
  candidate: Pick<Candidate, 'id' | 'tier1_id' | 'channel_id' | 'customer_id'> | undefined,
  outcome: Outcome,
  actingUserId?: string,
): Promise<unknown> =>
  ctx.database.write(platformScope, (tx) =>
    tx.signInEvent.create({
      data: {
        userId: candidate?.id ?? null,
        tier1Id: candidate?.tier1_id ?? null,
        channelId: candidate?.channel_id ?? null,
        customerId: candidate?.customer_id ?? null,
        actingUserId: actingUserId ?? null,
        outcome,
        address: ctx.address,
        browser: (ctx.request.get('user-agent') ?? '').slice(0, 300),
      },
    }),
  );

// One statement counts and locks, so that simultaneous failures can't slip between.
const COUNT_FAILURE = `
  UPDATE app_user SET
    failed_sign_ins = CASE WHEN failed_since > now() - make_interval(mins => $2) THEN failed_sign_ins + 1 ELSE 1 END,
    failed_since = CASE WHEN failed_since > now() - make_interval(mins => $2) THEN failed_since ELSE now() END,
    state = CASE WHEN failed_since > now() - make_interval(mins => $2) AND failed_sign_ins + 1 >= $3 THEN 'locked' ELSE state END,
    locked_until = CASE WHEN failed_since > now() - make_interval(mins => $2) AND failed_sign_ins + 1 >= $3 THEN now() + make_interval(mins => $4) ELSE locked_until END
   WHERE id = $1 AND state = 'ready' RETURNING state, version`;

/** Counts a failed attempt against the user; too many within the time lock it, and its customer's log says so. */
export const countFailure = async (ctx: Context, candidate: Candidate): Promise<void> => {
  const [after] = await ctx.database.read<{ state: string }>(platformScope, COUNT_FAILURE, [
    candidate.id,
    lockout.withinMinutes,
    lockout.failures,
    lockout.lockedMinutes,
  ]);
  const { tier1_id: tier1Id, channel_id: channelId, customer_id: customerId } = candidate;
  if (after?.state !== 'locked') return;
  const tenant = tier1Id && channelId && customerId ? { tier1Id, channelId, customerId } : undefined;
  await ctx.database.write(platformScope, async (tx) => {
    await tx.auditEntry.create({
      data: {
        ...tenant,
        actorName: 'system',
        action: 'user.lock',
        subjectType: 'user',
        subjectId: candidate.id,
        before: { state: 'ready' },
        after: { state: 'locked' },
        address: ctx.address,
        requestId: ctx.requestId,
      },
    });
    if (!tenant) return;
    await tx.timelineEvent.create({
      data: {
        ...tenant,
        subjectId: candidate.id,
        kind: 'user_lock',
        params: { name: `${candidate.first_name} ${candidate.last_name}` },
        dedupeKey: `lock:${candidate.id}:${ctx.requestId}`,
      },
    });
  });
};

const KNOWN_ADDRESS = `SELECT 1 FROM sign_in_event WHERE user_id = $1 AND outcome = 'signed_in' AND address = $2 AND at > now() - interval '30 days' LIMIT 1`;

/** A lock doesn't hold against a place from which the user signed in lately: a stranger's guessing elsewhere can't keep them out. */
export const isKnownAddress = async ({ database, address }: Context, userId: string): Promise<boolean> =>
  (await database.read(platformScope, KNOWN_ADDRESS, [userId, address])).length > 0;
