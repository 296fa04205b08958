import { randomUUID } from 'node:crypto';
import { createApi, type Api } from './client.js';
import { eventually } from './eventually.js';
import type { Outside } from './outside.js';
import { openSql } from './sql.js';
import type { Stack } from './stack.js';

type BuyInput = Parameters<Api['checkout']['buy']['mutate']>[0];
type Tenant = NonNullable<BuyInput['tenant']>;

/** A name for an account at the vendor that nobody else in the run has; `begins` says how the simulator treats it. */
export const aPrefix = (begins = ''): string => `${begins}p${randomUUID().replaceAll('-', '').slice(0, 12)}`;

const agreement = {
  firstName: 'Carla',
  lastName: 'Conti',
  email: 'carla@fiordaliso.example',
  phone: '+39 02 1234567',
  accepted: true,
} as const;

/** A new account at the vendor, with all that the vendor asks about it. */
export const newTenant = (prefix: string, changes: Partial<Extract<Tenant, { kind: 'new' }>> = {}): Tenant => ({
  kind: 'new',
  prefix,
  qualification: 'none',
  company: 'Fiordaliso S.r.l.',
  address: { line1: 'Via Dante 1', city: 'Milano', state: 'MI', postalCode: '20121', country: 'IT' },
  contact: { firstName: 'Carla', lastName: 'Conti', email: 'carla@fiordaliso.example', phone: '+39 02 1234567' },
  agreement,
  ...changes,
});

export const existingTenant = (domain: string): Tenant => ({ kind: 'existing', domain, agreement });

/** Has whoever reads a mailbox of the domain agree that the caller's customer buys for its account. */
export const proveDomain = async (url: string, outside: Pick<Outside, 'mailsTo' | 'openMail'>, api: Api, domain: string): Promise<void> => {
  const { to } = await api.checkout.askDomainOwner.mutate({ domain, mailbox: 'admin' });
  const token = await eventually(async () => {
    const [mail] = await outside.mailsTo(to);
    return /confirm-domain\?token=([\w-]+)/.exec((await outside.openMail(mail!.id)).text)![1]!;
  });
  await createApi(url).api.auth.confirmDomain.mutate({ token });
};

export interface Wanted {
  readonly product?: string;
  /** The beginning of the plan's code. */
  readonly plan?: string;
  readonly term?: string;
  readonly cycle?: string;
  readonly quantity?: number;
}

/** Puts an offer into the caller's basket. */
export const addOffer = async (
  api: Api,
  { product = 'microsoft-365', plan = 'M365-BB', term = 'P1M', cycle = 'monthly', quantity = 2 }: Wanted = {},
) => {
  const { plans } = await api.marketplace.product.query({ code: product });
  const offer = plans
    .find(({ code }) => code.startsWith(plan))!
    .offers.find(({ termDuration, billingCycle }) => termDuration === term && billingCycle === cycle)!;
  return api.cart.add.mutate({ offerId: offer.id, quantity });
};

/** Takes everything out of the caller's basket. */
export const emptyCart = async (api: Api): Promise<void> => {
  const { lines } = await api.cart.get.query();
  for (const { id } of lines) await api.cart.remove.mutate({ lineId: id });
};

/** Buys what is in the basket, at the amounts that it shows. */
export const buyCart = async (api: Api, choices: Partial<BuyInput> = {}) => {
  const { version, totalMinor, currency } = await api.cart.get.query();
  return api.checkout.buy.mutate({
    idempotencyKey: randomUUID(),
    cartVersion: version,
    shownTotalMinor: totalMinor,
    currency,
    payment: { method: 'account' },
    ...choices,
  });
};

/** The order once it stands in one of these states. */
export const orderIn = (api: Api, id: string, states: readonly string[], withinMs?: number) =>
  eventually(async () => {
    const order = await api.orders.get.query({ id });
    if (!states.includes(order.state))
      throw new Error(`order ${order.number} is ${order.state} at ${order.step} (${order.failureCode ?? ''})`);
    return order;
  }, withinMs);

/** A card of the caller's, left with the processor as its page would have; by the name of one of Stripe's test payment methods. */
export const aCard = async (stack: Stack, outside: Outside, api: Api, method?: string): Promise<string> => {
  await api.checkout.startCardSetup.mutate();
  const sql = await openSql(stack.settings.DATABASE_URL);
  const [row] = await sql('SELECT card_customer_ref FROM customer WHERE card_customer_ref IS NOT NULL');
  await sql.end();
  return outside.saveCard(String(row?.card_customer_ref), method);
};
