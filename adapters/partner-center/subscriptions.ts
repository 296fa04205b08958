import type { LineAtVendor, VendorLine } from '../provisioning-vendor.js';
import { isOf, refuseLine } from './lines.js';
import { datesOf } from './line-dates.js';
import type { PartnerApi } from './partner-api.js';
import { partnerProvisioning, partnerSubscription, type PartnerSubscription } from './resources.js';
import { detailOf, failWith } from './translate-refusal.js';

/** Subscriptions that have ended, whatever ended them. */
const ENDED = ['deleted', 'expired', 'disabled'];
const NOT_FOUND = 20_003;
const ALREADY_DELETED = 2011;

export const hasEnded = ({ status }: PartnerSubscription): boolean => ENDED.includes(status);

export interface PartnerSubscriptions {
  list(accountRef: string): Promise<readonly PartnerSubscription[]>;
  /** undefined where the vendor knows none of this id. */
  find(accountRef: string, id: string): Promise<PartnerSubscription | undefined>;
  /** true when its provisioning has failed for good. */
  hasFailed(accountRef: string, subscription: PartnerSubscription): Promise<boolean>;
  /** What a subscription says of its line. */
  lineAt(accountRef: string, line: VendorLine, subscription: PartnerSubscription): Promise<LineAtVendor>;
  /** Asks for the units that an earlier try didn't get. */
  complete(accountRef: string, line: VendorLine, subscription: PartnerSubscription): Promise<PartnerSubscription>;
  end(accountRef: string, subscription: PartnerSubscription): Promise<void>;
}

export const createPartnerSubscriptions = (api: PartnerApi): PartnerSubscriptions => {
  const pathOf = (accountRef: string, id: string) => `/v1/customers/${accountRef}/subscriptions/${id}`;

  // The vendor wants the whole resource back, with the change in it.
  const change = (accountRef: string, before: PartnerSubscription, changes: object) =>
    api.change(pathOf(accountRef, before.id), partnerSubscription, {
      body: { ...before.whole, ...changes },
      customer: accountRef,
      ...(before.attributes?.etag === undefined ? {} : { etag: before.attributes.etag }),
    });

  const find = async (accountRef: string, id: string): Promise<PartnerSubscription | undefined> => {
    try {
      return await api.call('GET', pathOf(accountRef, id), partnerSubscription, { customer: accountRef });
    } catch (error) {
      if (detailOf(error)?.vendorCode === NOT_FOUND) return undefined;
      throw error;
    }
  };

  // What failed stays pending in the subscription itself.
  const hasFailed = async (accountRef: string, { id, status }: PartnerSubscription): Promise<boolean> => {
    if (status !== 'pending') return false;
    const path = `${pathOf(accountRef, id)}/provisioningstatus`;
    return (await api.call('GET', path, partnerProvisioning, { customer: accountRef })).status === 'failed';
  };

  return {
    list: async (accountRef) => {
      // No account was made yet, so there is nothing in it.
      if (accountRef === '') return [];
      const path = `/v1/customers/${accountRef}/subscriptions`;
      return api.list(path, partnerSubscription, { customer: accountRef });
    },
    find,
    hasFailed,
    lineAt: async (accountRef, line, subscription) => {
      const { id: vendorRef, status, quantity } = subscription;
      if (hasEnded(subscription)) return refuseLine(line, 'vendor_line_failed', `the subscription is ${status}`);
      if (status === 'suspended') return refuseLine(line, 'vendor_account_blocked', 'the subscription is suspended', vendorRef);
      if (status !== 'active') {
        if (await hasFailed(accountRef, subscription)) return refuseLine(line, 'vendor_line_failed', 'provisioning failed', vendorRef);
        return { lineId: line.lineId, state: 'provisioning', vendorRef, ...datesOf(subscription) };
      }
      if (quantity === undefined || quantity >= line.quantity)
        return { lineId: line.lineId, state: 'active', vendorRef, ...datesOf(subscription) };
      const short = `${String(quantity)} of ${String(line.quantity)} units were provisioned`;
      return refuseLine(line, 'vendor_line_failed', short, vendorRef);
    },
    complete: async (accountRef, line, subscription) => {
      const { id, status, quantity } = subscription;
      if (status !== 'active' || quantity === undefined || quantity >= line.quantity) return subscription;
      const changed = await change(accountRef, subscription, { quantity: line.quantity });
      return changed ?? (await find(accountRef, id)) ?? subscription;
    },
    end: async (accountRef, subscription) => {
      if (hasEnded(subscription)) return;
      try {
        await change(accountRef, subscription, { status: 'deleted' });
      } catch (error) {
        const refusal = detailOf(error);
        if (refusal?.vendorCode === ALREADY_DELETED) return;
        const isFinal = refusal && (error as { type?: string }).type !== 'vendor_error';
        throw isFinal ? failWith('vendor_cancel_refused', (error as Error).message, refusal) : error;
      }
    },
  };
};

/** Finds lines' subscriptions: by their ids where those are known, the others in one list. */
export const finder = (subscriptions: PartnerSubscriptions, accountRef: string, idOf: (line: VendorLine) => string | undefined) => {
  let list: Promise<readonly PartnerSubscription[]> | undefined;
  return async (line: VendorLine): Promise<PartnerSubscription | undefined> => {
    const id = idOf(line);
    const known = id === undefined ? undefined : await subscriptions.find(accountRef, id);
    return known ?? subscriptionOf(line, await (list ??= subscriptions.list(accountRef)));
  };
};

/** The line's own, by what the vendor called it or by the name that we gave it; the one that lives before those that have ended. */
export const subscriptionOf = (line: VendorLine, all: readonly PartnerSubscription[]): PartnerSubscription | undefined => {
  const mine = all.filter((each) => each.id === line.vendorRef || isOf(line, each));
  return mine.find((each) => !hasEnded(each)) ?? mine[0];
};
