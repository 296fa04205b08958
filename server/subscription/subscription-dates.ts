import { nextBillOf } from '../../domain/subscription/bills.js';
import type { Database, Scope } from '../../prisma/client.js';
import { namedSubscription, subscriptionNames } from './subscription-sql.js';

interface Dated {
  readonly id: string;
  readonly nameEn: string;
  readonly nameIt: string;
  readonly renewal: 'renew' | 'end' | 'extend';
  readonly billingCycle: string;
  readonly termStartsAt: string;
  readonly termEndsAt: string;
  readonly windowEndsAt: string | null;
}

/** Something that a date brings to a subscription, as a thread's *next* tells it. */
export interface SubscriptionDate {
  readonly processId: string;
  readonly subjectId: string;
  readonly title: string;
  readonly titleIt: string;
  readonly kind: string;
  readonly at: string;
  readonly actions: readonly never[];
}

const OF = {
  customer: 's.customer_id = $1',
  order: 's.id IN (SELECT l.subscription_id FROM order_line l WHERE l.order_id = $1)',
  subscription: 's.id = $1',
} as const;

const datesSql = (of: keyof typeof OF): string => `
  SELECT s.id, ${subscriptionNames}, s.renewal, o.billing_cycle AS "billingCycle", s.term_starts_at AS "termStartsAt", s.term_ends_at AS "termEndsAt",
         (SELECT min(t.cancellable_until) FROM seat_lot t WHERE t.subscription_id = s.id AND t.ended_at IS NULL AND t.cancellable_until > $2::timestamptz) AS "windowEndsAt"
    FROM ${namedSubscription} JOIN offer o ON o.id = s.offer_id
   WHERE ${OF[of]} AND s.state IN ('active', 'suspended') AND s.term_ends_at > $2::timestamptz`;

const RENEWALS = { renew: 'subscription_renews', end: 'subscription_ends', extend: 'subscription_extends' } as const;

/** The window's end, the next bill and the renewal of what was bought, by the stored dates; soonest first. */
export const subscriptionDates = async (
  database: Database,
  scope: Scope,
  of: keyof typeof OF,
  id: string,
  now: string,
): Promise<SubscriptionDate[]> => {
  const rows = await database.read<Dated>(scope, datesSql(of), [id, now]);
  return rows
    .flatMap((row) => {
      const dated = (kind: string, at: string | null | undefined): SubscriptionDate[] =>
        at ? [{ processId: row.id, subjectId: row.id, title: row.nameEn, titleIt: row.nameIt, kind, at, actions: [] }] : [];
      return [
        ...dated('cancellation_window_ends', row.windowEndsAt),
        ...dated('subscription_billed', nextBillOf(row, now)),
        ...dated(RENEWALS[row.renewal], row.termEndsAt),
      ];
    })
    .sort((a, b) => a.at.localeCompare(b.at));
};
