import type { DifferenceCause } from '../../domain/reconcile/difference.js';
import { platformScope, type Database } from '../../prisma/client.js';
import type { CustomerTenant } from '../../prisma/customer-tenant.js';
import { found, inStages, tenantColumns, tenantOf, type Comparison } from './comparison.js';

interface Row extends CustomerTenant {
  readonly id: string;
  readonly processId: string;
  readonly kind: string;
  readonly state: string;
  readonly askedAt: string;
}

/** A command that was taken up is given longer: it is settled with what it causes, which may have to wait for a vendor. */
const SETTLING = 12;

const OPEN = `
  SELECT t.id, t.process_id AS "processId", t.kind, t.state, t.asked_at AS "askedAt", ${tenantColumns} FROM command t
   WHERE t.state IN ('asked', 'awaiting_approval', 'sent', 'accepted') AND t.state <> 'awaiting_approval' AND t.process_id IS NOT NULL
     AND (t.asked_at, t.id) > ($1::timestamptz, $2::uuid)
     AND coalesce(t.accepted_at, t.asked_at) < now() - $3 * CASE t.state WHEN 'accepted' THEN ${String(SETTLING)} ELSE 1 END * interval '1 millisecond'
   ORDER BY t.asked_at, t.id LIMIT $4`;

const FIRST = '1970-01-01T00:00:00Z,00000000-0000-0000-0000-000000000000';

/** Commands that nobody has taken up, or settled, for long. `waitsMs`: how long one may wait to be taken up. */
export const compareCommands = (database: Database, waitsMs: number): Comparison =>
  inStages('commands', [
    {
      name: 'commands',
      compare: async (after = FIRST, { rows }) => {
        const [at, id] = after.split(',');
        const all = await database.read<Row>(platformScope, OPEN, [at, id, waitsMs, rows]);
        const last = all.at(-1);
        return {
          compared: all.length,
          places: all.map((row) => `command:${row.id}`),
          unread: [],
          found: all.map((row) => {
            const cause: DifferenceCause = row.state === 'accepted' ? 'command_unsettled' : 'command_unclaimed';
            const { id: object, processId: subjectId, state: version, kind, askedAt } = row;
            return found(`command:${object}`, tenantOf(row), {
              cause,
              subjectId,
              object,
              version,
              detail: { commandId: object, kind, askedAt },
            });
          }),
          next: last && all.length === rows ? `${last.askedAt},${last.id}` : undefined,
        };
      },
    },
  ]);
