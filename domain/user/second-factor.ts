import { z } from 'zod';
import type { Role } from '../permission/permissions.js';

/** Whom a second factor can be required of (requirement C18): whoever works for the platform or a reseller, or administers a customer. */
export const factorRoles: readonly Role[] = ['operator', 'support', 'reseller_admin', 'customer_admin'];

/** Minutes for which a password or a code that was given stands for the person, before it is asked again. */
export const confirmedMinutes = 10;
/** Minutes within which a sign-in goes on with a code, and a new factor is confirmed by its first one. */
export const challengeMinutes = 5;
export const enrolmentMinutes = 15;
/** Codes that may be tried for one right password. */
export const codesPerChallenge = 5;
/** Recovery codes that are given at once; a new set voids the older one. */
export const recoveryCodeCount = 10;
/** Hours within which somebody else has to approve that an operator's factor be taken away. */
export const factorResetHours = 24;

/** No letters that are taken for one another: 32 of them, five bits each. */
export const recoveryAlphabet = 'abcdefghjkmnpqrstuvwxyz023456789';
const RECOVERY_LETTERS = 16;

/** A code as it was meant: blanks and dashes are for the eye, and case says nothing. */
export const plainCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Pd}]/gu, '');

export const isAppCode = (plain: string): boolean => /^\d{6}$/.test(plain);
export const isRecoveryCode = (plain: string): boolean =>
  plain.length === RECOVERY_LETTERS && [...plain].every((letter) => recoveryAlphabet.includes(letter));

/** A recovery code of bytes that were drawn at random, one a letter: eighty bits, in groups of four. */
export const recoveryCodeOf = (random: Uint8Array): string =>
  [...random.slice(0, RECOVERY_LETTERS)]
    .map((byte) => recoveryAlphabet[byte % recoveryAlphabet.length] ?? '')
    .join('')
    .replace(/(.{4})(?=.)/g, '$1-');

/** Bytes that a recovery code is made of. */
export const recoveryBytes = RECOVERY_LETTERS;

/** A code of the app, or a recovery code. Issue codes: required, too_long, code_form. */
export const factorCode = z
  .string({ error: 'required' })
  .min(1, { error: 'required', abort: true })
  .max(60, { error: 'too_long', abort: true })
  .transform(plainCode)
  .refine((code) => isAppCode(code) || isRecoveryCode(code), { error: 'code_form' });

/** What is asked of somebody, and until when they may do without. */
export interface FactorDue {
  readonly role: Role;
  readonly hasFactor: boolean;
  /** Instant, ISO-8601 UTC; null before the first sign-in since it is required. */
  readonly dueAt: string | null;
}

/** Until when somebody may do without a second factor; null where none is asked of them, or they have one. */
export const factorDueAt = ({ role, hasFactor, dueAt }: FactorDue, isRequired: boolean): string | null =>
  isRequired && !hasFactor && factorRoles.includes(role) ? dueAt : null;

/** True once the time of grace is over: nothing is allowed but to begin a factor. */
export const isFactorOverdue = (due: FactorDue, isRequired: boolean, now: Date): boolean => {
  const dueAt = factorDueAt(due, isRequired);
  return dueAt !== null && Date.parse(dueAt) <= now.getTime();
};
