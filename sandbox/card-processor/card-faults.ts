import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { BadRequest } from '../http-server.js';

const faultSchema = z.strictObject({
  match: z
    .strictObject({
      /** As in payment_intents.create. */
      endpoint: z.string().optional(),
      customer: z.string().optional(),
      /** The order's number, from the payment's metadata. */
      order: z.string().optional(),
    })
    .default({}),
  /**
   * status: answers so and does nothing. drop-before: cuts the connection, nothing done. drop-after-work: does it and cuts.
   * delay: `ms` before the work, or until the faults are replaced. decline: the card refuses with `code` and `declineCode`.
   */
  mode: z.enum(['status', 'drop-before', 'drop-after-work', 'delay', 'decline']),
  status: z.int().min(400).max(599).default(500),
  /** A repeat with the same key gets the same status: Stripe remembers its own failures too. */
  remembered: z.boolean().default(false),
  retryAfter: z.int().min(0).optional(),
  code: z.string().default('card_declined'),
  declineCode: z.string().optional(),
  ms: z.int().min(0).max(600_000).default(5_000),
  times: z.int().positive().optional(),
});
const faultsSchema = z.array(faultSchema).max(100);

export type CardFault = z.infer<typeof faultSchema>;

export interface FaultSubject {
  endpoint: string;
  customer?: string;
  order?: string;
}

export class CardFaults {
  private faults: CardFault[] = [];
  private replaced = new AbortController();

  replace(input: unknown): void {
    const parsed = faultsSchema.safeParse(input);
    if (!parsed.success) throw new BadRequest(z.prettifyError(parsed.error));
    this.faults = parsed.data;
    this.replaced.abort();
    this.replaced = new AbortController();
  }

  async delay(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.replaced.signal }).catch(() => undefined);
  }

  all(): CardFault[] {
    return this.faults;
  }

  /** The first fault that fits the call and isn't used up. */
  take(subject: FaultSubject): CardFault | undefined {
    const fault = this.faults.find(
      ({ match, times }) =>
        times !== 0 &&
        (match.endpoint === undefined || match.endpoint === subject.endpoint) &&
        (match.customer === undefined || match.customer === subject.customer) &&
        (match.order === undefined || match.order === subject.order),
    );
    if (fault?.times) fault.times -= 1;
    return fault;
  }
}
