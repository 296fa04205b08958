import { signedIn } from '../../support/client.js';
import { aCustomer, dateAhead, daysAhead } from '../../support/customers.js';
import { eventually } from '../../support/eventually.js';
import type { Outside } from '../../support/outside.js';
import { addOffer, aPrefix, buyCart, newTenant, orderIn } from '../../support/purchase.js';

/** Ids of things that fill the pages: a customer with a plan in each state and an e-mail that waits, and a process that needs somebody. */
export interface Sample {
  readonly customerId: string;
  readonly processId: string;
  readonly userId: string;
  /** A service of that customer, and one of the demo customer's own. */
  readonly serviceId: string;
  readonly ownServiceId: string;
  /** An order that stands still, of a customer whose cart isn't empty. */
  readonly orderId: string;
}

/** An order that its vendor refused a line of; two services wait in the cart of who placed it. */
const stuckOrder = async (url: string): Promise<string> => {
  const carla = await signedIn(url, 'carla');
  await addOffer(carla);
  await addOffer(carla, { product: 'mail-shield', plan: 'MS-STD', quantity: 4 });
  const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix('gone-')) });
  await orderIn(carla, orderId, ['needs_attention'], 60_000);
  await addOffer(carla, { plan: 'M365-BS', term: 'P1Y', quantity: 25 });
  await addOffer(carla, { product: 'mail-shield', plan: 'MS-STD', quantity: 10 });
  return orderId;
};

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
      accountEmail: { when: 'date', localDateTime: daysAhead(10) },
      plans: planned.map(([product, days]) => {
        const plan = plans.find(({ productEn }) => productEn === product)!;
        return { planId: plan.id, units: plan.minUnits + 4, startDate: dateAhead(days) };
      }),
    }),
  );
  await rita.customers.create.mutate(aCustomer());
  const orderId = await stuckOrder(url);
  const [own] = await (await signedIn(url, 'carla')).services.list.query({});
  return eventually(async () => {
    const customer = await rita.customers.get.query({ id: customerId });
    const states = customer.subscriptions.map(({ state }) => state).sort();
    if (states.join() !== 'active,failed,scheduled') throw new Error(`licences are ${states.join()}`);
    const failed = customer.subscriptions.find(({ state }) => state === 'failed')!;
    const active = customer.subscriptions.find(({ state }) => state === 'active')!;
    const userId = customer.users[0]!.id;
    return { customerId, processId: failed.processId!, userId, serviceId: active.id, ownServiceId: own!.id, orderId };
  });
};
