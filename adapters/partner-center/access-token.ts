import { z } from 'zod';
import { callHttp } from '../http-call.js';
import { failWith } from './translate-refusal.js';

/** How we sign in there: with a token that is given to us, or with what tokens are got for, an hour each. */
export type PartnerSignIn =
  | { readonly token: string }
  | {
      readonly tokenUrl: string;
      readonly clientId: string;
      readonly clientSecret: string;
      /** Of a user of ours at the vendor: an application alone may not set qualifications. */
      readonly refreshToken: string;
    };

interface AccessTokens {
  /** The living one. */
  current(): Promise<string>;
  /** Another one than that which was refused; undefined where there is none to be had. */
  instead(refused: string): Promise<string | undefined>;
}

/** A token that ends within this time is renewed before it is used. */
const ENDS_SOON_MS = 60_000;

const granted = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
  /** The newest one is used from then on; the vendor keeps older ones good for 90 days, so a restart begins with that of the settings. */
  refresh_token: z.string().min(1).optional(),
});

interface Token {
  readonly value: string;
  readonly endsAt: number;
}

const fixed = (token: string): AccessTokens => ({ current: () => Promise.resolve(token), instead: () => Promise.resolve(undefined) });

/** Tokens are got one at a time: whoever wants one meanwhile waits for the same. What can't be got is tried again by the next who asks. */
export const accessTokens = (signIn: PartnerSignIn, now: () => number = Date.now): AccessTokens => {
  if ('token' in signIn) return fixed(signIn.token);
  const { tokenUrl, clientId, clientSecret } = signIn;
  let refreshToken = signIn.refreshToken;
  let living: Token | undefined;
  let coming: Promise<Token> | undefined;

  const ask = async () => {
    const form = { grant_type: 'refresh_token', client_id: clientId, client_secret: clientSecret, refresh_token: refreshToken };
    try {
      return await callHttp(new URL(tokenUrl), { method: 'POST', headers: { accept: 'application/json' }, form });
    } catch (error) {
      throw failWith('vendor_unreachable', `no token: ${error instanceof Error ? error.message : 'no answer'}`);
    }
  };
  const renew = async (): Promise<Token> => {
    const askedAt = now();
    const answer = await ask();
    // What it says of a refusal may repeat what we sent.
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429)
      throw failWith('vendor_sign_in_refused', `no token: answered ${String(answer.status)}`);
    const read = granted.safeParse(answer.details());
    if (!answer.ok || !read.success) throw failWith('vendor_error', `no token: answered ${String(answer.status)}`);
    refreshToken = read.data.refresh_token ?? refreshToken;
    living = { value: read.data.access_token, endsAt: askedAt + read.data.expires_in * 1_000 };
    return living;
  };
  const next = (): Promise<Token> => {
    coming ??= renew().finally(() => {
      coming = undefined;
    });
    return coming;
  };

  return {
    current: async () => (living && living.endsAt - ENDS_SOON_MS > now() ? living : await next()).value,
    // Whoever comes late with a token that was refused to another too gets the one that is there by now.
    instead: async (refused) => (living && living.value !== refused ? living : await next()).value,
  };
};
