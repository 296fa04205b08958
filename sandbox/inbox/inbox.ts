import { closeServer, listenOnLoopback, portOf } from '../http-server.js';
import { BounceSender } from './bounce-sender.js';
import { handleInboxCall } from './inbox-http.js';
import { MailFaults } from './mail-faults.js';
import { MailServer } from './mail-server.js';
import { MailStore } from './mail-store.js';

export interface InboxOptions {
  folder: string;
  /** 0 takes a free one. */
  smtpPort: number;
  httpPort: number;
  /** The mail server (smtp://…) that takes reports of what couldn't be delivered. */
  bounceUrl?: string | undefined;
}

export interface RunningInbox {
  smtpUrl: string;
  url: string;
  stop(): Promise<void>;
}

/** A mail server that accepts everything and delivers nothing, with a page and an API to read what came. */
export async function startInbox(options: InboxOptions): Promise<RunningInbox> {
  const store = await MailStore.open(options.folder);
  const faults = new MailFaults();
  const bounces = new BounceSender(options.bounceUrl);
  const mail = new MailServer(store, faults, bounces);
  const smtpPort = await mail.listen(options.smtpPort);
  const http = await listenOnLoopback(options.httpPort, (call) => handleInboxCall(call, { store, faults, mail }));
  return {
    smtpUrl: `smtp://127.0.0.1:${smtpPort}`,
    url: `http://127.0.0.1:${portOf(http)}`,
    stop: async () => {
      bounces.stop();
      await Promise.all([closeServer(http), mail.close()]);
    },
  };
}
