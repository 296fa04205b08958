import { termFrom } from './charge-cycle.js';
import { dateOf, dayOf } from './utc-day.js';

/** A last day that a term can be given, as vendors list them. */
export interface EndDate {
  readonly kind: 'natural' | 'calendar-month' | 'subscription';
  readonly endsOn: string;
  /** Of the subscription that it is to end with. */
  readonly subscriptionId?: string;
}

/** The last day of the last calendar month that is over when a day is. */
const monthEndBy = (day: number): number => day + 1 - Number(dateOf(day + 1).slice(8));

/**
 * The last days that a term from a day on can be given (co-termination): its natural one, the end of a calendar month that isn't past it, and
 * those of other subscriptions that lie in it. Where the vendor has listed them itself, its list goes first.
 */
export const endDatesOf = (
  startsOn: string,
  termDuration: string,
  others: readonly { readonly id: string; readonly endsOn: string }[] = [],
): EndDate[] => {
  const natural = dayOf(termFrom(startsOn, { termDuration, billingCycle: 'upfront' }).endsOn);
  const monthEnd = monthEndBy(natural);
  const fits = (day: number): boolean => day >= dayOf(startsOn) && day <= natural;
  return [
    { kind: 'natural', endsOn: dateOf(natural) },
    ...(fits(monthEnd) && monthEnd !== natural ? [{ kind: 'calendar-month' as const, endsOn: dateOf(monthEnd) }] : []),
    ...others
      .filter(({ endsOn }) => fits(dayOf(endsOn)))
      .map(({ id, endsOn }) => ({ kind: 'subscription' as const, endsOn, subscriptionId: id })),
  ];
};
