import { z } from 'zod';

/**
 * Characters that no single-line field may hold: C0/C1 controls (CR and LF among them, so a value
 * can never start a new e-mail header), line separators, bidirectional overrides and lone surrogates.
 */
const FORBIDDEN = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]|\p{Surrogate}/u;

/** True when the value can be stored and shown on one line as it is. */
export const isSafeLine = (value: string): boolean => !FORBIDDEN.test(value);

/** Trims, folds runs of blanks into one, and composes accents, so equal-looking input is equal. */
export const tidy = (value: string): string => value.normalize('NFC').trim().replace(/\s+/gu, ' ');

/** A required single line of 1 to `max` characters. Issue codes: required, too_long, control_chars. */
export const requiredLine = (max: number) =>
  z
    .string({ error: 'required' })
    .refine(isSafeLine, { error: 'control_chars', abort: true })
    .transform(tidy)
    .pipe(z.string().min(1, { error: 'required', abort: true }).max(max, { error: 'too_long', abort: true }));

/** An optional single line; blank means absent. Issue codes: too_long, control_chars. */
export const optionalLine = (max: number) =>
  z
    .string()
    .refine(isSafeLine, { error: 'control_chars', abort: true })
    .transform(tidy)
    .pipe(z.string().max(max, { error: 'too_long' }))
    .transform((value) => (value === '' ? undefined : value))
    .optional();

const EMAIL =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$/;

/** An e-mail address as the HTML standard accepts it, with a dot in its domain. Issue codes: required, email, too_long, control_chars. */
export const requiredEmail = () => requiredLine(254).refine((value) => EMAIL.test(value), { error: 'email' });

/** As {@link requiredEmail}; blank means absent. */
export const optionalEmail = () => optionalLine(254).refine((value) => value === undefined || EMAIL.test(value), { error: 'email' });

/** A reason that a person gives for an act; 3 to 500 characters. Issue codes: required, too_short, too_long, control_chars. */
export const reasonText = () => requiredLine(500).refine((value) => value.length >= 3, { error: 'too_short' });

/** What somebody searches for; characters that can't be stored can't be found, so they count as blanks. Issue code: too_long. */
export const searchText = () =>
  z
    .string()
    .max(200, { error: 'too_long' })
    .transform((value) => value.replace(/[\p{Cc}\p{Surrogate}]/gu, ' '));
