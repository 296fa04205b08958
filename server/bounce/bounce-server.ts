import type { AddressInfo } from 'node:net';
import type { Counter } from 'prom-client';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { readFailedDelivery } from '../../adapters/mail/delivery-report.js';
import type { Database } from '../../prisma/client.js';
import { readBounceAddress, type Sending } from '../../runtime/bounce-address.js';
import type { Logger } from '../../runtime/log.js';
import type { Settings } from '../../runtime/settings.js';
import { takeBounce, type TakenBounce } from './take-bounce.js';

/** `ignored`: no report of a failed delivery. `refused`: no recipient of ours, or too large. `failed`: it is to come again. */
export type BounceOutcome = TakenBounce | 'ignored' | 'refused' | 'failed';

export interface BounceServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** A report names our mail's headers, or has all of it: some ten thousand bytes. */
const LARGEST_BYTES = 262_144;
const MOST_CLIENTS = 100;
/** Behind a mail server of one's own all come from one. */
const MOST_OF_ONE_ADDRESS = 20;
const IDLE_MS = 30_000;
/** A conversation that is drawn out holds a place for no longer than this. */
const LONGEST_MS = 120_000;
const CLOSES_WITHIN_MS = 5_000;

const answer = (responseCode: number, text: string): Error => Object.assign(new Error(text), { responseCode });

/** The mail as far as it may go; undefined for one that is too large, which is let pass by and not kept. */
const readBounded = async (stream: SMTPServerDataStream): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > LARGEST_BYTES) chunks.length = 0;
    else chunks.push(chunk);
  }
  return bytes > LARGEST_BYTES ? undefined : Buffer.concat(chunks);
};

interface Parts {
  readonly settings: Pick<Settings, 'HOST' | 'BOUNCE_PORT' | 'TOKEN_SECRET'>;
  readonly domain: string;
  readonly database: Database;
  readonly log: Logger;
  readonly bounces: Counter<'outcome'>;
  /** The wall clock, but in tests. */
  readonly now?: () => Date;
}

/**
 * Takes reports about our own mails by SMTP, and nothing else: a recipient is an address that one sending was made with, so there is no
 * mailbox to guess and nothing to relay. What it answers 250 to is in the database.
 */
export const startBounceServer = async (parts: Parts): Promise<BounceServer> => {
  const { settings, domain, database, log, bounces, now = () => new Date() } = parts;
  const clients = new Map<string, string>();
  const sendingOf = (address: string): Sending | undefined => readBounceAddress(settings.TOKEN_SECRET, domain, address, now());

  const take = async (stream: SMTPServerDataStream, { envelope }: SMTPServerSession): Promise<BounceOutcome> => {
    const source = await readBounded(stream);
    if (!source) throw answer(552, '5.3.4 Too large');
    const sending = sendingOf(envelope.rcptTo[0]?.address ?? '');
    // A report has no sender of its own (RFC 5321), so that it can't come back either. What has one is somebody's mail.
    const report = envelope.mailFrom && envelope.mailFrom.address !== '' ? undefined : await readFailedDelivery(source);
    return sending && report ? takeBounce(database, sending, report) : 'ignored';
  };

  const smtp = new SMTPServer({
    name: domain,
    banner: 'delivery reports only',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: LARGEST_BYTES,
    logger: false,
    maxClients: MOST_CLIENTS,
    socketTimeout: IDLE_MS,
    closeTimeout: CLOSES_WITHIN_MS,
    onConnect: ({ id, remoteAddress }, done) => {
      clients.set(id, remoteAddress);
      const ofOne = [...clients.values()].filter((address) => address === remoteAddress).length;
      done(ofOne > MOST_OF_ONE_ADDRESS ? answer(421, '4.7.0 Too many connections') : null);
    },
    onClose: ({ id }, done) => {
      clients.delete(id);
      done();
    },
    onRcptTo: ({ address }, { envelope }, done) => {
      if (sendingOf(address) && envelope.rcptTo.length === 0) {
        done();
        return;
      }
      bounces.inc({ outcome: 'refused' });
      done(envelope.rcptTo.length > 0 ? answer(452, '4.5.3 One recipient at a time') : answer(550, '5.1.1 No such mailbox here'));
    },
    onData: (stream, session, done) => {
      take(stream, session).then(
        (outcome) => {
          bounces.inc({ outcome });
          done();
        },
        (error: unknown) => {
          const code = (error as { responseCode?: number }).responseCode;
          bounces.inc({ outcome: code === undefined ? 'failed' : 'refused' });
          if (code === undefined) log.warn({ err: error }, 'a delivery report could not be written down; its sender keeps it');
          done(code === undefined ? answer(451, '4.3.0 Try again later') : (error as Error));
        },
      );
    },
  });
  smtp.on('error', () => undefined); // a client that goes away in the middle is its own concern
  smtp.server.on('connection', (socket) => {
    const longest = setTimeout(() => socket.destroy(), LONGEST_MS);
    socket.once('close', () => {
      clearTimeout(longest);
    });
  });
  await new Promise<void>((resolve, reject) => {
    smtp.server.once('error', reject);
    smtp.listen(settings.BOUNCE_PORT, settings.HOST, () => {
      resolve();
    });
  });
  const { port } = smtp.server.address() as AddressInfo;
  log.info({ port, domain }, 'delivery reports are taken');
  return {
    port,
    stop: () =>
      new Promise((resolve) => {
        smtp.close(() => {
          resolve();
        });
      }),
  };
};
