import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { eventually } from '../../support/eventually.js';

/** The words that a buyer reads and presses, in both languages. */
const labels = {
  en: {
    marketplace: 'Marketplace',
    search: 'Search services',
    seats: 'Number of seats',
    add: 'Add to cart',
    openCart: 'Open cart',
    cart: 'Cart',
    checkOut: 'Check out',
    newAccount: /Create a new Microsoft CSP/,
    existingAccount: /Use an existing CSP/,
    domain: 'Tenant domain',
    company: 'Company name',
    free: 'Free',
    street: 'Street and number',
    postalCode: 'Postal code',
    phone: 'Phone',
    toPayment: 'Choose how to pay',
    onAccount: /Invoice on account/,
    addCard: 'Add a card',
    cardNumber: 'Card number',
    expiry: 'Expiry date',
    cvc: 'Security code',
    saveCard: 'Save card',
    approve: 'Approve the payment',
    review: 'Review',
    buy: /^Buy/,
  },
  it: {
    marketplace: 'Marketplace',
    search: 'Cerca servizi',
    seats: 'Numero di postazioni',
    add: 'Aggiungi al carrello',
    openCart: 'Apri carrello',
    cart: 'Carrello',
    checkOut: 'Procedi all’acquisto',
    newAccount: /Creare un nuovo account/,
    existingAccount: /Usare un account/,
    domain: 'Dominio del tenant',
    company: 'Ragione sociale',
    free: 'Libero',
    street: 'Via e numero civico',
    postalCode: 'CAP',
    phone: 'Telefono',
    toPayment: 'Scegli come pagare',
    onAccount: /Su fattura/,
    addCard: 'Aggiungi una carta',
    cardNumber: 'Numero della carta',
    expiry: 'Data di scadenza',
    cvc: 'Codice di sicurezza',
    saveCard: 'Salva la carta',
    approve: 'Autorizza il pagamento',
    review: 'Rivedi',
    buy: /^Acquista/,
  },
} as const;

/** The checkout as a person goes through it. */
export const checkoutOf = (page: Page, tongue: keyof typeof labels = 'en') => {
  const words = labels[tongue];
  const main = page.getByRole('main');
  const press = (name: string) => main.getByRole('button', { name, exact: true }).click();
  /** The customer's own facts are there; what is typed meanwhile would stand behind them. */
  const prefilled = () =>
    eventually(async () => {
      expect(await page.getByLabel(words.company, { exact: true }).inputValue()).not.toBe('');
    });
  return {
    words,
    prefilled,
    domain: main.getByLabel(words.domain),
    toPayment: () => press(words.toPayment),
    /** A new account at the vendor, with what can't be known of the customer. */
    newAccount: async (prefix: string) => {
      await main.getByRole('radio', { name: words.newAccount }).check();
      await prefilled();
      await main.getByLabel(words.domain).fill(prefix);
      await main.getByLabel(words.street).fill('Via Dante 1');
      await main.getByLabel(words.postalCode).fill('20121');
      for (const phone of await main.getByLabel(words.phone).all()) await phone.fill('+39 02 1234567');
      await main.getByRole('checkbox').check();
    },
    existingAccount: async (domain: string) => {
      await main.getByRole('radio', { name: words.existingAccount }).check();
      await main.getByLabel(words.domain).fill(domain);
      await main.getByLabel(words.phone).fill('+39 02 1234567');
      await main.getByRole('checkbox').check();
    },
    payOnAccount: async () => {
      await main.getByRole('radio', { name: words.onAccount }).check();
      await press(words.review);
    },
    /** Goes to the card processor's page, leaves a card there, and is led back. */
    addCard: async (number: string) => {
      await press(words.addCard);
      await page.getByLabel(words.cardNumber).fill(number);
      await page.getByLabel(words.expiry).fill('12/34');
      await page.getByLabel(words.cvc).fill('123');
      await page.getByRole('button', { name: words.saveCard }).click();
      await main.getByRole('radio', { checked: true }).waitFor();
    },
    toReview: () => press(words.review),
    buy: main.getByRole('button', { name: words.buy }),
  };
};

/** Waits until the order's page shows; its id. */
export const orderShown = async (page: Page): Promise<string> => {
  await page.waitForURL(/\/orders\/[0-9a-f-]{36}$/);
  // The address alone isn't the page.
  await page.getByRole('heading', { level: 1, name: /^(Order|Ordine) \d{4}-/ }).waitFor();
  return new URL(page.url()).pathname.split('/').at(-1)!;
};
