import { z } from 'zod';
import { BadRequest } from '../http-server.js';

const isPattern = (text: string): boolean => {
  try {
    return Boolean(new RegExp(text));
  } catch {
    return false;
  }
};

/**
 * reject-permanent: 550 to the recipient. reject-temporary: 451. drop-after-data: the mail is kept, the answer is lost
 * with the connection. slow: the answer to the data takes `delayMs`. bounce: the mail is taken, and after `delayMs` its envelope sender
 * gets a report that it reaches nobody, with `status`.
 */
const faultSchema = z.strictObject({
  match: z.strictObject({ to: z.string().max(200).refine(isPattern, 'not a regular expression').default('') }).default({ to: '' }),
  mode: z.enum(['reject-permanent', 'reject-temporary', 'drop-after-data', 'slow', 'bounce']),
  times: z.int().positive().optional(),
  delayMs: z.int().min(0).max(600_000).optional(),
  status: z
    .string()
    .regex(/^[45]\.\d{1,3}\.\d{1,3}$/)
    .default('5.1.1'),
});
const faultsSchema = z.array(faultSchema).max(100);

export type MailFault = z.infer<typeof faultSchema>;

export class MailFaults {
  private faults: MailFault[] = [];

  replace(input: unknown): void {
    const parsed = faultsSchema.safeParse(input);
    if (!parsed.success) throw new BadRequest(z.prettifyError(parsed.error));
    this.faults = parsed.data;
  }

  all(): MailFault[] {
    return this.faults;
  }

  /** The first fault of one of `modes` for one of the recipients; it's used up by one. */
  take(recipients: string[], modes: MailFault['mode'][]): MailFault | undefined {
    const fault = this.faults.find(({ mode, match, times }) => {
      const pattern = new RegExp(match.to, 'i');
      return times !== 0 && modes.includes(mode) && recipients.some((address) => pattern.test(address));
    });
    if (fault?.times) fault.times -= 1;
    return fault;
  }
}
