import { z } from 'zod';
import { cartErrorCodes, partnerErrorCodes } from './partner-errors.js';

export const operations = [
  'check-domain',
  'create-customer',
  'find-customers',
  'read-customer',
  'read-agreement-template',
  'create-agreement',
  'read-agreements',
  'set-qualification',
  'read-qualifications',
  'create-cart',
  'read-cart',
  'replace-cart',
  'checkout',
  'read-order',
  'list-orders',
  'read-order-provisioning',
  'list-subscriptions',
  'read-subscription',
  'change-subscription',
  'read-provisioning',
  'read-availabilities',
  'read-country-availabilities',
] as const;
export type Operation = (typeof operations)[number];

const code = z.literal(partnerErrorCodes);
const milliseconds = z.int().min(0).max(3_600_000);

const fault = {
  match: z
    .strictObject({
      operation: z.enum(operations).optional(),
      domain: z.string().toLowerCase().optional(),
      customerId: z.string().optional(),
      /** A catalogItemId, or how it begins. */
      offer: z.string().optional(),
      /** A part of a line's friendlyName. */
      line: z.string().optional(),
    })
    .default({}),
  times: z.int().min(0).optional(),
};

export const faultSchema = z.discriminatedUnion('mode', [
  /** Answers so and does nothing. */
  z.strictObject({ ...fault, mode: z.literal('status'), status: z.int().min(400).max(599), retryAfter: z.int().min(0).optional() }),
  z.strictObject({ ...fault, mode: z.literal('drop-before') }),
  /** Does the work, and cuts the connection. */
  z.strictObject({ ...fault, mode: z.literal('drop-after-work') }),
  /** Waits before the work. */
  z.strictObject({ ...fault, mode: z.literal('delay'), ms: milliseconds }),
  /** Refuses with a documented code: the call that `operation` names, otherwise the line at its checkout. */
  z.strictObject({ ...fault, mode: z.literal('refuse'), code }),
  /** Marks the line in error when its cart is made, with one of the codes that carts have for it. */
  z.strictObject({ ...fault, mode: z.literal('mark'), code: z.literal(cartErrorCodes) }),
  /** Isn't sold: left out of what is available, and refused at its checkout. */
  z.strictObject({ ...fault, mode: z.literal('unsold') }),
  /** How the provisioning of a line goes: how long it takes, how it ends, how many units come of it. */
  z.strictObject({
    ...fault,
    mode: z.literal('provisioning'),
    ms: milliseconds.optional(),
    outcome: z.enum(['success', 'failed']).default('success'),
    quantity: z.int().min(1).optional(),
  }),
  /** How its webhook travels. */
  z.strictObject({
    ...fault,
    mode: z.literal('webhook'),
    delivery: z.enum(['twice', 'late', 'out-of-order', 'never', 'forged']),
    ms: milliseconds.default(60_000),
  }),
]);

export type PartnerFault = z.infer<typeof faultSchema>;
export type PartnerFaultInput = z.input<typeof faultSchema>;
export type FaultOfMode<M extends PartnerFault['mode']> = Extract<PartnerFault, { mode: M }>;
