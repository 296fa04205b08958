import { condition, setHandler, workflowInfo } from '@temporalio/workflow';
import type { FailureCode } from '../domain/failure/failure-code.js';
import type { DeliverMessageInput, DeliverMessageResult } from './contracts/deliver-message.js';
import { messageSuperseded } from './contracts/follow-bounce.js';
import { openJournal } from './frame/journal.js';
import { done, openMailbox } from './frame/mailbox.js';
import { PERSON_WAITS_MS, tryAddresses } from './message-tries.js';
import { store } from './proxies.js';

/** One message: its tries, what is written of them, and the one command that it takes. */
const openMessage = ({ messageId, processId }: DeliverMessageInput) => {
  const mailbox = openMailbox(processId);
  const journal = openJournal(processId);
  let isSuperseded = false;
  setHandler(messageSuperseded, () => {
    isSuperseded = true;
  });

  const finish = async (outcome: 'delivered' | 'emergency'): Promise<DeliverMessageResult> => {
    const told = journal.entry(outcome === 'delivered' ? 'message_delivered' : 'message_delivered_to_emergency');
    const progress = journal.stamped({ state: 'done', step: 'delivered', events: [told] });
    await mailbox.refuseDuring(store.finishMessage({ messageId, outcome, progress }), 'too_late');
    return { outcome };
  };
  const end = async (
    stand: { state: 'ended'; step: 'superseded' } | { state: 'failed'; step: 'given_up' },
    failure: FailureCode,
  ): Promise<DeliverMessageResult> => {
    const told = journal.entry(stand.state === 'ended' ? 'message_superseded' : 'message_given_up');
    const progress = journal.stamped({ ...stand, ...(stand.state === 'failed' ? { failure } : {}), events: [told] });
    await mailbox.refuseDuring(store.recordProgress(progress), 'too_late');
    return { outcome: 'undeliverable', failure };
  };

  const tellEmergency = (failure: FailureCode): Promise<void> => {
    const told = journal.entry('message_bounced', undefined, { failure });
    return store.recordProgress(journal.stamped({ state: 'running', step: 'sending_to_emergency', failure, events: [told] }));
  };

  return {
    finish,
    end,
    /** Nobody is to get it any more. */
    leave: async (failure: FailureCode): Promise<DeliverMessageResult> => {
      const progress = journal.stamped({ state: 'ended', step: 'superseded', events: [journal.entry('message_superseded')] });
      await mailbox.refuseDuring(store.failMessage({ messageId, failure, progress }), 'too_late');
      return { outcome: 'undeliverable', failure };
    },
    /** Tries both addresses; nothing can be commanded meanwhile. */
    trySending: (hasEmergency: boolean): Promise<DeliverMessageResult> =>
      mailbox.refuseDuring(tryAddresses(messageId, hasEmergency, tellEmergency), 'state_conflict'),
    park: async (failure: FailureCode): Promise<void> => {
      const told = journal.entry('message_undeliverable', undefined, { failure });
      const progress = journal.stamped({ state: 'needs_attention', step: 'undeliverable', failure, events: [told] });
      await store.failMessage({ messageId, failure, progress });
    },
    /** Waits for a person. `retried`: it is to be tried again, and that is written. */
    awaitPerson: async (): Promise<'retried' | 'superseded' | 'nobody'> => {
      const until = Date.now() + PERSON_WAITS_MS;
      for (;;) {
        const inTime = await condition(() => mailbox.arrived() || isSuperseded, Math.max(1, until - Date.now()));
        for (let command = await mailbox.next(); command; command = await mailbox.next()) {
          if (command.kind !== 'message.retry') {
            await mailbox.refuse(command, 'state_conflict');
            continue;
          }
          const events = [journal.entry('message_retried', command.actor)];
          await store.recordProgress(journal.stamped({ state: 'running', step: 'sending', events, settles: done(command) }));
          return 'retried';
        }
        if (isSuperseded) return 'superseded';
        if (!inTime) return 'nobody';
      }
    },
  };
};

/** One e-mail on its way: to the main address; if that refuses it or takes too long, to the emergency address; if that fails too, it waits for a person. */
export async function transmitMessage(input: DeliverMessageInput): Promise<DeliverMessageResult> {
  const { finish, end, leave, trySending, park, awaitPerson } = openMessage(input);
  const { workflowId, runId } = workflowInfo();
  const { emergency } = await store.beginMessage({ ...input, workflowId, runId, protocol: 'commands' });
  for (;;) {
    const sent = await trySending(emergency);
    if (sent.outcome !== 'undeliverable') return finish(sent.outcome);
    if (sent.failure === 'mail_unwanted') return leave(sent.failure);
    await park(sent.failure);
    const person = await awaitPerson();
    if (person === 'superseded') return end({ state: 'ended', step: 'superseded' }, sent.failure);
    if (person === 'nobody') return end({ state: 'failed', step: 'given_up' }, sent.failure);
  }
}
