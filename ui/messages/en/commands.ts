import type { CommandState } from '../../../domain/command/command.js';
import type { CommandKind } from '../../../domain/command/kinds.js';
import { formatNumber } from '../../format/numbers.js';

export const messages = {
  title: 'Commands',
  kinds: {
    'account_email.move': 'Move the account e-mail',
    'account_email.send_now': 'Send the account e-mail now',
    'account_email.call_off': 'Call off the account e-mail',
    'message.retry': 'Send the e-mail again',
    'licence.retry': 'Retry the plan',
    'licence.move_start': 'Move the plan’s start',
    'order.retry': 'Retry the order',
    'order.correct': 'Correct the order',
    'order.reconcile': 'Ask the vendor what is true',
    'order.leave_out': 'Go on without what was refused',
    'order.undo': 'Undo the order',
    'order.give_up': 'Give up undoing',
    'process.retry_now': 'Retry now',
  } satisfies Record<CommandKind, string> as Record<CommandKind, string>,
  states: {
    asked: 'Kept, on its way',
    awaiting_approval: 'Waits for a second person',
    sent: 'Waits for its process',
    accepted: 'Being carried out',
    done: 'Carried out',
    refused: 'Refused',
    failed: 'Failed',
    lapsed: 'Not taken up in time',
  } satisfies Record<CommandState, string> as Record<CommandState, string>,
  reason: (text: string) => `“${text}”`,
  unexplained: 'It could not be done; no reason is known.',
  earlier: (count: number) => `Show ${formatNumber(count)} more`,
};
