import { accountNameKey } from '../../domain/customer/account-name.js';
import type { Tx } from '../../prisma/client.js';

const slugOf = (accountName: string): string =>
  accountNameKey(accountName)
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);

/**
 * A login name for a customer's first user: the e-mail address, or, where that signs in elsewhere already,
 * its local part with the account's name. Login names are unique in the whole platform.
 */
export const freeLoginName = async (tx: Tx, email: string, accountName: string): Promise<string> => {
  const base = `${email.split('@')[0] ?? 'admin'}.${slugOf(accountName)}`;
  const candidates = [email, base, ...Array.from({ length: 98 }, (_unused, index) => `${base}-${String(index + 2)}`)];
  // The caller's scope hides other tenants' users, so the database is asked through its unique index alone.
  const rows = await tx.$queryRaw<
    { taken: string }[]
  >`SELECT taken FROM licenza_taken_login_names(${candidates.map((name) => name.toLowerCase())}) AS taken`;
  const taken = new Set(rows.map((row) => row.taken));
  return candidates.find((name) => !taken.has(name.toLowerCase())) ?? `${base}-${Date.now().toString(36)}`;
};
