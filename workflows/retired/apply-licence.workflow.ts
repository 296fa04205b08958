import { allHandlersFinished, ApplicationFailure, condition, isCancellation, setHandler } from '@temporalio/workflow';
import type { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import type { Progress, TimelineEntry } from '../contracts/activities.js';
import {
  licenceCalledOff,
  moveLicenceStart,
  retryLicence,
  type ApplyLicenceInput,
  type ApplyLicenceResult,
} from '../contracts/apply-licence.js';
import type { Actor } from '../contracts/open-customer.js';
import { entryKeys } from '../entry-keys.js';
import { failureOf, noteOf, throughOurOutages } from '../failure-of.js';
import { inTurn } from './in-turn.js';
import { onUpdate } from './on-update.js';
import { licenceVendor, store } from '../proxies.js';
import { waitUntil } from '../wait-until.js';

type Phase = 'waiting' | 'working' | 'needs_person';

/**
 * Brings one licence to what was ordered: waits for its date, provisions it at the vendor, and where
 * the vendor refuses for good, stands in the queue until a person retries or gives it up. Whoever gives
 * up after the vendor was asked for something has that taken back at the vendor first.
 */
export async function applyLicence(input: ApplyLicenceInput): Promise<ApplyLicenceResult> {
  const nextKey = entryKeys();
  const write = inTurn();
  const { licenceId, processId, change } = input;
  let phase = 'waiting' as Phase;
  let at = input.at;
  let unwanted = false;
  let vendorAsked = false;
  let retriedBy: Actor | undefined;

  const entry = (kind: TimelineKind, params?: Record<string, string>, actor?: Actor): TimelineEntry => ({
    kind,
    key: nextKey(),
    params,
    actor,
  });
  const waiting = (...events: TimelineEntry[]): Progress => ({
    processId,
    state: 'waiting',
    step: 'waiting_for_start',
    nextKind: 'licence_start',
    nextAt: at,
    events,
  });
  const mustBe = (allowed: Phase, code: 'too_late' | 'state_conflict') => () => {
    if (phase !== allowed || retriedBy || (unwanted && allowed === 'waiting'))
      throw ApplicationFailure.nonRetryable(`the licence is ${phase}`, code);
  };

  onUpdate(moveLicenceStart, mustBe('waiting', 'too_late'), async (command) => {
    at = command.at;
    const progress = waiting(entry('licence_moved', { date: command.startDate }, command.actor));
    await write(() => store.moveLicence({ licenceId, at: command.at, startDate: command.startDate, progress }));
  });
  onUpdate(retryLicence, mustBe('needs_person', 'state_conflict'), ({ actor }) => {
    retriedBy = actor;
  });
  setHandler(licenceCalledOff, () => {
    unwanted = true; // also while the vendor is at work: what it then does is taken back
  });

  /** One try of a call to the vendor; on refusal the licence waits for a person. True when it went through. */
  const attempt = async (step: string, work: () => Promise<void>): Promise<boolean> => {
    const unwantedBefore = unwanted;
    phase = 'working';
    await store.beginLicence({ licenceId, progress: { processId, state: 'running', step, events: [] } });
    try {
      await work();
      return true;
    } catch (error) {
      if (isCancellation(error)) throw error;
      const failure = failureOf(error, 'vendor_unreachable');
      const refused: Progress = {
        processId,
        state: 'needs_attention',
        step: `${step}_refused`,
        failure,
        events: [entry('licence_failed', { failure })],
      };
      await store.failLicence({ licenceId, failure, note: noteOf(error), progress: refused });
    }
    phase = 'needs_person';
    await condition(() => retriedBy !== undefined || unwanted !== unwantedBefore);
    if (retriedBy) await store.recordProgress({ processId, state: 'running', step, events: [entry('licence_retried', {}, retriedBy)] });
    retriedBy = undefined;
    return false;
  };

  if (!unwanted && Date.parse(at) > Date.now()) {
    const scheduled = waiting(entry('licence_scheduled', { at }));
    await write(() => store.recordProgress(scheduled));
  }
  do {
    await waitUntil(
      () => at,
      () => unwanted,
    );
    await condition(allHandlersFinished);
  } while (!unwanted && Date.parse(at) > Date.now());

  let vendorRef: string | undefined;
  while (!unwanted && vendorRef === undefined) {
    vendorAsked = true;
    await attempt('provisioning', async () => {
      ({ vendorRef } = await throughOurOutages(() => licenceVendor.provisionLicence({ licenceId })));
    });
  }
  if (vendorRef !== undefined && !(unwanted && change === 'start')) {
    const done: Progress = { processId, state: 'done', step: 'applied', events: [entry(`licence_${change}_applied`)] };
    await store.finishLicence({ licenceId, vendorRef, progress: done });
    return { outcome: 'applied' };
  }
  let withdrawn = !vendorAsked;
  while (!withdrawn) withdrawn = await attempt('withdrawing', () => throughOurOutages(() => licenceVendor.withdrawLicence({ licenceId })));
  await store.callOffLicence({
    licenceId,
    progress: { processId, state: 'ended', step: 'called_off', events: [entry('licence_called_off')] },
  });
  return { outcome: 'called_off' };
}
