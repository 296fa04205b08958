import { z } from 'zod';
import { isDate, isLocalDateTime, isTimeZone } from '../calendar/local-time.js';
import { companyName, optionalEmail, optionalLine, personName, requiredEmail, requiredLine } from '../text/safe-text.js';
import { accountNameSchema } from './account-name.js';
import { languages } from './customer.js';

const timeZone = z.string().refine(isTimeZone, { error: 'time_zone' });
const COUNTRY = /^[A-Z]{2}$/;
const PHONE = /^\+?[0-9 ()./-]{4,40}$/;

const address = z.strictObject({
  street1: optionalLine(120),
  street2: optionalLine(120),
  postalCode: optionalLine(20),
  country: optionalLine(2).refine((code) => code === undefined || COUNTRY.test(code), { error: 'country' }),
});

/** The facts of a customer's account (requirement A2). Shared by the wizard, the API, the CSV import and the edit form. */
export const customerFacts = z.strictObject({
  company: companyName(120),
  city: requiredLine(80),
  stateOrProvince: requiredLine(80),
  accountName: accountNameSchema,
  contact: z.strictObject({
    firstName: personName(60),
    lastName: personName(60),
    email: requiredEmail(),
  }),
  address: address.optional(),
  phone: optionalLine(40).refine((phone) => phone === undefined || PHONE.test(phone), { error: 'phone' }),
  emergencyEmail: optionalEmail(),
  language: z.enum(languages, { error: 'language' }).default('en'),
  timeZone: timeZone.default('Europe/Rome'),
  taxId: optionalLine(30),
});

/** When the account e-mail goes out (A6): at once, or at a wall-clock time of the customer's zone. */
export const accountEmailWhen = z.discriminatedUnion('when', [
  z.strictObject({ when: z.literal('now') }),
  z.strictObject({
    when: z.literal('date'),
    localDateTime: z.string({ error: 'required' }).refine(isLocalDateTime, { error: 'date_time' }),
  }),
]);

/** One service plan to assign (A8): units in the plan's own unit type, start date in the customer's zone. */
export const planChoice = z.strictObject({
  planId: z.uuid({ error: 'plan' }),
  units: z
    .number({ error: 'not_a_number' })
    .int({ error: 'not_a_number' })
    .min(1, { error: 'too_small' })
    .max(1_000_000, { error: 'too_big' }),
  startDate: z.string({ error: 'required' }).refine(isDate, { error: 'date' }),
});

/** At most this many plans in one request; one plan may appear once. */
export const maxPlansPerRequest = 50;
export const planChoices = z
  .array(planChoice)
  .max(maxPlansPerRequest, { error: 'too_many' })
  .superRefine((plans, context) => {
    plans.forEach((plan, index) => {
      if (plans.findIndex((other) => other.planId === plan.planId) < index) {
        context.addIssue({ code: 'custom', message: 'duplicate_plan', path: [index, 'planId'] });
      }
    });
  });

/** A key that a client makes once for one intended act, and repeats when it retries. */
export const idempotencyKey = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/, { error: 'idempotency_key' });

/** Everything needed to create a customer. An empty `plans` skips service plans (A7). */
export const createCustomerInput = customerFacts.extend({
  idempotencyKey,
  channelId: z.uuid().optional(),
  accountEmail: accountEmailWhen,
  plans: planChoices,
});

export type CustomerFacts = z.output<typeof customerFacts>;
export type CreateCustomerInput = z.output<typeof createCustomerInput>;
export type PlanChoice = z.output<typeof planChoice>;
