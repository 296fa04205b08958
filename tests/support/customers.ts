import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { Api } from './client.js';

type CreateInput = Parameters<Api['customers']['create']['mutate']>[0];

let count = 0;

/** A valid new customer; each has a name and an address of its own. */
export const aCustomer = (changes: Partial<CreateInput> = {}): CreateInput => {
  count += 1;
  const tag = `${String(count)}-${randomUUID().slice(0, 8)}`;
  return {
    idempotencyKey: randomUUID(),
    company: `Prova ${tag} S.p.A.`,
    city: 'Torino',
    stateOrProvince: 'TO',
    accountName: `Prova ${tag}`,
    contact: { firstName: 'Ada', lastName: 'Neri', email: `ada-${tag}@prova.example` },
    language: 'en',
    timeZone: 'Europe/Rome',
    accountEmail: { when: 'now' },
    plans: [],
    ...changes,
  };
};

/** The date in a zone so many days from today, as the API takes it: "2026-12-01". It isn't the date of UTC for an hour or two of each day. */
export const dateAhead = (days: number, timeZone = 'Europe/Rome'): string => Temporal.Now.plainDateISO(timeZone).add({ days }).toString();
/** A wall-clock time of Rome, so many days from today. */
export const daysAhead = (days: number, time = '09:00'): string => `${dateAhead(days)}T${time}`;
