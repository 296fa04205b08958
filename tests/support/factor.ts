import { TOTP } from 'otpauth';
import type { Api } from './client.js';
import type { Sql } from './sql.js';

/** An app on somebody's phone. */
export interface App {
  /** The code of now, or of so many steps later. */
  readonly code: (steps?: number) => string;
  readonly recoveryCodes: readonly string[];
}

export const appOf = (secret: string): ((steps?: number) => string) => {
  const totp = new TOTP({ secret });
  return (steps = 0) => totp.generate({ timestamp: Date.now() + steps * 30_000 });
};

/** Sets up a second factor for whoever is signed in. */
export const enrol = async (api: Api): Promise<App> => {
  const { secret } = await api.self.beginFactor.mutate();
  const code = appOf(secret);
  const { recoveryCodes } = await api.self.confirmFactor.mutate({ code: code() });
  return { code, recoveryCodes };
};

/** As if half an hour had passed since the last code was taken and the last wrong one was counted. */
export const later = async (sql: Sql): Promise<void> => {
  await sql('UPDATE second_factor SET last_step = 0');
  await sql("DELETE FROM rate_limit WHERE key LIKE 'code%'");
};

/** As if a quarter of an hour had passed since anybody proved who they are. */
export const forgetProofs = (sql: Sql): Promise<unknown> => sql("UPDATE session SET confirmed_at = now() - interval '11 minutes'");
