import { inject } from 'vitest';
import { inTurn } from './turn.js';

export interface Mail {
  readonly id: string;
  readonly to: string[];
  readonly subject: string;
  readonly messageId: string;
  readonly copies: number;
  readonly isRepeat: boolean;
}

const call = async (path: string, init?: RequestInit): Promise<unknown> => (await fetch(`${inject('inboxUrl')}${path}`, init)).json();

/** The mails that an address got, newest first. */
export const mailsTo = async (address: string): Promise<Mail[]> =>
  (await call(`/api/messages?to=${encodeURIComponent(address)}`)) as Mail[];

/** One mail, parsed. */
export const openMail = async (id: string): Promise<{ subject: string; text: string; html: string }> =>
  (await call(`/api/messages/${id}`)) as { subject: string; text: string; html: string };

interface MailFault {
  readonly match: { readonly to: string };
  readonly mode: string;
  readonly times?: number;
  readonly delayMs?: number;
}

// The inbox replaces its whole list, and counts down in it; so it is changed in turn, and what is used up isn't sent back.
const changeFaults = (change: (faults: MailFault[]) => MailFault[]): Promise<void> =>
  inTurn(inject('inboxUrl'), async () => {
    const faults = ((await call('/api/faults')) as MailFault[]).filter(({ times }) => times !== 0);
    await call('/api/faults', { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(change(faults)) });
  });

/** Adds a fault of the mail server for one test's own addresses; the other files' faults stay. */
export const mailFault = (fault: MailFault): Promise<void> => changeFaults((faults) => [...faults, fault]);

/** Takes back the faults for a pattern. */
export const mendMail = (to: string): Promise<void> => changeFaults((faults) => faults.filter(({ match }) => match.to !== to));

/** One mail as it came over the wire. */
export const sourceOf = async (id: string): Promise<string> => (await fetch(`${inject('inboxUrl')}/api/messages/${id}/source`)).text();
