import { z } from 'zod';
import { BadRequest } from '../http-server.js';

const faultSchema = z.strictObject({
  match: z
    .strictObject({
      plan: z.string().optional(),
      accountRef: z.string().optional(),
      licenceRef: z.string().optional(),
      method: z.string().optional(),
    })
    .default({}),
  /**
   * status: answers so and does nothing. drop-before: cuts the connection, nothing done. drop-after-work: does it and cuts.
   * delay: `ms` before the work. half: begins, and answers 500; asking again finishes.
   */
  mode: z.enum(['status', 'drop-before', 'drop-after-work', 'delay', 'half']),
  status: z.int().min(400).max(599).default(500),
  code: z.string().max(60).optional(),
  retryAfter: z.int().min(0).optional(),
  ms: z.int().min(0).max(600_000).default(5_000),
  times: z.int().positive().optional(),
});
const faultsSchema = z.array(faultSchema).max(100);

export type VendorFault = z.infer<typeof faultSchema>;

export interface FaultSubject {
  method: string;
  accountRef: string;
  licenceRef?: string;
  plan?: string;
}

export class VendorFaults {
  private faults: VendorFault[] = [];

  replace(input: unknown): void {
    const parsed = faultsSchema.safeParse(input);
    if (!parsed.success) throw new BadRequest(z.prettifyError(parsed.error));
    this.faults = parsed.data;
  }

  all(): VendorFault[] {
    return this.faults;
  }

  /** The first fault that fits the call and isn't used up. */
  take(subject: FaultSubject): VendorFault | undefined {
    const fault = this.faults.find(
      ({ match, times }) =>
        times !== 0 &&
        (match.method === undefined || match.method.toUpperCase() === subject.method) &&
        (match.accountRef === undefined || match.accountRef === subject.accountRef) &&
        (match.licenceRef === undefined || match.licenceRef === subject.licenceRef) &&
        (match.plan === undefined || match.plan === subject.plan),
    );
    if (fault?.times) fault.times -= 1;
    return fault;
  }
}
