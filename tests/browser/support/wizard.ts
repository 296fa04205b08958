import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';

/** What the tests type for a new customer. */
export interface Typed {
  company: string;
  accountName: string;
  city: string;
  stateOrProvince: string;
  firstName: string;
  lastName: string;
  email: string;
}

let count = 0;

/** Facts of a customer that no other test has. */
export const newFacts = (): Typed => {
  count += 1;
  const tag = `${String(count)}-${randomUUID().slice(0, 6)}`;
  return {
    company: `Acme ${tag} S.p.A.`,
    accountName: `acme-${tag}`,
    city: 'Milano',
    stateOrProvince: 'MI',
    firstName: 'Ada',
    lastName: 'Neri',
    email: `ada-${tag}@acme.example`,
  };
};

const labels = {
  en: {
    company: 'Company',
    accountName: 'Account name',
    city: 'City',
    stateOrProvince: 'State, region or province',
    firstName: 'First name',
    lastName: 'Last name',
    email: 'E-mail',
    toPlans: 'Choose service plans',
    skip: 'Skip service plan',
    review: 'Review',
    save: 'Create customer',
  },
  it: {
    company: 'Azienda',
    accountName: 'Nome account',
    city: 'Città',
    stateOrProvince: 'Stato, regione o provincia',
    firstName: 'Nome',
    lastName: 'Cognome',
    email: 'E-mail',
    toPlans: 'Scegli piani di servizio',
    skip: 'Salta piano di servizio',
    review: 'Rivedi',
    save: 'Crea cliente',
  },
} as const;

export type Tongue = keyof typeof labels;

/** The three steps as a person takes them. */
export const wizardOf = (page: Page, tongue: Tongue = 'en') => {
  const words = labels[tongue];
  const field = (name: keyof Typed) => page.getByLabel(words[name], { exact: true });
  const press = (name: 'toPlans' | 'review' | 'save') => page.getByRole('button', { name: words[name], exact: true });
  return {
    field,
    fill: async (facts: Partial<Typed>) => {
      for (const [name, value] of Object.entries(facts)) await field(name as keyof Typed).fill(value);
    },
    toPlans: () => press('toPlans').click(),
    skipPlans: () => page.getByRole('radio', { name: words.skip }).check(),
    review: () => press('review').click(),
    save: press('save'),
  };
};
