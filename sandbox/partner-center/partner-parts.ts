import type { AccessTokens } from './access-tokens.js';
import type { PartnerApi } from './partner-api.js';
import type { PartnerFaults } from './partner-faults.js';
import type { PartnerLedger } from './partner-ledger.js';
import type { PartnerOptions } from './partner-options.js';
import type { WebhookSender } from './webhook-sender.js';

/** What the simulated partner API is made of. */
export interface PartnerParts {
  options: PartnerOptions;
  ledger: PartnerLedger;
  faults: PartnerFaults;
  api: PartnerApi;
  sender: WebhookSender;
  tokens: AccessTokens;
  /** Calls that came, by "checkout <customer or domain>", whatever became of them. */
  calls: Map<string, number>;
}
