import { platformScope, type Database } from '../../prisma/client.js';
import { hashSessionId } from './session-store.js';

// Each changes what it names and nothing else, in a session that is there: requests that run at once can't bring back what another ended.
const BEGIN = `
  UPDATE session s SET data = jsonb_set(s.data, '{impersonating}', jsonb_build_object('userId', u.id, 'until', $4::text, 'reason', $5::text, 'epoch', u.session_epoch))
    FROM app_user u WHERE s.id_hash = $1 AND s.user_id = $2::uuid AND u.id = $3::uuid AND u.state = 'ready' AND u.deleted_at IS NULL RETURNING 1`;
const SPEAK = `UPDATE session SET data = jsonb_set(data, '{impersonating,language}', to_jsonb($2::text)) WHERE id_hash = $1 AND data ? 'impersonating'`;
const END = `UPDATE session SET data = data - 'impersonating' WHERE id_hash = $1`;

const idOf = (sid: string): Buffer => Buffer.from(hashSessionId(sid));

/** Has a session act as another user, until an instant. False when the session has ended, or the user may not sign in any more. */
export const beginActing = async (
  database: Database,
  sid: string,
  { actorId, userId, until, reason }: { actorId: string; userId: string; until: string; reason: string },
): Promise<boolean> => (await database.run(platformScope, BEGIN, [idOf(sid), actorId, userId, until, reason])).length > 0;

/** The language of the pages while acting; the user's own stays as it is. */
export const speakWhileActing = async (database: Database, sid: string, language: string): Promise<void> => {
  await database.run(platformScope, SPEAK, [idOf(sid), language]);
};

export const endActing = async (database: Database, sid: string): Promise<void> => {
  await database.run(platformScope, END, [idOf(sid)]);
};
