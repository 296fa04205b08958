import { z } from 'zod';
import { requiredLine } from '../text/safe-text.js';

const PATTERN = /^[\p{L}\p{N}](?:[\p{L}\p{N} ._&'+-]*[\p{L}\p{N}.])?$/u;

// Upper case first: only so do "ß" and "SS", or both Greek forms of sigma, come to the same lower case.
const foldCase = (text: string): string => text.toUpperCase().toLowerCase().replaceAll('ς', 'σ');

/**
 * The form in which two account names are compared: compatibility-composed, blanks folded, lower case.
 * "  Acme " and "ACME" have the same key (requirement A3). Unique within a tier-1 channel.
 */
export const accountNameKey = (name: string): string =>
  foldCase(foldCase(name.normalize('NFKC')).normalize('NFKC'))
    .normalize('NFKC')
    .trim()
    .replace(/\s+/gu, ' ');

/** An account name: 2 to 64 letters, digits, blanks and . _ & ' + -, beginning with a letter or digit. Issue codes: required, too_short, too_long, account_name. */
export const accountNameSchema = requiredLine(64)
  .refine((name) => name.length >= 2, { error: 'too_short', abort: true })
  .refine((name) => PATTERN.test(name), { error: 'account_name' });

/** A free-looking variant for a taken name: the first of "name 2", "name 3", … whose key isn't taken. */
export const suggestAccountName = (name: string, takenKeys: ReadonlySet<string>): string => {
  const base = name.slice(0, 60).trim();
  let suffix = 2;
  while (takenKeys.has(accountNameKey(`${base} ${suffix}`))) suffix += 1;
  return `${base} ${suffix}`;
};

export const accountNameInput = z.object({ accountName: z.string().max(200), channelId: z.uuid().optional() });
