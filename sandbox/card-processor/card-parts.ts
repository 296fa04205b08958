import type { ApiParts } from './card-api.js';
import type { Webhooks } from './webhooks.js';

/** What answers a call to the card processor, whether to its API, its pages or its simulation. */
export type CardParts = ApiParts & { webhooks: Webhooks };
