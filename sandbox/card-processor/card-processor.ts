import { closeServer, listenOnLoopback, portOf, sendJson, type Call } from '../http-server.js';
import { handleApiCall } from './card-api.js';
import { CardFaults } from './card-faults.js';
import { CardLedger } from './card-ledger.js';
import type { CardParts } from './card-parts.js';
import { CardService } from './card-service.js';
import { handlePageCall } from './hosted-pages.js';
import { handleSimulation } from './simulation.js';
import { Webhooks, type WebhookEndpoint } from './webhooks.js';

export interface CardProcessorOptions {
  folder: string;
  /** 0 takes a free one. */
  port: number;
  apiKey: string;
  /** Who is told of payments; more can be named while it runs. */
  webhook?: WebhookEndpoint;
}

export interface RunningCardProcessor {
  url: string;
  stop(): Promise<void>;
}

async function handle(call: Call, parts: CardParts): Promise<void> {
  const [first] = call.path;
  if (first === 'healthz') return sendJson(call.response, 200, { status: 'ok' });
  if (first === 'sim') return handleSimulation(call, parts);
  if (first === 'v1') return handleApiCall(call, parts);
  return handlePageCall(call, parts);
}

/** The subset of Stripe's API that the product uses, with the pages on which people leave a card or confirm with their bank. */
export async function startCardProcessor(options: CardProcessorOptions): Promise<RunningCardProcessor> {
  const ledger = new CardLedger(options.folder);
  const webhooks = new Webhooks(ledger, options.webhook ? [options.webhook] : []);
  let url = '';
  const service = new CardService(
    ledger,
    () => url,
    (events) => webhooks.send(events),
  );
  const parts: CardParts = {
    apiKey: options.apiKey,
    ledger,
    service,
    webhooks,
    faults: new CardFaults(),
    calls: new Map(),
    inHand: new Set(),
  };
  const server = await listenOnLoopback(options.port, (call) => handle(call, parts));
  url = `http://127.0.0.1:${portOf(server)}`;
  return {
    url,
    stop: async () => {
      webhooks.stop();
      await closeServer(server);
      ledger.close();
    },
  };
}
