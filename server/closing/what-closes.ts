import { closingSubjects, fateOf, type Closing, type ClosingSubject, type Fate } from '../../domain/closing/closing.js';
import type { LicenceChange } from '../../domain/licence/licence.js';
import { orderEnds } from '../../domain/order/order.js';
import { activeProcessStates, processKinds } from '../../domain/process/process.js';
import { owedOf, type BilledLot } from '../../domain/subscription/bills.js';
import type { SubscriptionState } from '../../domain/subscription/subscription.js';
import { isLivingSql, namedSubscription, subscriptionNames } from '../subscription/subscription-sql.js';

interface Found {
  readonly subject: ClosingSubject;
  readonly id: string;
  readonly nameEn: string;
  readonly nameIt: string;
  readonly state: string;
  readonly change: LicenceChange | null;
  readonly units: number | null;
  readonly unitType: string | null;
  readonly currency: string | null;
  readonly termStartsAt: string | null;
  readonly termEndsAt: string | null;
  readonly billingCycle: string | null;
  readonly lots: readonly BilledLot[];
}

/** Something alive of a customer, and what closing does to it. Amounts in minor units. */
export interface ClosingItem extends Pick<
  Found,
  'subject' | 'id' | 'nameEn' | 'nameIt' | 'state' | 'units' | 'unitType' | 'currency' | 'termEndsAt'
> {
  readonly fate: Fate;
  /** What is still billed in its term, whoever leaves now; null where nothing was bought. */
  readonly owedMinor: number | null;
  /** Until when a part of it can still be cancelled by its policy. */
  readonly cancellableUntil: string | null;
}

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

/** As text: a transaction's rows would have dates of another kind than those of a read. */
const instant = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const LOTS = `
  SELECT coalesce(jsonb_agg(jsonb_build_object('units', t.units, 'unitPriceMinor', t.unit_price_minor, 'cancellableUntil',
           ${instant('t.cancellable_until')}) ORDER BY t.bought_at), '[]')
    FROM seat_lot t WHERE t.subscription_id = s.id AND t.ended_at IS NULL`;

// What has no row better than its process; an assigned plan and an order are told by their own.
const byProcess = closingSubjects.filter((subject) => subject !== 'order' && (processKinds as readonly string[]).includes(subject));
const ALIVE = `
  SELECT s.source AS subject, s.id, ${subscriptionNames}, s.state, s.change, s.units, o.currency, ${instant('s.term_starts_at')} AS "termStartsAt",
         ${instant('s.term_ends_at')} AS "termEndsAt", o.billing_cycle AS "billingCycle", (${LOTS}) AS lots
    FROM ${namedSubscription} LEFT JOIN offer o ON o.id = s.offer_id WHERE s.customer_id = $1::uuid AND ${isLivingSql('s')}
  UNION ALL
  SELECT 'order', id, number, number, NULL, state, NULL, NULL, currency, NULL, NULL, NULL, '[]' FROM customer_order
   WHERE customer_id = $1::uuid AND state NOT IN (${quoted(orderEnds)})
  UNION ALL
  SELECT kind, subject_id, title, title, NULL, state, NULL, NULL, NULL, NULL, NULL, NULL, '[]' FROM process
   WHERE customer_id = $1::uuid AND kind IN (${quoted(byProcess)}) AND state IN (${quoted(activeProcessStates)})`;

/** Asks the database, within a transaction or without one. */
export type Ask = <Row>(sql: string, values: readonly unknown[]) => Promise<Row[]>;

/** What is alive of a customer and what closing it does to each: the preview's answer and the command's rule. */
export const whatCloses = async (ask: Ask, customerId: string, closing: Closing, now: string): Promise<ClosingItem[]> =>
  (await ask<Found>(ALIVE, [customerId])).map((found) => {
    const { subject, id, nameEn, nameIt, state, change, units, unitType, currency, termStartsAt, termEndsAt, billingCycle, lots } = found;
    const plan = subject === 'assigned' && change ? { state: state as SubscriptionState, change } : undefined;
    const term = termStartsAt && termEndsAt && billingCycle ? { termStartsAt, termEndsAt, billingCycle } : undefined;
    const open = lots.map(({ cancellableUntil }) => cancellableUntil).filter((until) => Date.parse(until) > Date.parse(now));
    return {
      subject,
      id,
      nameEn,
      nameIt,
      state,
      units,
      unitType,
      currency,
      termEndsAt,
      fate: fateOf(subject, closing, plan),
      owedMinor: term ? owedOf(lots, term, now) : null,
      cancellableUntil: open.sort()[0] ?? null,
    };
  });
