import { closeServer, listenOnLoopback, portOf } from '../http-server.js';
import { AccessTokens } from './access-tokens.js';
import { Availabilities } from './availabilities.js';
import { Carts } from './carts.js';
import { Customers } from './customers.js';
import { PartnerApi } from './partner-api.js';
import { PartnerFaults } from './partner-faults.js';
import { handlePartnerCall } from './partner-http.js';
import { PartnerLedger } from './partner-ledger.js';
import { documentedOptions, type PartnerOptions } from './partner-options.js';
import type { Notice } from './partner-resources.js';
import { Purchases } from './purchases.js';
import { Subscriptions } from './subscriptions.js';
import { WebhookSender } from './webhook-sender.js';

export interface RunningPartnerCenter {
  url: string;
  stop(): Promise<void>;
}

type Documented = keyof typeof documentedOptions;
type StartOptions = Omit<PartnerOptions, Documented> & Partial<Pick<PartnerOptions, Documented>>;

/** The vendor of the Microsoft products, over the part of its partner API that a purchase needs, with faults to order. */
export async function startPartnerCenter(given: StartOptions): Promise<RunningPartnerCenter> {
  const options: PartnerOptions = { ...documentedOptions, ...given };
  const ledger = new PartnerLedger(options.folder);
  const faults = new PartnerFaults();
  let url = '';
  const sender = new WebhookSender(ledger, options, () => url);
  const announce = (notices: Notice[]) => sender.announce(notices);
  const availabilities = new Availabilities(faults, options);
  const carts = new Carts({ ledger, options, faults, availabilities });
  const purchases = new Purchases({ ledger, options, faults, availabilities, carts, announce });
  const subscriptions = new Subscriptions(ledger, options, announce);
  const api = new PartnerApi(ledger, options, new Customers(ledger, options), carts, purchases, subscriptions, availabilities);
  const parts = { options, ledger, faults, api, sender, tokens: new AccessTokens(options), calls: new Map<string, number>() };
  const server = await listenOnLoopback(options.port, (call) => handlePartnerCall(call, parts));
  url = `http://127.0.0.1:${portOf(server)}`;
  sender.resume();
  return {
    url,
    stop: async () => {
      sender.stop();
      await closeServer(server);
      ledger.close();
    },
  };
}
