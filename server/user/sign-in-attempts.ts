import type { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import { lockout } from '../../domain/user/user.js';
import { platformScope } from '../../prisma/client.js';
import type { Context } from '../context.js';
import { wholeNetwork } from '../security/network-of.js';
import { insertSignInEvent, type SignInEvent } from '../session/sign-in-event.js';

export interface Candidate {
  id: string;
  password_hash: string | null;
  state: string;
  session_epoch: number;
  has_factor: boolean;
  tier1_id: string | null;
  channel_id: string | null;
  customer_id: string | null;
  customer_state: string | null;
  first_name: string;
  last_name: string;
}

const CANDIDATE = `
  SELECT u.id, u.password_hash, u.state, u.session_epoch, u.factor_since IS NOT NULL AS has_factor, u.tier1_id, u.channel_id, u.customer_id, u.first_name, u.last_name, c.state AS customer_state,
         (u.state = 'locked' AND u.locked_until <= now()) AS lock_is_over
    FROM app_user u LEFT JOIN customer c ON c.id = u.customer_id WHERE u.login_name_key = $1 AND u.deleted_at IS NULL`;

// A lock whose time is over ends here, in one statement with its check.
const UNLOCK = `
  UPDATE app_user SET state = 'ready', failed_sign_ins = 0, failed_since = NULL, locked_until = NULL, version = version + 1
   WHERE login_name_key = $1 AND state = 'locked' AND locked_until <= now()`;

const readCandidate = async ({ database }: Context, key: string): Promise<(Candidate & { lock_is_over: boolean }) | undefined> =>
  (await database.read<Candidate & { lock_is_over: boolean }>(platformScope, CANDIDATE, [key]))[0];

/** The user of a login name, with a lock that is over taken off. */
export const findCandidate = async (ctx: Context, key: string): Promise<Candidate | undefined> => {
  const candidate = await readCandidate(ctx, key);
  if (!candidate?.lock_is_over) return candidate;
  await ctx.database.run(platformScope, UNLOCK, [key]);
  await ctx.guesses.forget(key);
  return readCandidate(ctx, key);
};

export type Outcome =
  | 'signed_in'
  | 'wrong_password'
  | 'wrong_code'
  | 'unknown_name'
  | 'locked'
  | 'not_activated'
  | 'disabled'
  | 'customer_disabled'
  | 'impersonated';

/** What a look at the password or the code found; `not_taken` where there had been too many. */
export type Look = 'right' | 'wrong' | 'wrong_code' | 'not_taken';

/** What the login history says of an attempt that was refused. */
const outcomeOf = (candidate: Candidate | undefined, look: Look): Outcome => {
  if (!candidate) return 'unknown_name';
  if (candidate.state === 'not_activated' || candidate.state === 'disabled') return candidate.state;
  if (candidate.customer_state !== null && candidate.customer_state !== 'active') return 'customer_disabled';
  if (look === 'not_taken') return 'locked';
  if (look === 'wrong_code') return 'wrong_code';
  return candidate.state === 'locked' && look === 'right' ? 'locked' : 'wrong_password';
};

type Who = Pick<Candidate, 'id' | 'tier1_id' | 'channel_id' | 'customer_id'>;

/** A line of the login history. `actingUserId` is who really sits there, for an impersonation. */
export const eventOf = ({ address, request }: Context, who: Who | undefined, outcome: Outcome, actingUserId?: string): SignInEvent => [
  who?.id ?? null,
  who?.tier1_id ?? null,
  who?.channel_id ?? null,
  who?.customer_id ?? null,
  actingUserId ?? null,
  outcome,
  address,
  (request.get('user-agent') ?? '').slice(0, 300),
];

/** Adds a line about an impersonation to the login history of `who`. */
export const recordImpersonation = (ctx: Context, who: Who, actingUserId: string): Promise<unknown> =>
  ctx.database.run(platformScope, insertSignInEvent(), eventOf(ctx, who, 'impersonated', actingUserId));

// One statement counts and locks, so that simultaneous failures can't slip between; with the line in the history it is one round trip and
// one commit, whether there is such a user or not.
const REFUSE = `
  WITH counted AS (
    UPDATE app_user SET
      failed_sign_ins = CASE WHEN failed_since > now() - make_interval(mins => $10) THEN failed_sign_ins + 1 ELSE 1 END,
      failed_since = CASE WHEN failed_since > now() - make_interval(mins => $10) THEN failed_since ELSE now() END,
      state = CASE WHEN failed_since > now() - make_interval(mins => $10) AND failed_sign_ins + 1 >= $11 THEN 'locked' ELSE state END,
      locked_until = CASE WHEN failed_since > now() - make_interval(mins => $10) AND failed_sign_ins + 1 >= $11 THEN now() + make_interval(mins => $12) ELSE locked_until END
     WHERE id = $1 AND state = 'ready' AND $9 RETURNING state)
  ${insertSignInEvent()} RETURNING (SELECT state FROM counted) AS state`;

const recordLock = (ctx: Context, candidate: Candidate): Promise<void> => {
  const { tier1_id: tier1Id, channel_id: channelId, customer_id: customerId } = candidate;
  const tenant = tier1Id && channelId && customerId ? { tier1Id, channelId, customerId } : undefined;
  return ctx.database.write(platformScope, async (tx) => {
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
        kind: 'user_lock' satisfies TimelineKind,
        params: { name: `${candidate.first_name} ${candidate.last_name}` },
        dedupeKey: `lock:${candidate.id}:${ctx.requestId}`,
      },
    });
  });
};

/**
 * Adds a refusal to the login history and, for a wrong password, counts it against the user; too many within the time lock
 * it, and its customer's log says so.
 */
export const recordRefusal = async (ctx: Context, candidate: Candidate | undefined, look: Look): Promise<void> => {
  const { failures, withinMinutes, lockedMinutes } = lockout;
  const [after] = await ctx.database.run<{ state: string | null }>(platformScope, REFUSE, [
    ...eventOf(ctx, candidate, outcomeOf(candidate, look)),
    look !== 'right',
    withinMinutes,
    failures,
    lockedMinutes,
  ]);
  if (candidate && after?.state === 'locked') await recordLock(ctx, candidate);
};

// Of an IPv6 connection the last 64 bits are another today than they were yesterday.
const KNOWN_ADDRESS = `
  SELECT 1 FROM sign_in_event WHERE user_id = $1 AND outcome = 'signed_in' AND at > now() - interval '30 days'
     AND (address = $2 OR CASE WHEN address ~* '^[0-9a-f:]*:[0-9a-f:]*$' THEN address::inet << $3::inet ELSE false END) LIMIT 1`;

/** A lock doesn't hold against a place from which the user signed in lately: a stranger's guessing elsewhere can't keep them out. */
export const isKnownAddress = async ({ database, address }: Context, userId: string): Promise<boolean> =>
  (await database.read(platformScope, KNOWN_ADDRESS, [userId, address, wholeNetwork(address)])).length > 0;
