import type Stripe from 'stripe';
import type { CardProcessor, SavedCard } from './card-processor.js';
import { withKey } from './stripe-key.js';

const MOST_CARDS = 100;

type Wish<Method extends 'ensureCustomer' | 'startCardSetup'> = Parameters<CardProcessor[Method]>[0];

export const ensureCustomer = async (
  stripe: Stripe,
  { customerId, company, email }: Wish<'ensureCustomer'>,
): Promise<{ processorCustomer: string }> => {
  const found = await stripe.customers.search({ query: `metadata['customer_id']:'${customerId}'`, limit: 1 });
  const known = found.data[0];
  if (known) return { processorCustomer: known.id };
  // The search lags behind by a minute. The key holds meanwhile, as long as what it came with is the same: so names come second.
  const metadata = { customer_id: customerId };
  const { id } = await withKey(`customer/${customerId}`, (options) => stripe.customers.create({ metadata }, options));
  await stripe.customers.update(id, { name: company, email });
  return { processorCustomer: id };
};

export const startCardSetup = async (
  stripe: Stripe,
  { processorCustomer, returnUrl, cancelUrl, language }: Wish<'startCardSetup'>,
): Promise<{ url: string }> => {
  const session = await stripe.checkout.sessions.create({
    mode: 'setup',
    customer: processorCustomer,
    allowed_payment_method_types: ['card'],
    success_url: returnUrl,
    cancel_url: cancelUrl,
    locale: language === 'it' ? 'it' : 'en',
  });
  // Only a page inside of one's own has no address, and this is none.
  return { url: session.url ?? returnUrl };
};

export const listCards = async (stripe: Stripe, customer: string): Promise<SavedCard[]> => {
  const { data } = await stripe.paymentMethods.list({ customer, type: 'card', limit: MOST_CARDS });
  return data.flatMap(({ id: ref, card }) =>
    card ? [{ ref, brand: card.brand, last4: card.last4, expiresMonth: card.exp_month, expiresYear: card.exp_year }] : [],
  );
};
