import type { Database, Scope } from '../../prisma/client.js';
import { newestInvitation } from '../message/bounce-sql.js';
import { afterCursor, binder, countUpTo, cutSorted, type Bind } from '../list/keyset.js';
import { patternsOf } from '../list/search-patterns.js';

export interface UserListRow {
  readonly id: string;
  readonly loginName: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly role: 'customer_admin' | 'customer_user';
  readonly staffPermission: 'assigned_services' | 'staff_member' | null;
  readonly state: 'ready' | 'locked' | 'not_activated' | 'disabled';
  readonly lockedUntil: string | null;
  readonly createdAt: string;
  readonly services: number;
  readonly lastSignInAt: string | null;
  /** Its newest invitation reached nobody; null for one that is activated. */
  readonly invitationLost: 'bounced' | 'undeliverable' | null;
  readonly version: number;
}

export interface UserQuery {
  readonly customerId: string;
  readonly q?: string;
  readonly state?: readonly string[];
  readonly role?: readonly string[];
  readonly withService?: string;
  readonly withoutService?: string;
  readonly sort: 'created' | 'name';
  readonly direction: 'asc' | 'desc';
  readonly cursor?: readonly [string, string];
  readonly limit: number;
}

const KEYS = { created: ['u.created_at', 'timestamptz'], name: ['u.name_key', 'text'] } as const;
export const userCountCap = 10_000;

const listOf = (values: readonly string[] | undefined): readonly string[] | null => (values?.length ? values : null);

/**
 * The search as the database does it: the first `most` matches of the order after the cursor, or with `inOrder` false any so many.
 * Where a service is asked for too, which is asked outside, all of them.
 */
const searchCondition = (query: UserQuery, bind: Bind, most: number, inOrder: boolean): string[] => {
  const patterns = patternsOf(query.q ?? '');
  if (patterns.length === 0) return [];
  const asksOutside = query.withService !== undefined || query.withoutService !== undefined;
  const order =
    inOrder && !asksOutside
      ? [query.sort, query.direction === 'asc', query.cursor?.[0] ?? null, query.cursor?.[1] ?? null]
      : [null, null, null, null];
  const values = [query.customerId, patterns, listOf(query.state), listOf(query.role), ...order, asksOutside ? null : most].map(bind);
  return [`u.id IN (SELECT licenza_find_users(${values.join(', ')}))`];
};

const conditionsOf = (query: UserQuery, bind: Bind): string[] => {
  const where = [`u.customer_id = ${bind(query.customerId)}`, 'u.deleted_at IS NULL'];
  if (query.state?.length) where.push(`u.state = ANY (${bind(query.state)})`);
  if (query.role?.length) where.push(`u.role = ANY (${bind(query.role)})`);
  const holds = (subscriptionId: string) =>
    `EXISTS (SELECT 1 FROM entitlement e WHERE e.subscription_id = ${bind(subscriptionId)}::uuid AND e.user_id = u.id)`;
  if (query.withService) where.push(holds(query.withService));
  if (query.withoutService) where.push("u.state <> 'disabled'", `NOT ${holds(query.withoutService)}`);
  return where;
};

/** The SQL of a page of a customer's users; one row more than asked tells whether another page follows. */
export const userListSql = (query: UserQuery): { sql: string; values: unknown[] } => {
  const { values, bind } = binder();
  const [key, type] = KEYS[query.sort];
  const where = [
    ...conditionsOf(query, bind),
    ...searchCondition(query, bind, query.limit + 1, true),
    ...afterCursor({ key, type, id: 'u.id', direction: query.direction }, query.cursor, bind),
  ];
  const order = query.direction === 'asc' ? 'ASC' : 'DESC';
  const sql = `
    WITH page AS (SELECT u.*, ${key} AS sort_key FROM app_user u WHERE ${where.join(' AND ')} ORDER BY ${key} ${order}, u.id ${order} LIMIT ${String(query.limit + 1)})
    SELECT id, login_name AS "loginName", first_name AS "firstName", last_name AS "lastName", email, role, staff_permission AS "staffPermission", state,
           locked_until AS "lockedUntil", created_at AS "createdAt", version, sort_key AS "sortKey",
           (SELECT count(*)::int FROM entitlement e WHERE e.user_id = page.id) AS services,
           (SELECT max(at) FROM sign_in_event s WHERE s.user_id = page.id AND s.outcome = 'signed_in') AS "lastSignInAt",
           CASE WHEN state = 'not_activated' THEN (SELECT n.state FROM ${newestInvitation('page.id')} n WHERE n.state IN ('bounced', 'undeliverable')) END AS "invitationLost"
      FROM page ORDER BY sort_key ${order}, id ${order}`;
  return { sql, values };
};

/** One page of a customer's users. */
export const listUsers = async (database: Database, scope: Scope, query: UserQuery) => {
  const { sql, values } = userListSql(query);
  // The SQL has only the conditions that apply, and the order's index serves every value of them.
  const rows = await database.read<UserListRow & { sortKey: string }>(scope, sql, values, { plan: 'generic' });
  return cutSorted<UserListRow>(rows, query.limit);
};

/** How many users match, capped, and how many there are in each state and role. */
export const countUsers = async (database: Database, scope: Scope, query: UserQuery) => {
  const { values, bind } = binder();
  const where = [...conditionsOf(query, bind), ...searchCondition(query, bind, userCountCap + 1, false)].join(' AND ');
  const [matching, groups] = await Promise.all([
    countUpTo(database, scope, `app_user u WHERE ${where}`, values, userCountCap),
    database.read<{ state: string; role: string; count: number }>(
      scope,
      'SELECT state, role, count(*)::int AS count FROM app_user WHERE customer_id = $1 AND deleted_at IS NULL GROUP BY state, role',
      [query.customerId],
    ),
  ]);
  return { ...matching, groups };
};
