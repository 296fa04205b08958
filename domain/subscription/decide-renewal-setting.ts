import { z } from 'zod';
import { endOfTerm } from './charge-cycle.js';
import { decided, type Decision } from './decision.js';
import { decideRenewal, renewalPrices } from './decide-renewal.js';
import { endsOfTerm, isExtensionOffered, refusedAsItStands, refusedByLock, renewalLockOf } from './standing.js';
import { renewalChoices, type SubscriptionFacts } from './subscription-facts.js';

/** What is to happen at the end of the term, with the prices of that day, so that the answer says what it costs. */
export const renewalSettingRequest = renewalPrices.extend({ renewal: z.enum(renewalChoices) });
export type RenewalSettingRequest = z.infer<typeof renewalSettingRequest>;

/**
 * Whether it can be set what happens at the end of the term: renew, end on its last day, or go on month by month (requirement B43). Any
 * of them until the renewal lock, and each can be taken back until then; but who has left an extended term has left it.
 */
export const decideRenewalSetting = (facts: SubscriptionFacts, request: RenewalSettingRequest, now: string): Decision => {
  const standing = refusedAsItStands(facts, now);
  if (standing) return standing;
  const { term, renewal } = facts;
  if (!term) return decided(facts, 'refused', 'open_ended');
  if (request.renewal === renewal) return decided(facts, 'refused', 'nothing_changes');
  const endsAt = endOfTerm(term);
  if (term.kind === 'extended' && renewal === 'end') return decided(facts, 'refused', 'cannot_be_taken_back', { until: endsAt });
  const locked = refusedByLock(facts, now);
  if (locked) return locked;
  if (request.renewal === 'extend' && !isExtensionOffered(facts))
    return decided(facts, 'refused', 'extension_not_offered', { until: endsAt, instead: endsOfTerm(facts, now) });
  const drops = facts.scheduledChange !== null && request.renewal !== 'renew';
  const after: SubscriptionFacts = {
    ...facts,
    renewal: request.renewal,
    scheduledChange: drops ? null : facts.scheduledChange,
    changes: facts.changes + 1,
  };
  const { renewal: _choice, ...prices } = request;
  const { reason, lines, seatsToFree, warnings } = decideRenewal(after, prices, now);
  if (reason === 'no_price') return decided(facts, 'refused', 'no_price', { instead: [{ kind: 'ask_a_person', at: null, until: endsAt }] });
  const told = [
    ...warnings,
    ...(drops ? (['scheduled_change_dropped'] as const) : []),
    ...(term.kind === 'extended' && request.renewal === 'end' ? (['cannot_be_undone'] as const) : []),
  ];
  const parts = { until: renewalLockOf(facts), effectiveAt: endsAt, lines, seatsToFree, warnings: told, after };
  return decided(facts, 'scheduled', 'renewal_set', parts);
};
