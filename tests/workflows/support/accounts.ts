import { localDateTimeAt } from '../../../domain/calendar/local-time.js';
import type { Api } from '../../support/client.js';
import { aCustomer } from '../../support/customers.js';
import { eventually } from '../../support/eventually.js';

export const ROME = 'Europe/Rome';

/** An instant as the wall clock of Rome shows it, to the minute. */
export const inRome = (instant: number): string => localDateTimeAt(new Date(instant), ROME);

/** An instant on a whole minute, so that a date chosen in the wizard can name it. */
export const wholeMinute = (instant: number): number => Math.ceil(instant / 60_000) * 60_000;

/** Creates a customer whose account e-mail is due at an instant (a whole minute). */
export const customerDueAt = async (api: Api, instant: number, changes: Parameters<typeof aCustomer>[0] = {}) => {
  const input = aCustomer({ ...changes, accountEmail: { when: 'date', localDateTime: inRome(instant) }, timeZone: ROME });
  const { customerId } = await api.customers.create.mutate(input);
  return { customerId, address: input.contact.email, workflowId: `customer/${customerId}` };
};

/**
 * Until no message to an address is under way. The test server's time stands still once a child workflow has ended after its
 * parent, so a parent isn't ended before.
 */
export const untilDelivered = (operator: Api, address: string): Promise<void> =>
  eventually(async () => {
    const { rows } = await operator.processes.list.query({ kind: ['message'], limit: 200 });
    const states = rows.filter(({ title }) => title === address).map(({ state }) => state);
    if (states.length === 0 || states.some((state) => state !== 'done')) throw new Error(`messages to ${address} are ${states.join(', ')}`);
  });
