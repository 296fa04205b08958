import { z } from 'zod';

/**
 * Characters that no single-line field may hold: C0/C1 controls (CR and LF among them, so a value
 * can never start a new e-mail header), line separators, bidirectional marks and overrides, lone surrogates, and what nobody sees: zero-width
 * characters, fillers and tags, by which two names would look the same.
 */
const FORBIDDEN =
  /[\p{Cc}\u00AD\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}]|\p{Surrogate}/u;
/** Joiners belong inside words of some scripts, and inside an emoji; beside a letter of these they are only invisible. */
const JOINER =
  /(?:^|[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Nd}\p{P}\s])(?:\u200C|\u200D)|(?:\u200C|\u200D)(?:$|[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Nd}\p{P}\s])/u;

/** True when the value can be stored and shown on one line as it is. */
export const isSafeLine = (value: string): boolean => !FORBIDDEN.test(value) && !JOINER.test(value);

/** Alphabets that share shapes: "а" is Cyrillic, "a" is Latin. */
const ALIKE = [/\p{Script=Latin}/u, /\p{Script=Greek}/u, /\p{Script=Cyrillic}/u, /\p{Script=Armenian}/u, /\p{Script=Cherokee}/u];

/** True when a word has letters of two alphabets that look alike. */
export const mixesAlphabets = (value: string): boolean =>
  value.split(/[^\p{L}\p{M}\p{N}]+/u).some((word) => ALIKE.filter((alphabet) => alphabet.test(word)).length > 1);

/** A web address in a person's name would be a link in the mails that name it. */
const WEB_ADDRESS = /:\/\/|(?:^|\s)www\.|[\p{L}\p{N}-]{2,}\.[\p{L}]{2,}(?:\/|$|[\s?#:])/iu;
export const isWebAddress = (value: string): boolean => WEB_ADDRESS.test(value);

/** True when nothing was lost on the way here: U+FFFD stands where a program couldn't read a character ("Nicol\uFFFD"). */
export const isWholeText = (value: string): boolean => !value.includes('\uFFFD');

/** Trims, folds runs of blanks into one, and composes accents, so equal-looking input is equal. */
export const tidy = (value: string): string => value.normalize('NFC').trim().replace(/\s+/gu, ' ');

/** A required single line of 1 to `max` characters. Issue codes: required, too_long, control_chars, unreadable_char. */
export const requiredLine = (max: number) =>
  z
    .string({ error: 'required' })
    .refine(isSafeLine, { error: 'control_chars', abort: true })
    .refine(isWholeText, { error: 'unreadable_char', abort: true })
    .transform(tidy)
    .pipe(z.string().min(1, { error: 'required', abort: true }).max(max, { error: 'too_long', abort: true }));

/** A person's first or last name. Issue codes: those of {@link requiredLine}; mixed_alphabets, url_in_name. */
export const personName = (max: number) =>
  requiredLine(max)
    .refine((value) => !mixesAlphabets(value), { error: 'mixed_alphabets', abort: true })
    .refine((value) => !isWebAddress(value), { error: 'url_in_name' });

/** A company's name, whose words have one alphabet each. Issue codes: those of {@link requiredLine}; mixed_alphabets, url_in_name. */
export const companyName = (max: number) =>
  requiredLine(max)
    .refine((value) => !mixesAlphabets(value), { error: 'mixed_alphabets', abort: true })
    .refine((value) => !value.includes('://'), { error: 'url_in_name' });

/** An optional single line; blank means absent. Issue codes: too_long, control_chars, unreadable_char. */
export const optionalLine = (max: number) =>
  z
    .string()
    .refine(isSafeLine, { error: 'control_chars', abort: true })
    .refine(isWholeText, { error: 'unreadable_char', abort: true })
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
