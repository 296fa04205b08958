import { randomUUID } from 'node:crypto';
import type { Draw } from './draw.js';
import { leaveCard, type Buyer } from './people.js';
import { pause, pressUntilClear, type Stage } from './press.js';

interface Offer {
  readonly id: string;
  readonly termDuration: string;
  readonly billingCycle: string;
}

const agreement = {
  firstName: 'Carla',
  lastName: 'Conti',
  email: 'carla@fiordaliso.example',
  phone: '+39 02 1234567',
  accepted: true,
};

/** An account that the vendor hasn't got yet. */
export const newTenant = (prefix: string) => ({
  kind: 'new',
  prefix,
  qualification: 'none',
  company: 'Fiordaliso S.r.l.',
  address: { line1: 'Via Dante 1', city: 'Milano', state: 'MI', postalCode: '20121', country: 'IT' },
  contact: { firstName: 'Carla', lastName: 'Conti', email: 'carla@fiordaliso.example', phone: '+39 02 1234567' },
  agreement,
});

export const aPrefix = (begins = ''): string => `${begins}s${randomUUID().replaceAll('-', '').slice(0, 12)}`;

/** How the partner API treats an account is in the beginning of its name. */
const BEGINNINGS = ['', '', '', '', 'cut-', 'throttled-', 'broken-', 'fails-', 'half-', 'silent-', 'twice-'];
const CARDS = ['pm_card_visa', 'pm_card_visa', 'pm_card_chargeCustomerFail'];

const offerOf = async ({ person }: Buyer, product: string, plan: string): Promise<Offer | undefined> => {
  const answer = await person.query('marketplace.product', { code: product });
  if (answer.kind !== 'accepted') return undefined;
  const { plans } = answer.data as { plans: { code: string; offers: Offer[] }[] };
  const offers = plans.find(({ code }) => code === plan)?.offers ?? [];
  return offers.find(({ termDuration, billingCycle }) => termDuration === 'P1M' && billingCycle === 'monthly') ?? offers[0];
};

/** What is left in the basket of a purchase that came to nothing is taken out first. */
const fillBasket = async (buyer: Buyer, wanted: readonly (readonly [product: string, plan: string])[], quantity: number) => {
  const { person } = buyer;
  const before = await person.query('cart.get');
  if (before.kind !== 'accepted') return undefined;
  for (const { id } of before.data.lines as { id: string }[]) await person.press('cart.remove', { lineId: id });
  for (const [product, plan] of wanted) {
    const offer = await offerOf(buyer, product, plan);
    if (!offer) return undefined;
    await person.press('cart.add', { offerId: offer.id, quantity });
  }
  const cart = await person.query('cart.get');
  if (cart.kind !== 'accepted' || (cart.data.lines as unknown[]).length !== wanted.length) return undefined;
  return cart.data as { version: number; totalMinor: number; currency: string };
};

/** One purchase: a basket of one or two vendors, paid in one of the ways that there are. Returns the order's id once it is clear. */
export const buy = async (stage: Stage, buyer: Buyer, draw: Draw): Promise<string | undefined> => {
  const [begins, both, card, quantity] = [draw.oneOf(BEGINNINGS), draw.next(), draw.next(), draw.between(1, 4)];
  const method = draw.oneOf(CARDS);
  const wanted: (readonly [string, string])[] = [
    ...(both < 0.8 ? [['microsoft-365', 'M365-BB'] as const] : []),
    ...(both > 0.55 ? [['disk-vault', 'DV-KEY'] as const] : []),
  ];
  const cart = await fillBasket(buyer, wanted, quantity);
  if (!cart) return undefined;
  const cardRef = card < 0.35 ? await leaveCard(stage.world, buyer, method).catch(() => undefined) : undefined;
  const reference = `storm-${randomUUID().slice(0, 12)}`;
  const input = {
    idempotencyKey: randomUUID(),
    cartVersion: cart.version,
    shownTotalMinor: cart.totalMinor,
    currency: cart.currency,
    payment: cardRef ? { method: 'card', cardRef } : { method: 'account' },
    purchaseReference: reference,
    ...(both < 0.8 ? { tenant: newTenant(aPrefix(begins)) } : {}),
  };
  const asks = { subject: reference, noted: { reference, both, card: cardRef !== undefined } };
  const answer = await pressUntilClear(stage, buyer.person, 'checkout.buy', asks, input);
  return answer.kind === 'accepted' ? String(answer.data.orderId) : undefined;
};

/** Buys for as long as the storm lasts. */
export const keepBuying = async (stage: Stage, buyer: Buyer, draw: Draw): Promise<void> => {
  while (!stage.over()) {
    await buy(stage, buyer, draw).catch(() => undefined);
    await pause(draw, 300, 1_200);
  }
};
