import { randomUUID } from 'node:crypto';

export interface Undelivered {
  /** The mail's envelope sender: who is told. */
  readonly from: string;
  readonly to: string;
  readonly source: Buffer;
  readonly status: string;
  readonly delayMs: number;
}

const HOST = 'mail.inbox.example';
const TEXTS: Record<string, string> = {
  '5.1.1': '550 5.1.1 No such mailbox here',
  '5.2.2': '552 5.2.2 The mailbox is full',
  '4.4.7': '450 4.4.7 Delivery time expired',
};

/** The headers of a mail as it came, without its text. */
const headersOf = (source: Buffer): string => source.toString('latin1').split(/\r?\n\r?\n/, 1)[0] ?? '';

/** A delivery status notification as RFC 3464 has it. `action` is another one for what isn't final. */
export function reportOf({ from, to, source, status }: Undelivered, action = 'failed'): string {
  const boundary = `=_${randomUUID()}`;
  const text = TEXTS[status] ?? `550 ${status} It could not be delivered`;
  const now = new Date().toUTCString().replace('GMT', '+0000');
  return [
    `From: Mail Delivery System <MAILER-DAEMON@${HOST}>`,
    `To: ${from}`,
    'Subject: Undelivered Mail Returned to Sender',
    `Date: ${now}`,
    `Message-ID: <${randomUUID()}@${HOST}>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=us-ascii',
    '',
    `Your mail to ${to} could not be delivered: ${text}`,
    '',
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    `Reporting-MTA: dns; ${HOST}`,
    `Arrival-Date: ${now}`,
    '',
    `Final-Recipient: rfc822; ${to}`,
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: smtp; ${text}`,
    '',
    `--${boundary}`,
    'Content-Type: text/rfc822-headers',
    '',
    headersOf(source),
    '',
    `--${boundary}--`,
    '',
  ].join('\r\n');
}
