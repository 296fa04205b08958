import { Secret, TOTP } from 'otpauth';

const ISSUER = 'Licenza';
const PERIOD_SECONDS = 30;
/** A phone's clock may be half a minute off, and typing takes time: one step before and one after are taken too. */
const WINDOW = 1;

const appOf = (secret: Uint8Array, label: string): TOTP =>
  new TOTP({
    issuer: ISSUER,
    label,
    algorithm: 'SHA1', // the only one that every app takes
    digits: 6,
    period: PERIOD_SECONDS,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
  });

/** A new secret: 160 bits, as RFC 4226 asks for. */
export const newAppSecret = (): Uint8Array => new Secret({ size: 20 }).bytes;

/** What an app reads: the address in the QR code, and the same secret to be typed. */
export const enrolmentOf = (secret: Uint8Array, loginName: string): { uri: string; secret: string } => {
  const app = appOf(secret, loginName);
  return { uri: app.toString(), secret: app.secret.base32 };
};

/** The time step whose code this is; undefined when it is none of about now. */
export const stepOfCode = (secret: Uint8Array, code: string, nowMs: number): number | undefined => {
  const delta = appOf(secret, '').validate({ token: code, timestamp: nowMs, window: WINDOW });
  return delta === null ? undefined : TOTP.counter({ period: PERIOD_SECONDS, timestamp: nowMs }) + delta;
};
