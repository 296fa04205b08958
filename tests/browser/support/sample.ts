import { signedIn } from '../../support/client.js';
import { aCustomer } from '../../support/customers.js';
import { eventually } from '../../support/eventually.js';
import type { Outside } from '../../support/outside.js';
import { dayAhead } from './dates.js';

/** Ids of things that fill the pages: a customer with a plan in each state and an e-mail that waits, and a process that needs somebody. */
export interface Sample {
  readonly customerId: string;
  readonly processId: string;
  readonly userId: string;
  /** A service of that customer, and one of the demo customer's own. */
  readonly serviceId: string;
  readonly ownServiceId: string;
}

/** Writes what the pages are looked at with, through the API, and waits until it stands. */
export const makeSample = async (url: string, outside: Outside): Promise<Sample> => {
  const rita = await signedIn(url, 'rita');
  await outside.setVendorFaults({ match: { plan: 'DV-KEY' }, mode: 'status', status: 409, code: 'PLAN_RETIRED' });
  const plans = await rita.catalog.plans.query();
  const planned = [
    ['Disk Vault', 0],
    ['Endpoint Guard', 0],
    ['Cloud Backup', 30],
  ] as const;
  const { customerId } = await rita.customers.create.mutate(
    aCustomer({
      accountEmail: { when: 'date', localDateTime: `${dayAhead(10)}T09:00` },
      plans: planned.map(([product, days]) => {
        const plan = plans.find(({ productEn }) => productEn === product)!;
        return { planId: plan.id, units: plan.minUnits + 4, startDate: dayAhead(days) };
      }),
    }),
  );
  await rita.customers.create.mutate(aCustomer());
  const [own] = await (await signedIn(url, 'carla')).services.list.query({});
  return eventually(async () => {
    const customer = await rita.customers.get.query({ id: customerId });
    const states = customer.licences.map(({ state }) => state).sort();
    if (states.join() !== 'active,failed,scheduled') throw new Error(`licences are ${states.join()}`);
    const failed = customer.licences.find(({ state }) => state === 'failed')!;
    const active = customer.licences.find(({ state }) => state === 'active')!;
    return { customerId, processId: failed.processId!, userId: customer.users[0]!.id, serviceId: active.id, ownServiceId: own!.id };
  });
};
