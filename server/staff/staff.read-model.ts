import { staffRoles, type StaffRole } from '../../domain/staff/staff.js';
import type { UserState } from '../../domain/user/user.js';
import type { Database, Scope } from '../../prisma/client.js';
import { cutSorted } from '../list/keyset.js';
import { patternsOf } from '../list/search-patterns.js';
import { takesTwoSql } from './takes-two.js';

export interface StaffListRow {
  readonly id: string;
  readonly loginName: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly state: UserState;
  readonly channelId: string | null;
  readonly channelName: string | null;
  readonly hasFactor: boolean;
  readonly createdAt: string;
  readonly lastSignInAt: string | null;
}

export interface StaffQuery {
  readonly q?: string;
  readonly state?: readonly string[];
  readonly role?: readonly string[];
  readonly channelId?: string;
  readonly cursor?: readonly [string, string];
  readonly limit: number;
}

const COLUMNS = `
  u.id, u.login_name AS "loginName", u.first_name AS "firstName", u.last_name AS "lastName", u.email, u.role, u.state,
  u.channel_id AS "channelId", h.name AS "channelName", u.factor_since IS NOT NULL AS "hasFactor", u.created_at AS "createdAt",
  (SELECT max(at) FROM sign_in_event s WHERE s.user_id = u.id AND s.outcome = 'signed_in') AS "lastSignInAt"`;

const listOf = (values: readonly string[] | undefined): readonly string[] | null => (values?.length ? values : null);

// Staff and resellers are few beside customers' users, and have an index of their own.
const LIST = `
  SELECT ${COLUMNS}, u.name_key AS "sortKey" FROM app_user u LEFT JOIN channel h ON h.id = u.channel_id
   WHERE u.customer_id IS NULL AND u.deleted_at IS NULL AND u.role = ANY ($1)
     AND ($2::text[] IS NULL OR u.state = ANY ($2)) AND ($3::uuid IS NULL OR u.channel_id = $3)
     AND ($4::text[] IS NULL OR u.search_fold LIKE ALL (ARRAY(SELECT licenza_fold_pattern(word) FROM unnest($4::text[]) AS word)))
     AND ($5::text IS NULL OR (u.name_key, u.id) > ($5, $6::uuid))
   ORDER BY u.name_key, u.id LIMIT $7`;

/** A page of those who work for the platform or for resellers, as far as the scope goes. */
export const listStaff = async (database: Database, scope: Scope, query: StaffQuery) => {
  const patterns = patternsOf(query.q ?? '');
  const rows = await database.read<StaffListRow & { sortKey: string }>(scope, LIST, [
    query.role?.length ? query.role : staffRoles,
    listOf(query.state),
    query.channelId ?? null,
    patterns.length > 0 ? patterns : null,
    query.cursor?.[0] ?? null,
    query.cursor?.[1] ?? null,
    query.limit + 1,
  ]);
  return cutSorted<StaffListRow>(rows, query.limit);
};

export interface StaffDetail extends StaffListRow {
  readonly language: 'en' | 'it';
  readonly timeZone: string;
  readonly lockedUntil: string | null;
  readonly hasPassword: boolean;
  readonly factorSince: string | null;
  /** Whether two persons take the factor away. */
  readonly factorTakesTwo: boolean;
  readonly version: number;
}

const DETAIL = `
  SELECT ${COLUMNS}, u.language, u.time_zone AS "timeZone", u.locked_until AS "lockedUntil", u.password_hash IS NOT NULL AS "hasPassword",
         u.factor_since AS "factorSince", ${takesTwoSql} AS "factorTakesTwo", u.version
    FROM app_user u LEFT JOIN channel h ON h.id = u.channel_id
   WHERE u.id = $1 AND u.customer_id IS NULL AND u.deleted_at IS NULL AND u.role = ANY ($2)`;

export const readStaff = async (database: Database, scope: Scope, id: string): Promise<StaffDetail | undefined> =>
  (await database.read<StaffDetail>(scope, DETAIL, [id, staffRoles]))[0];
