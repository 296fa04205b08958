import type { LineAtVendor, VendorLine } from '../provisioning-vendor.js';
import { isOf, refuseLine } from './lines.js';
import { datesOf } from './line-dates.js';
import type { PartnerApi } from './partner-api.js';
import { partnerProvisioning, partnerSubscription, type PartnerSubscription } from './resources.js';
import { CHANGED_MEANWHILE, detailOf, failWith, finalDetailOf } from './translate-refusal.js';

/** Subscriptions that have ended, whatever ended them. */
const ENDED = ['deleted', 'expired', 'disabled'];
const NOT_FOUND = 20_003;
const ALREADY_DELETED = 2011;
const MOST_DECISIONS = 3;

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

  /** Where somebody else has changed it meanwhile, it's read again, and decided again. */
  const changeAsDecided = async (
    accountRef: string,
    subscription: PartnerSubscription,
    decide: (now: PartnerSubscription) => object | undefined,
  ): Promise<PartnerSubscription> => {
    let now = subscription;
    for (let tries = 1; ; tries += 1) {
      const changes = decide(now);
      if (!changes) return now;
      try {
        return (await change(accountRef, now, changes)) ?? (await find(accountRef, now.id)) ?? now;
      } catch (error) {
        if (detailOf(error)?.vendorCode !== CHANGED_MEANWHILE || tries === MOST_DECISIONS) throw error;
        now = (await find(accountRef, now.id)) ?? now;
      }
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
      if (status === 'suspended') {
        const why = ['the subscription is suspended', ...subscription.suspensionReasons].join(', ');
        return refuseLine(line, 'vendor_account_blocked', why, vendorRef);
      }
      if (status !== 'active') {
        if (await hasFailed(accountRef, subscription)) return refuseLine(line, 'vendor_line_failed', 'provisioning failed', vendorRef);
        return { lineId: line.lineId, state: 'provisioning', vendorRef, ...datesOf(subscription) };
      }
      if (quantity === undefined || quantity >= line.quantity)
        return { lineId: line.lineId, state: 'active', vendorRef, ...datesOf(subscription) };
      const short = `${String(quantity)} of ${String(line.quantity)} units were provisioned`;
      return refuseLine(line, 'vendor_line_failed', short, vendorRef);
    },
    complete: (accountRef, line, subscription) =>
      changeAsDecided(accountRef, subscription, ({ status, quantity }) =>
        status !== 'active' || quantity === undefined || quantity >= line.quantity ? undefined : { quantity: line.quantity },
      ),
    end: async (accountRef, subscription) => {
      try {
        await changeAsDecided(accountRef, subscription, (now) => (hasEnded(now) ? undefined : { status: 'deleted' }));
      } catch (error) {
        const refusal = finalDetailOf(error);
        if (refusal?.vendorCode === ALREADY_DELETED) return;
        throw refusal ? failWith('vendor_cancel_refused', (error as Error).message, refusal) : error;
      }
    },
  };
};

/** Finds lines' subscriptions: by their ids where those are known and live, the others in one list. */
export const finder = (subscriptions: PartnerSubscriptions, accountRef: string, idOf: (line: VendorLine) => string | undefined) => {
  let list: Promise<readonly PartnerSubscription[]> | undefined;
  return async (line: VendorLine): Promise<PartnerSubscription | undefined> => {
    const vendorRef = idOf(line);
    const known = vendorRef === undefined ? undefined : await subscriptions.find(accountRef, vendorRef);
    if (known && !hasEnded(known)) return known;
    const { vendorRef: _before, ...nameless } = line;
    return (
      subscriptionOf(vendorRef === undefined ? nameless : { ...line, vendorRef }, await (list ??= subscriptions.list(accountRef))) ?? known
    );
  };
};

/** Bought later than the line's earlier one, which has ended. */
const isSuccessor = (each: PartnerSubscription, earlier: PartnerSubscription | undefined): boolean =>
  each !== earlier && (each.creationDate ?? '') >= (earlier?.creationDate ?? '');

/**
 * The line's own. The vendor's id identifies it, whatever it's called there by now; the name that we gave it does only until its id is known,
 * and where what had the id has ended and was bought anew, whose answer was lost. The one that lives before those that have ended.
 */
export const subscriptionOf = (line: VendorLine, all: readonly PartnerSubscription[]): PartnerSubscription | undefined => {
  const known = all.find(({ id }) => id === line.vendorRef);
  if (known && !hasEnded(known)) return known;
  const named = all.filter((each) => isOf(line, each) && isSuccessor(each, known));
  return named.find((each) => !hasEnded(each)) ?? known ?? named[0];
};
