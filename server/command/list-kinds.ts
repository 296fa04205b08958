import { z } from 'zod';
import { commandKinds, mailboxProcesses, rulesOf, type CommandKind } from '../../domain/command/kinds.js';
import { commandAsked } from '../../workflows/contracts/command.js';
import { updateOf } from './carry-out.js';

/** A kind of command, as somebody who adds one, or calls the API, has to know it. */
export interface ListedKind {
  readonly kind: CommandKind;
  readonly subject: string;
  /** The kind of process that takes it up; null where the server carries it out with the engine. */
  readonly process: string | null;
  readonly permission: string;
  readonly reason: 'required' | 'none';
  /** How its process hears of it: one that has a mailbox by the signal, one from before commands were rows by the update. */
  readonly signal: string | null;
  readonly update: string | null;
  /** Keys of the input that the process is told. */
  readonly tells: readonly string[];
  /** JSON Schema of what its row keeps. */
  readonly input: object;
}

export const listKinds = (): ListedKind[] =>
  (Object.keys(commandKinds) as CommandKind[]).map((kind) => {
    const { subject, process = null, permission, reason, tells, input } = rulesOf(kind);
    const hasMailbox = process !== null && (mailboxProcesses as readonly string[]).includes(process);
    const signal = hasMailbox ? commandAsked.name : null;
    // What the schema only checks (a date that exists) has no words in JSON Schema.
    const schema = z.toJSONSchema(input, { unrepresentable: 'any' });
    return { kind, subject, process, permission, reason, signal, update: updateOf(kind) ?? null, tells, input: schema };
  });

const HEADINGS = ['kind', 'subject', 'permission', 'reason', 'its process hears of it by', 'input'] as const;

const heardBy = ({ signal, update }: ListedKind): string => {
  if (signal !== null) return update === null ? `signal ${signal}` : `signal ${signal}; begun before: update ${update}`;
  return update === null ? 'carried out by the server' : `update ${update}`;
};

const inputOf = ({ input }: ListedKind): string => {
  const { properties = {} } = input as { properties?: object };
  return Object.keys(properties).join(', ') || '-';
};

export const kindsTable = (kinds: readonly ListedKind[]): string => {
  const rows = [HEADINGS, ...kinds.map((one) => [one.kind, one.subject, one.permission, one.reason, heardBy(one), inputOf(one)])];
  const widths = HEADINGS.map((_heading, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
};
