import type { CommandEnd } from '../../domain/command/command.js';
import type { FailureCode } from '../../domain/failure/failure-code.js';
import { platformScope, type Database } from '../../prisma/client.js';

/** What became of a command. */
export interface CommandSettlement {
  readonly commandId: string;
  readonly state: CommandEnd;
  readonly code?: FailureCode;
  readonly params?: Readonly<Record<string, string | number>>;
}

/**
 * Parts of a statement that settle a command, given the parameter with its settlement (jsonb), and write what came of it into the
 * audit log. Compare-and-set: one that is settled stays as it is, and has its entry.
 */
export const settledParts = (settlement: string, onlyIf = 'true'): readonly string[] => [
  `settled AS (
    UPDATE command SET state = ${settlement}::jsonb ->> 'state', outcome = jsonb_strip_nulls(jsonb_build_object('code', ${settlement}::jsonb -> 'code', 'params', ${settlement}::jsonb -> 'params')), ended_at = now()
     WHERE id = (${settlement}::jsonb ->> 'commandId')::uuid AND state IN ('asked', 'sent', 'accepted') AND ${onlyIf}
    RETURNING *)`,
  `audited AS (
    INSERT INTO audit_entry (tier1_id, channel_id, customer_id, actor_id, actor_name, on_behalf_of_id, action, subject_type, subject_id, after, reason, command_id)
    SELECT tier1_id, channel_id, customer_id, actor_id, actor_name, on_behalf_of_id, 'command.' || state, subject_type, subject_id,
           jsonb_build_object('kind', kind) || outcome, reason, id FROM settled)`,
];

const SETTLE = `WITH ${settledParts('$1').join(', ')} SELECT 1`;

/** Settles a command by itself. */
export const settleCommand = async (database: Database, settlement: CommandSettlement): Promise<void> => {
  await database.run(platformScope, SETTLE, [JSON.stringify(settlement)]);
};
