import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { customerUserRoles } from '../../domain/user/user-input.js';
import type { SubscriptionState } from '../../domain/subscription/subscription.js';
import { userStates } from '../../domain/user/user.js';
import { searchText } from '../../domain/text/safe-text.js';
import { checkCursor, pageCursor } from '../list/cursor.js';
import { newestBounce, newestInvitation, type BounceRow } from '../message/bounce-sql.js';
import { procedureFor, type UserContext } from '../trpc.js';
import { countUsers, listUsers, type UserListRow } from './users.read-model.js';

export const userFilters = z.object({
  customerId: z.uuid().optional(),
  q: searchText().optional(),
  state: z.array(z.enum(userStates)).max(4).optional(),
  role: z.array(z.enum(customerUserRoles)).max(2).optional(),
  /** Only those who have this service, or only those who could still get it. */
  withService: z.uuid().optional(),
  withoutService: z.uuid().optional(),
  sort: z.enum(['created', 'name']).default('name'),
  direction: z.enum(['asc', 'desc']).default('asc'),
});

/** The customer whose users are meant: the caller's own, unless staff name another. */
export const customerOf = (ctx: UserContext, customerId: string | undefined): string => {
  const id = customerId ?? ctx.user.customerId;
  if (!id) throw new Failure('not_found');
  return id;
};

/** A page of a customer's users (B10). */
export const userList = procedureFor('user.read')
  .input(
    userFilters.extend({ cursor: pageCursor.optional(), limit: z.number().int().min(1).max(200).default(50) }).superRefine(checkCursor),
  )
  .query(({ ctx, input }) => listUsers(ctx.database, ctx.scope, { ...input, customerId: customerOf(ctx, input.customerId) }));

/** How many users match, and how many there are in each state. */
export const userCount = procedureFor('user.read')
  .input(userFilters)
  .query(({ ctx, input }) => countUsers(ctx.database, ctx.scope, { ...input, customerId: customerOf(ctx, input.customerId), limit: 1 }));

export interface UserDetail extends Omit<UserListRow, 'services'> {
  notificationEmail: string | null;
  language: 'en' | 'it';
  timeZone: string;
  address: { street1?: string; street2?: string; postalCode?: string; city?: string; country?: string } | null;
  customerId: string;
  customerName: string;
  failedSignIns: number;
  failedSince: string | null;
  hasPassword: boolean;
  factorSince: string | null;
  customerState: 'active' | 'disabled' | 'deleted';
}

const DETAIL = `
  SELECT u.id, u.login_name AS "loginName", u.first_name AS "firstName", u.last_name AS "lastName", u.email, u.notification_email AS "notificationEmail", u.role,
         u.staff_permission AS "staffPermission", u.state, u.locked_until AS "lockedUntil", u.failed_sign_ins AS "failedSignIns", u.failed_since AS "failedSince",
         u.password_hash IS NOT NULL AS "hasPassword", u.factor_since AS "factorSince", c.state AS "customerState", u.language, u.time_zone AS "timeZone", u.address,
         u.created_at AS "createdAt", u.version, u.customer_id AS "customerId", c.company AS "customerName",
         (SELECT max(at) FROM sign_in_event s WHERE s.user_id = u.id AND s.outcome = 'signed_in') AS "lastSignInAt"
    FROM app_user u JOIN customer c ON c.id = u.customer_id WHERE u.id = $1 AND u.deleted_at IS NULL`;

const INVITATION = `
  SELECT t.created_at AS "sentAt", t.expires_at AS "expiresAt", t.used_at AS "usedAt", t.revoked_at AS "revokedAt", t.expires_at <= now() AS expired
    FROM user_token t WHERE t.user_id = $1 AND t.purpose = 'activation' ORDER BY t.created_at DESC LIMIT 1`;

const INVITATION_LOST = `
  SELECT n.state, n.to_address AS "toAddress", ${newestBounce('n.id')} AS bounce FROM app_user u, LATERAL ${newestInvitation('u.id')} n
   WHERE u.id = $1 AND u.state = 'not_activated' AND n.state IN ('bounced', 'undeliverable')`;

interface LostInvitation {
  readonly state: 'bounced' | 'undeliverable';
  readonly toAddress: string;
  readonly bounce: BounceRow | null;
}

/** A service that a user has a seat of, and how many seats there are and are in use. */
interface HeldService {
  readonly subscriptionId: string;
  readonly nameEn: string;
  readonly nameIt: string;
  readonly unitType: string;
  readonly state: SubscriptionState;
  readonly units: number;
  readonly targetUnits: number;
  readonly used: number;
}

const SERVICES = `
  SELECT l.id AS "subscriptionId", pr.name_en || ' · ' || p.name_en AS "nameEn", pr.name_it || ' · ' || p.name_it AS "nameIt", pr.unit_type AS "unitType", l.state,
         l.units, l.target_units AS "targetUnits", (SELECT count(*)::int FROM entitlement o WHERE o.subscription_id = l.id) AS used
    FROM entitlement e JOIN subscription l ON l.id = e.subscription_id JOIN plan p ON p.id = l.plan_id JOIN product pr ON pr.id = p.product_id WHERE e.user_id = $1 ORDER BY e.created_at`;

/** One user with invitation, services and why they may not get in: support's first question. Error: not_found. */
export const getUser = procedureFor('user.read')
  .input(z.object({ id: z.uuid() }))
  .query(async ({ ctx: { database, scope }, input: { id } }) => {
    const [[user], [invitation], [invitationLost], services] = await Promise.all([
      database.read<UserDetail>(scope, DETAIL, [id]),
      database.read<{ sentAt: string; expiresAt: string; usedAt: string | null; revokedAt: string | null; expired: boolean }>(
        scope,
        INVITATION,
        [id],
      ),
      database.read<LostInvitation>(scope, INVITATION_LOST, [id]),
      database.read<HeldService>(scope, SERVICES, [id]),
    ]);
    if (!user) throw new Failure('not_found');
    return { ...user, invitation: invitation ?? null, invitationLost: invitationLost ?? null, services };
  });

export interface SignInRow {
  id: number;
  at: string;
  outcome: string;
  address: string | null;
  browser: string | null;
  userId: string | null;
  loginName: string | null;
  name: string | null;
  actingName: string | null;
}

const HISTORY = (condition: string) => `
  SELECT s.id, s.at, s.outcome, s.address, s.browser, s.user_id AS "userId", u.login_name AS "loginName", u.first_name || ' ' || u.last_name AS name,
         (SELECT a.first_name || ' ' || a.last_name FROM app_user a WHERE a.id = s.acting_user_id) AS "actingName"
    FROM sign_in_event s LEFT JOIN app_user u ON u.id = s.user_id
   WHERE ${condition} AND ($2::bigint IS NULL OR s.id < $2) ORDER BY s.id DESC LIMIT 51`;

const pageOf = (rows: SignInRow[]) => ({ rows: rows.slice(0, 50), nextCursor: rows.length > 50 ? rows[49]?.id : undefined });
const cursor = z.number().int().positive().optional();

/** The login history of a customer's users, or of one of them (B19), newest first. */
export const signInHistory = procedureFor('user.read')
  .input(z.object({ customerId: z.uuid().optional(), userId: z.uuid().optional(), cursor }))
  .query(async ({ ctx, input }) => {
    const [condition, id] = input.userId ? ['s.user_id = $1', input.userId] : ['s.customer_id = $1', customerOf(ctx, input.customerId)];
    return pageOf(await ctx.database.read<SignInRow>(ctx.scope, HISTORY(condition), [id, input.cursor ?? null]));
  });

/** The caller's own login history. */
export const ownSignInHistory = procedureFor('self')
  .input(z.object({ cursor }))
  .query(async ({ ctx, input }) =>
    pageOf(await ctx.database.read<SignInRow>({ kind: 'platform' }, HISTORY('s.user_id = $1'), [ctx.user.id, input.cursor ?? null])),
  );
