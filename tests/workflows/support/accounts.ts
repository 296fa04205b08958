import { localDateTimeAt } from '../../../domain/calendar/local-time.js';
import type { Api } from '../../support/client.js';
import { aCustomer } from '../../support/customers.js';

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
