import { createHash } from 'node:crypto';
import { Failure } from '../../domain/failure/failure-code.js';
import { platformScope, type Database } from '../../prisma/client.js';

const HOUR_MS = 3_600_000;

/** What costs others: mails that strangers get, hashes that take cores, files that are read whole, lists that are written out whole, calls that a vendor counts. */
export type Dear = 'mail' | 'hash' | 'file' | 'export' | 'vendor';

interface Most {
  readonly actor: number;
  readonly tenant: number;
  readonly windowMs: number;
}

/** Far above what a busy office does, and far below what a machine can ask for. A file's mails count one by one. */
const MOST: Readonly<Record<Dear, Most>> = {
  mail: { actor: 3_000, tenant: 6_000, windowMs: HOUR_MS },
  hash: { actor: 300, tenant: 900, windowMs: HOUR_MS },
  file: { actor: 120, tenant: 360, windowMs: HOUR_MS },
  export: { actor: 60, tenant: 180, windowMs: HOUR_MS },
  vendor: { actor: 600, tenant: 1_800, windowMs: HOUR_MS },
};
/** Mails that one address gets because somebody of any tenant wants it. */
const MOST_FOR_RECIPIENT = { amount: 10, windowMs: HOUR_MS };

/** Who does it, and for whom. */
interface Spender {
  readonly id: string;
  readonly actor?: { readonly id: string };
  readonly customerId: string | null;
  readonly channelId: string | null;
}

interface Spent {
  readonly key: string;
  readonly amount: number;
  readonly most: number;
  readonly windowMs: number;
}

export interface DearLimits {
  /** Counts something dear against who does it and against their tenant. Throws rate_limited with `seconds`. */
  spend(user: Spender, what: Dear, amount?: number): Promise<void>;
  /** Both for mails, in one statement: against who sends them, their tenant, and each address. Throws rate_limited with `seconds`. */
  spendMail(user: Spender, recipients: readonly string[]): Promise<void>;
  /** Counts a mail to each of these addresses. Throws rate_limited with `seconds`. */
  mail(recipients: readonly string[]): Promise<void>;
}

// Rows are locked in the order of the keys, everywhere, so that spenders wait for each other and never in a circle.
const SPEND = `
  INSERT INTO rate_limit AS r (key, points, expire)
  SELECT key, amount, $1::bigint + lasts FROM unnest($2::text[], $3::int[], $4::bigint[]) AS spent (key, amount, lasts) ORDER BY key
  ON CONFLICT (key) DO UPDATE SET points = CASE WHEN r.expire <= $1 THEN excluded.points ELSE least(r.points::bigint + excluded.points, 1000000000)::int END,
                                  expire = CASE WHEN r.expire <= $1 THEN excluded.expire ELSE r.expire END
  RETURNING key, points, expire`;

/** Addresses aren't kept as they are. */
const digest = (address: string): string => createHash('sha256').update(address.trim().toLowerCase()).digest('hex');

export const createDearLimits = (database: Database): DearLimits => {
  const spendAll = async (spent: readonly Spent[]): Promise<void> => {
    const now = Date.now();
    const rows = await database.run<{ key: string; points: number; expire: number }>(platformScope, SPEND, [
      now,
      spent.map(({ key }) => key),
      spent.map(({ amount }) => amount),
      spent.map(({ windowMs }) => windowMs),
    ]);
    const over = rows.filter(({ key, points }) => points > (spent.find((one) => one.key === key)?.most ?? 0));
    if (over.length === 0) return;
    throw new Failure('rate_limited', { seconds: Math.ceil((Math.max(...over.map(({ expire }) => expire)) - now) / 1_000) });
  };
  const bySpender = (user: Spender, what: Dear, amount: number): Spent[] => {
    const { actor, tenant, windowMs } = MOST[what];
    const own = { key: `${what}:by:${user.actor?.id ?? user.id}`, amount, most: actor, windowMs };
    const owner = user.customerId ?? user.channelId;
    return owner ? [own, { key: `${what}:of:${owner}`, amount, most: tenant, windowMs }] : [own];
  };
  const byRecipient = (recipients: readonly string[]): Spent[] => {
    const each = new Map<string, number>();
    for (const recipient of recipients) each.set(digest(recipient), (each.get(digest(recipient)) ?? 0) + 1);
    const { amount: most, windowMs } = MOST_FOR_RECIPIENT;
    return [...each].map(([key, amount]) => ({ key: `mail:to:${key}`, amount, most, windowMs }));
  };
  return {
    spend: (user, what, amount = 1) => spendAll(bySpender(user, what, amount)),
    spendMail: (user, recipients) => spendAll([...bySpender(user, 'mail', recipients.length), ...byRecipient(recipients)]),
    mail: async (recipients) => {
      if (recipients.length > 0) await spendAll(byRecipient(recipients));
    },
  };
};
