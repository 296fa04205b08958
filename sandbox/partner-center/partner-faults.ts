import { z } from 'zod';
import { BadRequest } from '../http-server.js';
import { faultsOfName } from './name-faults.js';
import { partnerErrorCodes } from './partner-errors.js';

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
  'checkout',
  'list-subscriptions',
  'read-subscription',
  'change-subscription',
  'read-provisioning',
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

const faultSchema = z.discriminatedUnion('mode', [
  /** Answers so and does nothing. */
  z.strictObject({ ...fault, mode: z.literal('status'), status: z.int().min(400).max(599), retryAfter: z.int().min(0).optional() }),
  z.strictObject({ ...fault, mode: z.literal('drop-before') }),
  /** Does the work, and cuts the connection. */
  z.strictObject({ ...fault, mode: z.literal('drop-after-work') }),
  /** Waits before the work. */
  z.strictObject({ ...fault, mode: z.literal('delay'), ms: milliseconds }),
  /** Refuses with a documented code: the call that `operation` names, otherwise the line at its checkout. */
  z.strictObject({ ...fault, mode: z.literal('refuse'), code }),
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
type OfMode<M extends PartnerFault['mode']> = Extract<PartnerFault, { mode: M }>;

export interface FaultSubject {
  operation?: Operation;
  domain?: string;
  customerId?: string;
  offers?: string[];
  lines?: string[];
}

const fits = ({ match, times }: PartnerFault, subject: FaultSubject): boolean =>
  times !== 0 &&
  (match.operation === undefined || match.operation === subject.operation) &&
  (match.domain === undefined || match.domain === subject.domain) &&
  (match.customerId === undefined || match.customerId === subject.customerId) &&
  (match.offer === undefined || (subject.offers ?? []).some((offer) => offer.startsWith(match.offer!))) &&
  (match.line === undefined || (subject.lines ?? []).some((line) => line.includes(match.line!)));

const isOfCall = (fault: PartnerFault): boolean =>
  !['provisioning', 'webhook'].includes(fault.mode) && (fault.mode !== 'refuse' || fault.match.operation !== undefined);

/** What the simulator was told to do wrong, over its own API or by the name of a domain. */
export class PartnerFaults {
  private faults: PartnerFault[] = [];
  private readonly named = new Map<string, PartnerFault[]>();

  replace(input: unknown): void {
    const parsed = z.array(faultSchema).max(1_000).safeParse(input);
    if (!parsed.success) throw new BadRequest(z.prettifyError(parsed.error));
    this.faults = parsed.data;
  }

  all(): PartnerFault[] {
    return this.faults;
  }

  /** The first fault that fits a whole call and isn't used up. */
  ofCall(subject: FaultSubject): PartnerFault | undefined {
    return this.take(subject, isOfCall);
  }

  /** The fault of a line's checkout, provisioning or webhook. */
  ofLine<M extends 'refuse' | 'provisioning' | 'webhook'>(mode: M, subject: FaultSubject): OfMode<M> | undefined {
    return this.take(subject, (fault) => fault.mode === mode && !(isOfCall(fault) && fault.match.operation)) as OfMode<M> | undefined;
  }

  private take(subject: FaultSubject, isWanted: (fault: PartnerFault) => boolean): PartnerFault | undefined {
    const found = [...this.faults, ...this.ofName(subject.domain)].find((fault) => isWanted(fault) && fits(fault, subject));
    if (found?.times) found.times -= 1;
    return found;
  }

  private ofName(domain = ''): PartnerFault[] {
    const known = this.named.get(domain);
    if (known) return known;
    const faults = z.array(faultSchema).parse(faultsOfName(domain));
    if (faults.length > 0) this.named.set(domain, faults);
    return faults;
  }
}
