import { ApplicationFailure } from '@temporalio/common';
import { createTransport, type Transporter } from 'nodemailer';
import type { FailureCode } from '../../domain/failure/failure-code.js';
import type { RenderedMessage } from '../../domain/message/account-created.js';

export interface OutgoingMail extends RenderedMessage {
  readonly to: string;
  readonly messageId: string;
  readonly language: string;
  /** The envelope's sender, to which reports of what became of the mail go; the header's sender where there is none. */
  readonly returnTo?: string | undefined;
}

export interface Mailer {
  /** Sends one mail. Throws an ApplicationFailure whose type is mail_refused, mail_deferred or mail_unreachable. */
  send(mail: OutgoingMail): Promise<void>;
  close(): void;
}

const codeOf = (error: unknown): FailureCode => {
  const status = (error as { responseCode?: number }).responseCode;
  if (status === undefined) return 'mail_unreachable';
  // 5xx to the recipient or the content is final; 421 and 4xx ask us to come back.
  return status >= 500 ? 'mail_refused' : 'mail_deferred';
};

/** As many characters as fit an encoded word, whatever alphabet they are of (RFC 2047: 75 in all). */
const WORD_LENGTH = 11;

/**
 * A subject that is shown as it was written. The library leaves ASCII as it is, so text that looks like an encoded word
 * ("=?utf-8?Q?=0D=0ABcc:…?=") would be decoded by its reader into what nobody wrote; such a subject is encoded here.
 */
const encodeSubject = (subject: string): string => {
  if (!subject.includes('=?')) return subject;
  const words = [...subject].reduce<string[][]>((groups, char, index) => {
    if (index % WORD_LENGTH === 0) groups.push([]);
    groups.at(-1)?.push(char);
    return groups;
  }, []);
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word.join('')).toString('base64')}?=`).join(' ');
};

/** Asks for reports of failures alone, without the mail's text (RFC 3461), where the server can be asked. */
const reportedTo = (returnTo: string, to: string) => ({
  envelope: { from: { name: '', address: returnTo }, to: { name: '', address: to } },
  dsn: { return: 'headers', notify: 'failure' },
});

/** A mailer over SMTP. Connections are pooled; addresses are passed as objects, so a name can't add a recipient. */
export const createMailer = (smtpUrl: string, from: string): Mailer => {
  const transport: Transporter = createTransport({
    url: smtpUrl,
    pool: true,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as never);
  return {
    send: async ({ to, subject, text, html, messageId, language, returnTo }) => {
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject: encodeSubject(subject),
          text,
          html,
          messageId,
          headers: { 'Content-Language': language, 'Auto-Submitted': 'auto-generated' },
          ...(returnTo === undefined ? {} : reportedTo(returnTo, to)),
        });
      } catch (error) {
        const type = codeOf(error);
        const said = error instanceof Error ? error.message.slice(0, 300) : 'unknown';
        throw ApplicationFailure.create({ message: said, type, nonRetryable: type === 'mail_refused' });
      }
    },
    close: () => {
      transport.close();
    },
  };
};
