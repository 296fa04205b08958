import { CancellationScope, condition, isCancellation, setHandler } from '@temporalio/workflow';
import type { ApplyLicenceInput, ApplyLicenceResult } from './contracts/apply-licence.js';
import { licenceCalledOff } from './contracts/apply-licence.js';
import type { Command } from './contracts/command.js';
import { failureOf, noteOf, throughOurOutages } from './failure-of.js';
import { openJournal } from './frame/journal.js';
import { done, openMailbox } from './frame/mailbox.js';
import { licenceVendor, store } from './proxies.js';
import { waitUntil } from './wait-until.js';

type Phase = 'waiting' | 'working' | 'needs_person';

/** How the change of a licence stands, and the commands that it takes. */
const openChange = ({ licenceId, processId, at }: ApplyLicenceInput) => {
  const mailbox = openMailbox(processId);
  const journal = openJournal(processId);
  const change = { phase: 'waiting' as Phase, at, isUnwanted: false, isRetried: false };
  let calling: CancellationScope | undefined;
  setHandler(licenceCalledOff, () => {
    change.isUnwanted = true; // also while the vendor is at work: what it then has done is taken back
    calling?.cancel();
  });

  const waiting = () => ({ state: 'waiting', step: 'waiting_for_start', nextKind: 'licence_start', nextAt: change.at }) as const;
  const move = async (command: Command): Promise<void> => {
    const { at: to = change.at, startDate = '' } = command.input;
    change.at = to;
    const events = [journal.entry('licence_moved', command.actor, { date: startDate })];
    await store.moveLicence({ licenceId, at: to, startDate, progress: journal.stamped({ ...waiting(), events, settles: done(command) }) });
  };
  const obey = (step: string) => async (command: Command) => {
    const { phase, isUnwanted, isRetried } = change;
    if (command.kind === 'licence.move_start') {
      if (phase !== 'waiting' || isUnwanted) return mailbox.refuse(command, 'too_late');
      return move(command);
    }
    if (command.kind !== 'licence.retry' || phase !== 'needs_person' || isRetried) return mailbox.refuse(command, 'state_conflict');
    const events = [journal.entry('licence_retried', command.actor, {})];
    await store.recordProgress(journal.stamped({ state: 'running', step, events, settles: done(command) }));
    change.isRetried = true;
  };
  const hear = async (step: string): Promise<void> => {
    for (let command = await mailbox.next(); command; command = await mailbox.next()) await obey(step)(command);
  };

  /** Stands still until a person retries, or it is called off meanwhile. */
  const standStill = async (step: string, wasUnwanted: boolean): Promise<void> => {
    change.phase = 'needs_person';
    while (!change.isRetried && change.isUnwanted === wasUnwanted) {
      await condition(() => mailbox.arrived() || change.isUnwanted !== wasUnwanted);
      await hear(step);
    }
    change.isRetried = false;
  };

  return {
    change,
    mailbox,
    journal,
    /** Waits for the date, which people may move. */
    awaitDate: async (): Promise<void> => {
      if (Date.parse(change.at) > Date.now() && !change.isUnwanted) {
        const events = [journal.entry('licence_scheduled', undefined, { at: change.at })];
        await store.recordProgress(journal.stamped({ ...waiting(), events }));
      }
      for (;;) {
        // What has come is heard before the date is looked at.
        await hear('waiting_for_start');
        if (change.isUnwanted || Date.parse(change.at) <= Date.now()) return;
        await waitUntil(
          () => change.at,
          () => change.isUnwanted || mailbox.arrived(),
        );
      }
    },
    /** One try of a call to the vendor; refused, it stands still. True when it went through. `isCut`: calling it off cuts it. */
    attempt: async (step: string, isCut: boolean, work: () => Promise<void>): Promise<boolean> => {
      const wasUnwanted = change.isUnwanted;
      change.phase = 'working';
      await store.beginLicence({ licenceId, progress: journal.stamped({ state: 'running', step }) });
      const scope = new CancellationScope();
      if (isCut) calling = scope;
      try {
        await mailbox.during(
          scope.run(() => throughOurOutages(work)),
          obey(step),
        );
        return true;
      } catch (error) {
        if (change.isUnwanted && !wasUnwanted) return false;
        if (isCancellation(error)) throw error;
        const failure = failureOf(error, 'vendor_unreachable');
        const events = [journal.entry('licence_failed', undefined, { failure })];
        const stuck = journal.stamped({ state: 'needs_attention', step: `${step}_refused`, failure, events });
        await store.failLicence({ licenceId, failure, note: noteOf(error), progress: stuck });
      } finally {
        calling = undefined;
      }
      await standStill(step, wasUnwanted);
      return false;
    },
  };
};

/**
 * Brings one licence to what was ordered: waits for its date, provisions it at the vendor, and where the vendor refuses for good, stands
 * still until a person retries or gives it up. Whoever gives up after the vendor was asked for something has that taken back first.
 */
export async function changeLicence(input: ApplyLicenceInput): Promise<ApplyLicenceResult> {
  const { licenceId } = input;
  const { change, mailbox, journal, awaitDate, attempt } = openChange(input);
  await awaitDate();

  let vendorAsked = false;
  let vendorRef: string | undefined;
  while (!change.isUnwanted && vendorRef === undefined) {
    vendorAsked = true;
    await attempt('provisioning', true, async () => {
      ({ vendorRef } = await licenceVendor.provisionLicence({ licenceId }));
    });
  }
  if (vendorRef !== undefined && !(change.isUnwanted && input.change === 'start')) {
    const progress = journal.stamped({ state: 'done', step: 'applied', events: [journal.entry(`licence_${input.change}_applied`)] });
    await mailbox.refuseDuring(store.finishLicence({ licenceId, vendorRef, progress }), 'too_late');
    return { outcome: 'applied' };
  }
  for (let isWithdrawn = !vendorAsked; !isWithdrawn;)
    isWithdrawn = await attempt('withdrawing', false, () => licenceVendor.withdrawLicence({ licenceId }));
  const progress = journal.stamped({ state: 'ended', step: 'called_off', events: [journal.entry('licence_called_off')] });
  await mailbox.refuseDuring(store.callOffLicence({ licenceId, progress }), 'too_late');
  return { outcome: 'called_off' };
}
