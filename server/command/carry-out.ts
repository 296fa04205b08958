import type { UpdateDefinition } from '@temporalio/common';
import type { CommandKind } from '../../domain/command/kinds.js';
import { isCommandKind } from '../../domain/command/kinds.js';
import { Failure } from '../../domain/failure/failure-code.js';
import { platformScope, type Database } from '../../prisma/client.js';
import { settleCommand } from '../../records/command/settle-command.js';
import { moveLicenceStart, retryLicence } from '../../workflows/contracts/apply-licence.js';
import { retryMessage } from '../../workflows/contracts/deliver-message.js';
import { callOffAccountEmail, moveAccountEmail, sendAccountEmailNow } from '../../workflows/contracts/open-customer.js';
import { correctOrder, giveUpUndo, leaveOutLines, reconcileOrder, retryOrder, undoOrder } from '../../workflows/contracts/purchase.js';
import type { Engine } from '../engine/engine.js';
import { wakeActivities } from './wake-activities.js';

/** A command as the outbox carries it out. */
export interface CommandRow {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly workflowId: string;
  readonly actorId: string;
  readonly input: Readonly<Record<string, string>>;
}

const READ = 'SELECT id, kind, state, workflow_id AS "workflowId", actor_id AS "actorId", input FROM command WHERE id = $1';

/** `update`: the name of the update that it is. */
type Way = ((engine: Engine, row: CommandRow) => Promise<unknown>) & { readonly update?: string };

/** The update of a workflow type from before commands were rows. The command's id is the update's too: sent again, it is the same one. */
const update = <Args extends unknown[]>(definition: UpdateDefinition<void, Args>, argsOf: (row: CommandRow) => Args): Way =>
  Object.assign((engine: Engine, row: CommandRow) => engine.update(row.workflowId, definition, argsOf(row), row.id), {
    update: definition.name,
  });

const by = ({ actorId }: CommandRow) => ({ actor: { id: actorId } });
const text = ({ input }: CommandRow, key: string): string => input[key] ?? '';

/** How each kind is carried out where no process takes it from its mailbox. */
const ways: Readonly<Record<CommandKind, Way>> = {
  'account_email.move': update(moveAccountEmail, (row) => [{ ...by(row), dueAt: text(row, 'dueAt') }]),
  'account_email.send_now': update(sendAccountEmailNow, (row) => [by(row)]),
  'account_email.call_off': update(callOffAccountEmail, (row) => [by(row)]),
  'message.retry': update(retryMessage, (row) => [by(row)]),
  'licence.retry': update(retryLicence, (row) => [by(row)]),
  'licence.move_start': update(moveLicenceStart, (row) => [{ ...by(row), at: text(row, 'at'), startDate: text(row, 'startDate') }]),
  'order.retry': update(retryOrder, (row) => [by(row)]),
  'order.correct': update(correctOrder, (row) => [{ ...by(row), correctionId: row.id }]),
  'order.reconcile': update(reconcileOrder, (row) => [by(row)]),
  'order.leave_out': update(leaveOutLines, (row) => [by(row)]),
  'order.undo': update(undoOrder, (row) => [by(row)]),
  'order.give_up': update(giveUpUndo, (row) => [{ ...by(row), giveUpId: row.id }]),
  'process.retry_now': async (engine, { workflowId, actorId }) => {
    if ((await wakeActivities(engine, workflowId, actorId)) === 0) throw new Failure('state_conflict');
  },
};

/** The update that a process from before commands were rows is sent for a kind; undefined where the server carries it out. */
export const updateOf = (kind: CommandKind): string | undefined => ways[kind].update;

const isOurs = (failure: Failure): boolean => failure.code === 'engine_unreachable' || failure.code === 'database_unreachable';

/**
 * Carries a command out with the engine and settles it. Throws when nobody knows what came of it: then it is done again, under the
 * same id. What the process refuses, or can't do, is the command's outcome.
 */
export const carryOut = async (database: Database, engine: Engine, id: string): Promise<void> => {
  const [row] = await database.read<CommandRow>(platformScope, READ, [id]);
  if (!row || !isCommandKind(row.kind) || !['asked', 'sent'].includes(row.state)) return;
  try {
    await ways[row.kind](engine, row);
  } catch (error) {
    if (!(error instanceof Failure) || isOurs(error)) throw error;
    await settleCommand(database, { commandId: id, state: 'refused', code: error.code, params: error.params });
    return;
  }
  await settleCommand(database, { commandId: id, state: 'done' });
};
