import { z } from 'zod';
import { languages } from '../../domain/customer/customer.js';
import { Failure } from '../../domain/failure/failure-code.js';
import { permissionsOf } from '../../domain/permission/permissions.js';
import { factorCode } from '../../domain/user/second-factor.js';
import { passwordLength } from '../../domain/user/user.js';
import { isSafeLine } from '../../domain/text/safe-text.js';
import { loginNameKey } from '../../domain/user/user-input.js';
import { platformScope } from '../../prisma/client.js';
import type { Context } from '../context.js';
import { checkCode } from '../factor/check-own-code.js';
import { beginChallenge, endChallenge, tryChallenge } from '../factor/sign-in-challenge.js';
import { verifyPassword } from '../security/password.js';
import { untilNextStep } from '../security/even-time.js';
import { speakWhileActing } from '../session/acting.js';
import { procedureFor, publicProcedure } from '../trpc.js';
import { renewSession, settle } from './renew-session.js';
import { eventOf, findCandidate, isKnownAddress, recordRefusal, type Candidate, type Look } from './sign-in-attempts.js';

const credentials = z.strictObject({
  loginName: z
    .string({ error: 'required' })
    .min(1, { error: 'required' })
    .max(254, { error: 'too_long' })
    .refine(isSafeLine, { error: 'control_chars' }),
  password: z.string({ error: 'required' }).min(1, { error: 'required' }).max(passwordLength.max, { error: 'too_long' }),
});

/** Looks at the password, unless there were too many looks lately and this one comes from nowhere known. */
const lookAt = async (ctx: Context, key: string, candidate: Candidate | undefined, password: string): Promise<Look> => {
  const admitted = await ctx.guesses.admit(key);
  if (!admitted && !(candidate && (await isKnownAddress(ctx, candidate.id)))) return 'not_taken';
  return (await verifyPassword(candidate?.password_hash, password)) ? 'right' : 'wrong';
};

const maySignIn = async (ctx: Context, { id, state, customer_state: customer }: Candidate): Promise<boolean> =>
  (customer ?? 'active') === 'active' && (state === 'ready' || (state === 'locked' && (await isKnownAddress(ctx, id))));

/** Begins the session of a candidate who has proven who it is. False when it may not sign in, or has been changed since it was looked at. */
const letIn = async (ctx: Context, candidate: Candidate): Promise<boolean> => {
  const { id: userId, session_epoch: epoch, state } = candidate;
  if (!(await maySignIn(ctx, candidate))) return false;
  const despiteLock = state === 'locked';
  try {
    await renewSession(ctx.request, { userId, address: ctx.address, epoch, despiteLock, event: eventOf(ctx, candidate, 'signed_in') });
    return true;
  } catch (error) {
    if (error instanceof Failure && error.code === 'sign_in_failed') return false;
    throw error;
  }
};

/**
 * Signs in; whoever has a second factor owes its code then, and has no session yet. One error for every cause, after the same work:
 * sign_in_failed; or rate_limited with `seconds`.
 */
export const signIn = publicProcedure.input(credentials).mutation(async ({ ctx, input }) => {
  const startedAt = performance.now();
  const key = loginNameKey(input.loginName);
  await ctx.signInLimiter.attempt(key, ctx.address);
  const candidate = await findCandidate(ctx, key);
  const look = await lookAt(ctx, key, candidate, input.password);
  const isRight = look === 'right' && candidate !== undefined;
  if (isRight && candidate.has_factor && (await maySignIn(ctx, candidate)))
    return { ok: false as const, ...(await beginChallenge(ctx.database, candidate)) };
  if (!isRight || candidate.has_factor || !(await letIn(ctx, candidate))) {
    await recordRefusal(ctx, candidate, look);
    await untilNextStep(startedAt);
    throw new Failure('sign_in_failed');
  }
  await Promise.all([ctx.signInLimiter.succeeded(key, ctx.address), ctx.guesses.right(key)]);
  return { ok: true as const };
});

/**
 * The second step: a code of the app, or a recovery code. Faults at `code`: code_wrong; challenge_over when it took too long, there were
 * too many wrong ones, or the user was changed since; rate_limited; sign_in_failed.
 */
export const signInWithCode = publicProcedure
  .input(z.strictObject({ challenge: z.string().max(100), code: factorCode }))
  .mutation(async ({ ctx, input }) => {
    const { userId, epoch, loginNameKey: key } = await tryChallenge(ctx.database, input.challenge);
    const candidate = await findCandidate(ctx, key);
    if (candidate?.id !== userId || candidate.session_epoch !== epoch) throw new Failure('challenge_over');
    await checkCode(ctx, candidate, input.code, 'code');
    if (!(await endChallenge(ctx.database, input.challenge)) || !(await letIn(ctx, candidate))) throw new Failure('sign_in_failed');
    await Promise.all([ctx.signInLimiter.succeeded(key, ctx.address), ctx.guesses.right(key)]);
    return { ok: true };
  });

/** Ends the session here and now; nothing happens without one. */
export const signOut = publicProcedure.mutation(async ({ ctx }) => {
  await settle((done) => ctx.request.session.destroy(done));
  return { ok: true };
});

const NAMES = `
  SELECT (SELECT name FROM channel WHERE id = $1) AS channel, (SELECT company FROM customer WHERE id = $2) AS customer`;

/** Who is signed in, with what they may do; null when nobody is. */
export const me = publicProcedure.query(async ({ ctx: { user, database } }) => {
  if (!user) return null;
  const [names] = await database.read<{ channel: string | null; customer: string | null }>(platformScope, NAMES, [
    user.channelId,
    user.customerId,
  ]);
  const { id, displayName, loginName, role, language, timeZone } = user;
  return {
    user: { id, displayName, loginName, role, language, timeZone },
    permissions: [...permissionsOf(user)] as string[],
    /** Who really sits there, when somebody acts as this user. */
    actor: user.actor ? { name: user.actor.name, until: user.actor.until } : null,
    /** By what whoever sits there is asked to prove it, and until when they may do without a second factor. */
    identity: {
      hasFactor: user.identity?.hasFactor ?? false,
      factorDueAt: user.impersonated ? null : (user.identity?.factorDueAt ?? null),
      isFactorOverdue: user.factorOverdue ?? false,
      name: user.identity?.loginName ?? loginName,
    },
    channel: user.channelId && names?.channel ? { id: user.channelId, name: names.channel } : null,
    customer: user.customerId && names?.customer ? { id: user.customerId, name: names.customer } : null,
  };
});

/** Keeps the language that the signed-in user chose; who acts as somebody else chooses it for the time of that alone. */
export const setLanguage = procedureFor('self')
  .input(z.strictObject({ language: z.enum(languages) }))
  .mutation(async ({ ctx, input }) => {
    if (ctx.user.impersonated) {
      await speakWhileActing(ctx.database, ctx.request.sessionID, input.language);
      return { ok: true };
    }
    await ctx.database.write(platformScope, (tx) =>
      tx.appUser.updateMany({ where: { id: ctx.user.id }, data: { language: input.language } }),
    );
    return { ok: true };
  });
