import { closeServer, listenOnLoopback, portOf } from '../http-server.js';
import { Customers } from './customers.js';
import { PartnerApi } from './partner-api.js';
import { PartnerFaults } from './partner-faults.js';
import { handlePartnerCall } from './partner-http.js';
import { PartnerLedger } from './partner-ledger.js';
import type { PartnerOptions } from './partner-options.js';
import { Purchases } from './purchases.js';
import { Subscriptions } from './subscriptions.js';
import { WebhookSender } from './webhook-sender.js';

export interface RunningPartnerCenter {
  url: string;
  stop(): Promise<void>;
}

type StartOptions = Omit<PartnerOptions, 'provisioningMs' | 'requestsPerMinute'> &
  Partial<Pick<PartnerOptions, 'provisioningMs' | 'requestsPerMinute'>>;

/** What the vendor documents for the subscription resource. */
const REQUESTS_PER_MINUTE = 500;

/** The vendor of the Microsoft products, over the part of its partner API that a purchase needs, with faults to order. */
export async function startPartnerCenter(given: StartOptions): Promise<RunningPartnerCenter> {
  const options: PartnerOptions = { provisioningMs: 0, requestsPerMinute: REQUESTS_PER_MINUTE, ...given };
  const ledger = new PartnerLedger(options.folder);
  const faults = new PartnerFaults();
  let url = '';
  const sender = new WebhookSender(ledger, options, () => url);
  const purchases = new Purchases({ ledger, options, faults, announce: (notices) => sender.announce(notices) });
  const subscriptions = new Subscriptions(ledger, options);
  const api = new PartnerApi(ledger, options, new Customers(ledger, options), purchases, subscriptions);
  const parts = { options, ledger, faults, api, sender, calls: new Map<string, number>() };
  const server = await listenOnLoopback(options.port, (call) => handlePartnerCall(call, parts));
  url = `http://127.0.0.1:${portOf(server)}`;
  sender.resume();
  return {
    url,
    stop: () => {
      sender.stop();
      return closeServer(server);
    },
  };
}
