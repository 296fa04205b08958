import { setTimeout as wait } from 'node:timers/promises';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { BounceSender } from './bounce-sender.js';
import type { MailFaults } from './mail-faults.js';
import type { MailStore } from './mail-store.js';

export interface Attempt {
  at: string;
  to: string;
  outcome: 'accepted' | 'rejected-permanent' | 'rejected-temporary' | 'answer-lost';
}

const KEPT_ATTEMPTS = 2_000;
const SLOW_MS = 5_000;
const BOUNCES_ALWAYS = /\+bounce@/i;
const SIZE_LIMIT_BYTES = 20_000_000;

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function cutConnection(server: SMTPServer, session: SMTPServerSession): void {
  const { connections } = server as unknown as { connections: Set<{ id: string; _socket: { destroy(): void } }> };
  for (const connection of connections) if (connection.id === session.id) connection._socket.destroy();
}

/** Takes every mail on loopback, with no sign-in and no TLS, and misbehaves when told to. */
export class MailServer {
  readonly attempts: Attempt[] = [];
  private readonly smtp: SMTPServer;

  constructor(
    private readonly store: MailStore,
    private readonly faults: MailFaults,
    private readonly bounces: BounceSender,
  ) {
    this.smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      size: SIZE_LIMIT_BYTES,
      onRcptTo: (address, _session, answer) => answer(this.refusalFor(address.address)),
      onData: (stream, session, answer) => void this.take(stream, session).then((drop) => (drop ? undefined : answer()), answer),
    });
    // A client that goes away in the middle is its own concern.
    this.smtp.on('error', () => undefined);
  }

  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.smtp.server.once('error', reject);
      this.smtp.listen(port, '127.0.0.1', () => resolve((this.smtp.server.address() as { port: number }).port));
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.smtp.close(() => resolve());
    });
  }

  private refusalFor(to: string): Error | undefined {
    const fault = this.faults.take([to], ['reject-permanent', 'reject-temporary']);
    if (!fault) return undefined;
    const isPermanent = fault.mode === 'reject-permanent';
    this.note([to], isPermanent ? 'rejected-permanent' : 'rejected-temporary');
    return isPermanent ? smtpError(550, '5.1.1 No such mailbox here') : smtpError(451, '4.3.2 Try again later');
  }

  /** Keeps the mail; true when the answer is to be lost. */
  private async take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<boolean> {
    const source = await readAll(stream);
    if (stream.sizeExceeded) throw smtpError(552, '5.3.4 Too large');
    const to = session.envelope.rcptTo.map(({ address }) => address);
    const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
    const fault = this.faults.take(to, ['drop-after-data', 'slow']);
    await this.store.add(source, from, to);
    this.note(to, fault?.mode === 'drop-after-data' ? 'answer-lost' : 'accepted');
    this.bounce(from, to, source);
    if (fault?.mode === 'slow') await wait(fault.delayMs ?? SLOW_MS);
    if (fault?.mode === 'drop-after-data') cutConnection(this.smtp, session);
    return fault?.mode === 'drop-after-data';
  }

  /** What was taken comes back from an address that is told to, and from every one whose mailbox is called so (`ada+bounce@…`). */
  private bounce(from: string, recipients: string[], source: Buffer): void {
    for (const to of recipients) {
      const fault = this.faults.take([to], ['bounce']);
      if (fault || BOUNCES_ALWAYS.test(to))
        this.bounces.send({ from, to, source, status: fault?.status ?? '5.1.1', delayMs: fault?.delayMs ?? 0 });
    }
  }

  private note(recipients: string[], outcome: Attempt['outcome']): void {
    for (const to of recipients) this.attempts.push({ at: new Date().toISOString(), to, outcome });
    this.attempts.splice(0, Math.max(0, this.attempts.length - KEPT_ATTEMPTS));
  }
}
