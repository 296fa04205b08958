import { tracked } from '@trpc/server';
import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { userOfSession } from '../session/session-store.js';
import { procedureFor, type UserContext } from '../trpc.js';
import { isAfter, type FeedPage, type FeedRow } from './change-feed.js';
import { includesRow, toldOf } from './hears-change.js';

export type Change =
  | {
      readonly kind:
        | 'customer'
        | 'licence'
        | 'user'
        | 'process'
        | 'message'
        | 'timeline'
        | 'attention'
        | 'order'
        | 'subscription'
        | 'command'
        | 'finding';
      readonly customerId: string | null;
      readonly subjectId: string;
    }
  /**
   * `start`: nothing has changed yet; its id lets a client that is cut off before the first change miss nothing.
   * `reset`: the stream can't tell what was missed: everything shown should be read again.
   */
  | { readonly kind: 'start' | 'reset'; readonly customerId: null; readonly subjectId: '' };

// Eighteen digits are below 2^63, which both parts are kept in.
const CURSOR = /^\d{1,18}\.(?:\d{1,18}|9223372036854775807)$/;
/** A stream outlives the request that opened it, so now and then it makes sure that the session is still its user's; of one that was ended it is told at once. */
const RECHECK_MS = 30_000;
/** A client that comes back from here on reads little, though nothing of all that happened was its own. */
const PLACE_EVERY_MS = 30_000;
/** More tabs than anybody has, and few enough that one person's streams are no burden to the others. */
const MOST_OF_A_USER = 50;
/** A browser has one session: one that is taken, or runs wild, leaves the others their streams. */
const MOST_OF_A_SESSION = 20;

const streamsOf = new Map<string, number>();

const count = (key: string, by: 1 | -1): void => {
  const open = (streamsOf.get(key) ?? 0) + by;
  if (open > 0) streamsOf.set(key, open);
  else streamsOf.delete(key);
};

/** Counts a stream of a user and of a session; throws for one too many of either. Returns what takes it off. */
const admit = (userId: string, sessionId: string): (() => void) => {
  const [user, session] = [`user:${userId}`, `session:${sessionId}`];
  if ((streamsOf.get(user) ?? 0) >= MOST_OF_A_USER || (streamsOf.get(session) ?? 0) >= MOST_OF_A_SESSION) throw new Failure('rate_limited');
  for (const key of [user, session]) count(key, 1);
  return () => {
    for (const key of [user, session]) count(key, -1);
  };
};

const begin = async ({ changes: feed }: UserContext, last: string | undefined): Promise<{ cursor: string; kind?: 'start' | 'reset' }> => {
  const cursor = await feed.newest();
  if (last === undefined) return { cursor, kind: 'start' };
  if (!CURSOR.test(last) || !(await feed.keeps(last))) return { cursor, kind: 'reset' };
  return { cursor: last };
};

const mustBeSignedIn = async ({ database, settings, request, user }: UserContext): Promise<void> => {
  const now = await userOfSession(database, settings, request.sessionID);
  if (now?.id !== user.id) throw new Failure('not_signed_in');
};

/** What a page of the feed tells this user, each with its place. */
const toldOn = ({ scope, user }: UserContext, { rows }: FeedPage) =>
  rows.flatMap((row) => {
    const told = includesRow(scope, row) ? toldOf(user, row) : undefined;
    return told ? [{ cursor: row.cursor, change: { kind: row.kind, ...told } as Change }] : [];
  });

/**
 * What changes among the rows that the caller may see, as it is committed. A client that was cut off
 * sends the id it had last and misses nothing; one that was away for over a day is told to read all again. Error: rate_limited.
 */
export const changes = procedureFor('live')
  .input(z.object({ lastEventId: z.string().max(64).optional() }).optional())
  .subscription(async function* ({ ctx, input, signal }) {
    const leave = admit(ctx.user.actor?.id ?? ctx.user.id, ctx.request.sessionID);
    let wake: (() => void) | undefined;
    let pending = true; // listening begins before the backlog is read, so nothing falls between
    let checkedAt = Date.now();
    const people = [ctx.user.id, ctx.user.actor?.id];
    // Who was changed may have been disabled, or may do less.
    const concernsRights = ({ kind, subjectId }: FeedRow): boolean =>
      (kind === 'user' && people.includes(subjectId)) || (kind === 'customer' && subjectId === ctx.user.customerId);
    const unsubscribe = ctx.changes.subscribe((endedFor) => {
      if (endedFor !== undefined && !people.includes(endedFor)) return;
      if (endedFor !== undefined) checkedAt = 0;
      pending = true;
      wake?.();
    });
    // Spread, so that the streams of a server that has just begun don't all ask at once.
    const look = setInterval(() => wake?.(), RECHECK_MS * (1 + Math.random() / 4));
    signal?.addEventListener('abort', () => wake?.());
    try {
      const { cursor: from, kind } = await begin(ctx, input?.lastEventId);
      let cursor = from;
      let [told, toldAt] = [cursor, Date.now()];
      if (kind) yield tracked(cursor, { kind, customerId: null, subjectId: '' });
      while (!signal?.aborted) {
        if (!pending)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        wake = undefined;
        pending = false;
        const page = await ctx.changes.after(cursor, ctx.scope);
        if (page.rows.some(concernsRights) || Date.now() - checkedAt > RECHECK_MS) {
          await mustBeSignedIn(ctx);
          checkedAt = Date.now();
        }
        if (page.more) pending = true;
        for (const { cursor: place, change } of toldOn(ctx, page)) {
          [told, toldAt] = [place, Date.now()];
          yield tracked(place, change);
        }
        cursor = page.cursor;
        if (isAfter(cursor, told) && Date.now() - toldAt > PLACE_EVERY_MS) {
          [told, toldAt] = [cursor, Date.now()];
          yield tracked(cursor, { kind: 'start', customerId: null, subjectId: '' });
        }
      }
    } finally {
      clearInterval(look);
      unsubscribe();
      leave();
    }
  });
