import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { Store, type SessionData } from 'express-session';
import { Failure } from '../../domain/failure/failure-code.js';
import type { Role } from '../../domain/permission/permissions.js';
import { confirmedMinutes, factorDueAt, isFactorOverdue } from '../../domain/user/second-factor.js';
import { platformScope, type Database } from '../../prisma/client.js';
import { areFactorsRequired, isFactorRequired, type FactorSettings } from '../factor/factor-policy.js';
import type { SignedInUser } from '../context.js';
import { mayActAs } from './may-act-as.js';
import { insertSignInEvent, type SignInEvent } from './sign-in-event.js';

declare module 'express-session' {
  interface SessionData {
    userId?: string;
    address?: string;
    browser?: string;
    /** As of this request; read with the session, never stored. */
    user?: SignedInUser;
    /** When the last request was that was written down, in ms; read with the session, never stored. */
    seenAt?: number;
    /** Said once, where the session begins; never stored in it. */
    beginning?: SessionBeginning;
  }
}

/** What a session begins with. It begins only if its user is still the one that was looked at. */
export interface SessionBeginning {
  /** The user's epoch when the password or the link was checked. */
  readonly epoch: number;
  /** A locked user too, where the lock doesn't hold. */
  readonly despiteLock?: boolean;
  /** When who it is was last proven, just now unless it says otherwise: a session that only goes on under another id is no proof. */
  readonly confirmedAt?: string | null;
  /** A line for the login history: both are written or neither is. */
  readonly event?: SignInEvent;
}

/** A session ends after this long without a request, and in any case after the second. */
export const sessionIdleMs = 8 * 3_600_000;
const ABSOLUTE_HOURS = 7 * 24;
/** The time of the last request is written at most this often. */
const TOUCH_EVERY_MS = 60_000;

/** One of the two people of a session: who sits there, and whom they act as. */
interface PersonRow {
  id: string;
  role: Role;
  login_name: string;
  display_name: string;
  language: string;
  time_zone: string;
  tier1_id: string | null;
  channel_id: string | null;
  customer_id: string | null;
  staff_permission: string | null;
  has_factor: boolean;
  factor_due_at: string | null;
}

interface SessionRow {
  confirmed_at: string | null;
  is_confirmed: boolean;
  data: SessionData & { impersonating?: { userId: string; until: string; language?: string } };
  expires_at: string;
  last_seen_at: string;
  sitting: PersonRow | null;
  acted: PersonRow | null;
}

const personOf = (table: string): string =>
  `CASE WHEN ${table}.id IS NOT NULL THEN json_build_object('id', ${table}.id, 'role', ${table}.role, 'login_name', ${table}.login_name,
     'display_name', ${table}.first_name || ' ' || ${table}.last_name, 'language', ${table}.language, 'time_zone', ${table}.time_zone, 'tier1_id', ${table}.tier1_id,
     'channel_id', ${table}.channel_id, 'customer_id', ${table}.customer_id, 'staff_permission', ${table}.staff_permission,
     'has_factor', ${table}.factor_since IS NOT NULL, 'factor_due_at', ${table}.factor_due_at) END`;

// First the session with who really sits there, then whom they act as: compared with a computed id instead of a column, the user would be
// looked for through the whole table, because row-level security lets no index serve what might leak. Who is acted as must be in the epoch
// that the acting began in: whatever was changed of them since ends it.
export const sessionSql = `
  WITH found AS MATERIALIZED (
    SELECT s.data, s.expires_at, s.last_seen_at, s.user_id, s.confirmed_at,
           coalesce(s.confirmed_at > now() - make_interval(mins => ${String(confirmedMinutes)}), false) AS is_confirmed, ${personOf('o')} AS sitting,
           CASE WHEN (s.data #>> '{impersonating,until}')::timestamptz > now() THEN (s.data #>> '{impersonating,userId}')::uuid END AS acted_id,
           (s.data #>> '{impersonating,epoch}')::integer AS acted_epoch
      FROM session s
      LEFT JOIN app_user o ON o.id = s.user_id AND o.state IN ('ready', 'locked') AND o.session_epoch = s.epoch
      LEFT JOIN customer oc ON oc.id = o.customer_id
     WHERE s.id_hash = $1 AND s.expires_at > now() AND s.created_at > now() - make_interval(hours => ${String(ABSOLUTE_HOURS)})
       AND (oc.id IS NULL OR oc.state = 'active') AND (o.id IS NOT NULL OR s.user_id IS NULL))
  SELECT s.data, s.expires_at, s.last_seen_at, s.confirmed_at, s.is_confirmed, s.sitting, CASE WHEN c.state = 'active' THEN ${personOf('u')} END AS acted
    FROM found s
    LEFT JOIN app_user u ON u.id = s.acted_id AND u.state IN ('ready', 'locked') AND u.session_epoch = s.acted_epoch
    LEFT JOIN customer c ON c.id = u.customer_id`;

const EXPIRES_AT = `now() + interval '${String(sessionIdleMs / 1000)} seconds'`;
// A session comes into being here and nowhere else, and for a user of that epoch alone: what ended it meanwhile is never undone.
// The time of grace begins with the first session since a factor is required.
const GRACED = `, graced AS (
    UPDATE app_user SET factor_due_at = now() + make_interval(days => $9::integer) FROM begun
     WHERE id = $2::uuid AND factor_since IS NULL AND factor_due_at IS NULL AND role <> 'customer_user')`;
const begin = (withEvent: boolean, isRequired: boolean): string => `
  WITH begun AS (
    INSERT INTO session (id_hash, user_id, epoch, data, address, browser, last_seen_at, expires_at, confirmed_at)
    SELECT $1::bytea, u.id, u.session_epoch, $3::jsonb, $4, $5, now(), ${EXPIRES_AT}, $8::timestamptz FROM app_user u
     WHERE u.id = $2::uuid AND u.session_epoch = $6::integer AND u.deleted_at IS NULL AND (u.state = 'ready' OR (u.state = 'locked' AND $7::boolean))
    RETURNING id_hash)${withEvent ? `, event AS (${insertSignInEvent(isRequired ? 10 : 9, 'begun')})` : ''}${isRequired ? GRACED : ''}
  SELECT 1 FROM begun`;
const CONFIRM = 'UPDATE session SET confirmed_at = now() WHERE id_hash = $1 AND user_id = $2::uuid RETURNING 1';
const TOUCH = `UPDATE session SET last_seen_at = now(), expires_at = ${EXPIRES_AT} WHERE id_hash = $1`;

/** What the database knows a session by. */
export const hashSessionId = (sid: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash('sha256').update(sid).digest());

const idOf = (sid: string): Buffer => Buffer.from(hashSessionId(sid));

const signedIn = (person: PersonRow): SignedInUser => ({
  id: person.id,
  role: person.role,
  loginName: person.login_name,
  displayName: person.display_name,
  language: person.language,
  timeZone: person.time_zone,
  tier1Id: person.tier1_id,
  channelId: person.channel_id,
  customerId: person.customer_id,
  staffPermission: person.staff_permission,
});

/** Whoever sits there, with what is asked of them for their own safety. */
const sittingOf = ({ sitting, is_confirmed: isConfirmed, confirmed_at: confirmedAt }: SessionRow, settings: FactorSettings) => {
  if (!sitting) return undefined;
  const { id, role, login_name: loginName, has_factor: hasFactor, factor_due_at: dueAt } = sitting;
  const isRequired = isFactorRequired(settings, loginName);
  const due = { role, hasFactor, dueAt };
  const identity = { id, loginName, hasFactor, isRequired, isConfirmed, confirmedAt, factorDueAt: factorDueAt(due, isRequired) };
  return { ...signedIn(sitting), identity, factorOverdue: isFactorOverdue(due, isRequired, new Date()) };
};

/** Who asks: whoever sits there, or whom they act as, which is asked again each time whether they still may (requirement B20). */
const userOf = (row: SessionRow, settings: FactorSettings): SignedInUser | undefined => {
  const { data, acted } = row;
  const actor = sittingOf(row, settings);
  if (!actor || !acted) return actor;
  const target = { ...signedIn(acted), identity: actor.identity };
  if (!mayActAs(actor, target)) return actor;
  const { until = '', language } = data.impersonating ?? {};
  return { ...target, language: language ?? target.language, actor: { id: actor.id, name: actor.displayName, until }, impersonated: true };
};

const readSession = async (database: Database, sid: string): Promise<SessionRow | undefined> => {
  const [row] = await database.read<SessionRow>(platformScope, sessionSql, [idOf(sid)]);
  return row && !(row.data.userId && !row.sitting) ? row : undefined;
};

/** Whose session an id is at this moment; for what goes on longer than a request. */
export const userOfSession = async (database: Database, settings: FactorSettings, sid: string): Promise<SignedInUser | undefined> => {
  const row = await readSession(database, sid);
  return row && userOf(row, settings);
};

/** Notes that whoever sits there has just proved who they are. False when the session has ended. */
export const confirmSession = async (database: Database, sid: string, userId: string): Promise<boolean> =>
  (await database.run(platformScope, CONFIRM, [idOf(sid), userId])).length > 0;

/** What was read beside a session isn't counted among its properties: the library compares them as JSON, four times a request, and they are stored. */
const withRead = <S extends SessionData>(session: S, { user, seenAt }: Pick<SessionData, 'user' | 'seenAt'>): S =>
  Object.defineProperties(session, { user: { value: user }, seenAt: { value: seenAt } });

/**
 * Sessions in PostgreSQL under the hash of their id: who reads the table can't sign in with it. A
 * user who may not sign in any more, or whose customer may not, has no session from the next request on.
 */
export class SessionStore extends Store {
  constructor(
    private readonly database: Database,
    private readonly settings: FactorSettings,
  ) {
    super();
  }

  override get(sid: string, callback: (error: unknown, session?: SessionData | null) => void): void {
    readSession(this.database, sid).then((row) => {
      if (!row) {
        callback(null, null);
        return;
      }
      row.data.cookie.expires = new Date(row.expires_at);
      callback(null, withRead(row.data, { user: userOf(row, this.settings), seenAt: Date.parse(row.last_seen_at) }));
    }, callback);
  }

  override createSession(request: Request, stored: SessionData) {
    return withRead(super.createSession(request, stored), stored);
  }

  /** Writes a session that begins. Any other one is only noted as used: what it holds is changed by statements that name it. */
  override set(sid: string, session: SessionData, callback?: (error?: unknown) => void): void {
    const { userId = null, address = null, browser, beginning } = session;
    if (!beginning) {
      this.touch(sid, session, callback);
      return;
    }
    const { epoch, despiteLock = false, confirmedAt = 'now', event } = beginning;
    const values = [idOf(sid), userId, JSON.stringify(session), address, browser?.slice(0, 300) ?? null, epoch, despiteLock, confirmedAt];
    const isRequired = areFactorsRequired(this.settings);
    const grace = isRequired ? [this.settings.SECOND_FACTOR_GRACE_DAYS] : [];
    this.database.run(platformScope, begin(event !== undefined, isRequired), [...values, ...grace, ...(event ?? [])]).then(
      (begun) => callback?.(begun.length > 0 ? undefined : new Failure('sign_in_failed')),
      (error: unknown) => callback?.(error),
    );
  }

  override touch(sid: string, session: SessionData, callback?: (error?: unknown) => void): void {
    if (Date.now() - (session.seenAt ?? 0) < TOUCH_EVERY_MS) callback?.();
    else this.write(TOUCH, [idOf(sid)], callback);
  }

  override destroy(sid: string, callback?: (error?: unknown) => void): void {
    this.write('DELETE FROM session WHERE id_hash = $1', [idOf(sid)], callback);
  }

  /** As the library's own, but for a session that was never stored there is nothing to destroy. */
  override regenerate(request: Request, callback: (error?: unknown) => unknown): void {
    if (request.session.seenAt !== undefined) {
      super.regenerate(request, callback);
      return;
    }
    (this as unknown as { generate(request: Request): void }).generate(request); // given to the store by the library
    callback();
  }

  private write(sql: string, parameters: readonly unknown[], callback?: (error?: unknown) => void): void {
    this.database.run(platformScope, sql, parameters).then(
      () => callback?.(),
      (error: unknown) => callback?.(error),
    );
  }
}
