import { z } from 'zod';
import { isDate } from '../calendar/local-time.js';
import { orderCorrection } from '../checkout/checkout.js';
import type { Permission } from '../permission/permissions.js';
import type { ProcessKind } from '../process/process.js';

/** What a command is about, as its row and the audit log name it. */
export const commandSubjects = ['customer', 'licence', 'message', 'order', 'process'] as const;
export type CommandSubject = (typeof commandSubjects)[number];

export interface CommandKindRules {
  readonly subject: CommandSubject;
  /** The kind of process that carries it out; absent where the server does, with the engine. */
  readonly process?: ProcessKind;
  readonly permission: Exclude<Permission, 'public'>;
  /** What its row keeps. Texts of people stay there. */
  readonly input: z.ZodObject;
  /** Keys of the input that its process is told: ids, dates and codes, nothing that a person typed. */
  readonly tells: readonly string[];
  readonly reason: 'required' | 'none';
  /** What it would do is shown, and kept as the row's quote, before it can be asked. */
  readonly preview: boolean;
  /** A second person has to agree above this amount (minor units of the subject's currency); absent: nobody has to. */
  readonly secondPersonAboveMinor?: number;
}

const nothing = z.strictObject({});
const instant = z.iso.datetime();
const plain = { input: nothing, tells: [], preview: false } as const;

/** Everything that can be commanded of a running process. Doors, tests and `npm run commands` take their list from here. */
export const commandKinds = {
  'account_email.move': {
    subject: 'customer',
    process: 'customer',
    permission: 'account_email.write',
    input: z.strictObject({ dueAt: instant }),
    tells: ['dueAt'],
    reason: 'none',
    preview: false,
  },
  'account_email.send_now': { ...plain, subject: 'customer', process: 'customer', permission: 'account_email.write', reason: 'none' },
  'account_email.call_off': { ...plain, subject: 'customer', process: 'customer', permission: 'account_email.write', reason: 'required' },
  'message.retry': { ...plain, subject: 'message', process: 'message', permission: 'process.retry', reason: 'required' },
  'licence.retry': { ...plain, subject: 'licence', process: 'licence', permission: 'licence.write', reason: 'none' },
  'licence.move_start': {
    subject: 'licence',
    process: 'licence',
    permission: 'licence.write',
    input: z.strictObject({ at: instant, startDate: z.string().refine(isDate) }),
    tells: ['at', 'startDate'],
    reason: 'none',
    preview: false,
  },
  'order.retry': { ...plain, subject: 'order', process: 'order', permission: 'order.change', reason: 'required' },
  'order.correct': {
    subject: 'order',
    process: 'order',
    permission: 'order.change',
    input: z.strictObject({ change: orderCorrection }),
    tells: [],
    reason: 'required',
    preview: false,
  },
  'order.reconcile': { ...plain, subject: 'order', process: 'order', permission: 'order.change', reason: 'required' },
  'order.leave_out': { ...plain, subject: 'order', process: 'order', permission: 'order.change', reason: 'required' },
  'order.undo': { ...plain, subject: 'order', process: 'order', permission: 'order.change', reason: 'required' },
  'order.give_up': { ...plain, subject: 'order', process: 'order', permission: 'order.give_up', reason: 'required' },
  'process.retry_now': { ...plain, subject: 'process', permission: 'process.retry', reason: 'required' },
} as const satisfies Record<string, CommandKindRules>;

/** Kinds of process that begin with a mailbox and hear of a command by its signal. The others, and those begun before they had one, get an update. */
export const mailboxProcesses = ['customer', 'licence', 'message', 'order'] as const satisfies readonly ProcessKind[];

export type CommandKind = keyof typeof commandKinds;

/** What a kind's row keeps, as it is checked. */
export type CommandInput<Kind extends CommandKind> = z.output<(typeof commandKinds)[Kind]['input']>;

export const isCommandKind = (kind: string): kind is CommandKind => Object.hasOwn(commandKinds, kind);

export const rulesOf = (kind: CommandKind): CommandKindRules => commandKinds[kind];

/** The asker's own id of a command: pressed twice with the same one, it is asked once. Without one each press is its own. */
export const commandId = z.uuid().optional();
