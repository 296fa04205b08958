import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { Store, type SessionData } from 'express-session';
import type { Role } from '../../domain/permission/permissions.js';
import { platformScope, type Database } from '../../prisma/client.js';
import type { SignedInUser } from '../context.js';
import { insertSignInEvent, type SignInEvent } from './sign-in-event.js';

declare module 'express-session' {
  interface SessionData {
    userId?: string;
    address?: string;
    browser?: string;
    /** Set while the session's user acts as another one (requirement B20). */
    impersonating?: { userId: string; until: string; reason: string; language?: string };
    /** As of this request; read with the session, never stored. */
    user?: SignedInUser;
    /** When the last request was that was written down, in ms; read with the session, never stored. */
    seenAt?: number;
    /** What the login history is to say of the beginning; written with the session, as one, and never stored in it. */
    beginning?: SignInEvent;
  }
}

/** A session ends after this long without a request, and in any case after the second. */
export const sessionIdleMs = 8 * 3_600_000;
const ABSOLUTE_HOURS = 7 * 24;
/** The time of the last request is written at most this often. */
const TOUCH_EVERY_MS = 60_000;

interface SessionRow {
  data: SessionData;
  expires_at: string;
  last_seen_at: string;
  user_id: string | null;
  role: Role;
  login_name: string;
  display_name: string;
  language: string;
  time_zone: string;
  tier1_id: string | null;
  channel_id: string | null;
  customer_id: string | null;
  staff_permission: string | null;
  actor_id: string | null;
  actor_name: string | null;
}

// First the session with who really sits there, then whom they act as: compared with a computed id instead of a column, the user would be
// looked for through the whole table, because row-level security lets no index serve what might leak.
export const sessionSql = `
  WITH found AS MATERIALIZED (
    SELECT s.data, s.expires_at, s.last_seen_at, o.id AS real_id, o.first_name || ' ' || o.last_name AS real_name,
           CASE WHEN (s.data #>> '{impersonating,until}')::timestamptz > now() THEN (s.data #>> '{impersonating,userId}')::uuid ELSE o.id END AS id
      FROM session s
      LEFT JOIN app_user o ON o.id = s.user_id AND o.state IN ('ready', 'locked')
      LEFT JOIN customer oc ON oc.id = o.customer_id
     WHERE s.id_hash = $1 AND s.expires_at > now() AND s.created_at > now() - make_interval(hours => ${String(ABSOLUTE_HOURS)})
       AND (oc.id IS NULL OR oc.state = 'active') AND (o.id IS NOT NULL OR s.user_id IS NULL))
  SELECT s.data, s.expires_at, s.last_seen_at, u.id AS user_id, u.role, u.login_name, u.first_name || ' ' || u.last_name AS display_name,
         u.language, u.time_zone, u.tier1_id, u.channel_id, u.customer_id, u.staff_permission,
         CASE WHEN u.id <> s.real_id THEN s.real_id END AS actor_id, CASE WHEN u.id <> s.real_id THEN s.real_name END AS actor_name
    FROM found s
    LEFT JOIN app_user u ON u.id = s.id AND u.state IN ('ready', 'locked')
    LEFT JOIN customer c ON c.id = u.customer_id
   WHERE c.id IS NULL OR c.state = 'active'`;

const EXPIRES_AT = `now() + interval '${String(sessionIdleMs / 1000)} seconds'`;
const SAVE = `
  INSERT INTO session (id_hash, user_id, data, address, browser, last_seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, now(), ${EXPIRES_AT})
  ON CONFLICT (id_hash) DO UPDATE SET user_id = excluded.user_id, data = excluded.data, address = excluded.address, browser = excluded.browser,
                                      last_seen_at = excluded.last_seen_at, expires_at = excluded.expires_at`;
const SAVE_BEGINNING = `WITH beginning AS (${insertSignInEvent(6)}) ${SAVE}`;
const TOUCH = `UPDATE session SET last_seen_at = now(), expires_at = ${EXPIRES_AT} WHERE id_hash = $1`;

/** What the database knows a session by. */
export const hashSessionId = (sid: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash('sha256').update(sid).digest());

const idOf = (sid: string): Buffer => Buffer.from(hashSessionId(sid));

const userOf = (row: SessionRow): SignedInUser | undefined =>
  row.user_id === null
    ? undefined
    : {
        id: row.user_id,
        role: row.role,
        loginName: row.login_name,
        displayName: row.display_name,
        language: (row.actor_id && row.data.impersonating?.language) || row.language,
        timeZone: row.time_zone,
        tier1Id: row.tier1_id,
        channelId: row.channel_id,
        customerId: row.customer_id,
        staffPermission: row.staff_permission,
        ...(row.actor_id && row.actor_name
          ? { actor: { id: row.actor_id, name: row.actor_name, until: row.data.impersonating?.until ?? '' }, impersonated: true }
          : {}),
      };

const readSession = async (database: Database, sid: string): Promise<SessionRow | undefined> => {
  const [row] = await database.read<SessionRow>(platformScope, sessionSql, [idOf(sid)]);
  return row && !(row.data.userId && !row.user_id) ? row : undefined;
};

/** Whose session an id is at this moment; for what goes on longer than a request. */
export const userOfSession = async (database: Database, sid: string): Promise<SignedInUser | undefined> => {
  const row = await readSession(database, sid);
  return row && userOf(row);
};

/** What was read beside a session isn't counted among its properties: the library compares them as JSON, four times a request, and they are stored. */
const withRead = <S extends SessionData>(session: S, { user, seenAt }: Pick<SessionData, 'user' | 'seenAt'>): S =>
  Object.defineProperties(session, { user: { value: user }, seenAt: { value: seenAt } });

/**
 * Sessions in PostgreSQL under the hash of their id: who reads the table can't sign in with it. A
 * user who may not sign in any more, or whose customer may not, has no session from the next request on.
 */
export class SessionStore extends Store {
  constructor(private readonly database: Database) {
    super();
  }

  override get(sid: string, callback: (error: unknown, session?: SessionData | null) => void): void {
    readSession(this.database, sid).then((row) => {
      if (!row) {
        callback(null, null);
        return;
      }
      row.data.cookie.expires = new Date(row.expires_at);
      callback(null, withRead(row.data, { user: userOf(row), seenAt: Date.parse(row.last_seen_at) }));
    }, callback);
  }

  override createSession(request: Request, stored: SessionData) {
    return withRead(super.createSession(request, stored), stored);
  }

  override set(sid: string, session: SessionData, callback?: (error?: unknown) => void): void {
    const { userId = null, address = null, browser, beginning } = session;
    const values = [idOf(sid), userId, JSON.stringify(session), address, browser?.slice(0, 300) ?? null];
    if (beginning) this.write(SAVE_BEGINNING, [...values, ...beginning], callback);
    else this.write(SAVE, values, callback);
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
