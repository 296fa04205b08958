import { api, type Outputs } from '../api.js';
import { formatDate, formatDay } from '../format/times.js';
import { messages } from '../i18n.js';
import { useQuery } from '../use-query.js';

const words = messages('subscriptions');

export type SubscriptionRow = Outputs['subscriptions']['list'][number];
export type Subscription = Outputs['subscriptions']['get'];

export const useSubscriptions = (customerId: () => string | undefined) =>
  useQuery(() => api.subscriptions.list.queryOptions({ customerId: customerId() }));

export const useSubscription = (id: () => string) => useQuery(() => api.subscriptions.get.queryOptions({ id: id() }));

/** The day on which it began or will begin: as it was agreed, or as it was bought. */
export const startOf = (row: Pick<SubscriptionRow, 'startDate' | 'startsAt'>, timeZone?: string): string =>
  row.startDate === null ? formatDay(row.startsAt, timeZone) : formatDate(row.startDate);

/** "renews 28 Dec", or what else the end of its term brings; open-ended where the plan has no term. */
export const termText = (row: Pick<SubscriptionRow, 'termEndsAt' | 'renewal' | 'endedAt'>, timeZone?: string): string => {
  if (row.endedAt !== null) return words().ended(formatDay(row.endedAt, timeZone));
  return row.termEndsAt === null ? words().openEnded : words().renewal[row.renewal](formatDay(row.termEndsAt, timeZone));
};
