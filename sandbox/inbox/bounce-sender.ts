import { setTimeout as wait } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { reportOf, type Undelivered } from './delivery-report.js';

const FIRST_WAIT_MS = 500;
const MOST_TRIES = 12;

/**
 * Sends reports to where a mail's envelope said that it came from, as a mail server does: with no sender of its own, so that no report is
 * ever reported, and again after a while where nobody takes it.
 */
export class BounceSender {
  private readonly abort = new AbortController();

  /** `route`: the mail server that takes reports, in place of asking DNS for it; without one nobody gets any. */
  constructor(private readonly route: string | undefined) {}

  send(mail: Undelivered): void {
    if (this.route === undefined || mail.from === '') return;
    void this.deliver(this.route, mail).catch(() => undefined);
  }

  stop(): void {
    this.abort.abort();
  }

  private async deliver(route: string, mail: Undelivered): Promise<void> {
    const raw = reportOf(mail);
    if (mail.delayMs > 0) await wait(mail.delayMs, undefined, { signal: this.abort.signal });
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const transport = createTransport(route);
      try {
        await transport.sendMail({ raw, envelope: { from: '', to: mail.from } });
        return;
      } catch (error) {
        const status = (error as { responseCode?: number }).responseCode;
        if (status !== undefined && status >= 500) return;
        await wait(FIRST_WAIT_MS * 2 ** Math.min(tries, 6), undefined, { signal: this.abort.signal });
      } finally {
        transport.close();
      }
    }
  }
}
