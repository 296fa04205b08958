import { isCommandKind, rulesOf } from '../../domain/command/kinds.js';
import { platformScope, type Database } from '../../prisma/client.js';
import { settleCommand } from '../../records/command/settle-command.js';
import type { CommandActivities } from '../../workflows/contracts/command.js';

interface Claimed {
  readonly kind: string;
  readonly actorId: string;
  readonly input: Readonly<Record<string, unknown>>;
}

// Another run of the process takes over what the one before had taken up and not settled. The same run has its answer again, also of
// what it has done: the task in which it did so may have been lost, and is run again. What it refused, it needn't be asked again.
const CLAIM = `
  WITH claimed AS (
    UPDATE command SET state = 'accepted', accepted_run = $3, accepted_at = now(), sent_at = coalesce(sent_at, now())
     WHERE id = $1::uuid AND process_id = $2::uuid AND state IN ('asked', 'sent', 'accepted') AND accepted_run IS DISTINCT FROM $3
    RETURNING kind, actor_id AS "actorId", input)
  SELECT * FROM claimed UNION ALL
  SELECT kind, actor_id AS "actorId", input FROM command
   WHERE id = $1::uuid AND process_id = $2::uuid AND accepted_run = $3 AND state IN ('accepted', 'done', 'failed')`;

/** What the engine may know of a command's input: the registry says which keys hold no text of people. */
const toldOf = (kind: string, input: Claimed['input']): Record<string, string> =>
  Object.fromEntries((isCommandKind(kind) ? rulesOf(kind).tells : []).map((key) => [key, String(input[key])]));

/** Commands, as their processes take them up. */
export const createCommandStore = (database: Database): CommandActivities => ({
  claimCommand: async ({ id, processId, runId }) => {
    const [claimed] = await database.run<Claimed>(platformScope, CLAIM, [id, processId, runId]);
    if (!claimed || !isCommandKind(claimed.kind)) return 'already';
    return { id, kind: claimed.kind, actor: { id: claimed.actorId }, input: toldOf(claimed.kind, claimed.input) };
  },
  settleCommand: (settlement) => settleCommand(database, settlement),
});
