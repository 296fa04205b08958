import type { DifferenceCause } from '../../domain/reconcile/difference.js';
import { platformScope, type Database } from '../../prisma/client.js';
import type { CustomerTenant } from '../../prisma/customer-tenant.js';
import { found, tenantColumns, tenantOf, type Bounds, type Slice, type Stage } from './comparison.js';

interface Row extends CustomerTenant {
  readonly id: string;
  readonly subjectId: string;
  readonly state: string;
  readonly version: string;
  readonly isCarried: boolean;
}

const AT_WORK = "p.state IN ('queued', 'running', 'waiting', 'needs_attention')";
/** A process, or the outbox' word that one will begin. */
const carriedBy = (kind: string): string => `
  EXISTS (SELECT 1 FROM process p WHERE p.kind = '${kind}' AND p.subject_id = t.id AND ${AT_WORK})
  OR EXISTS (SELECT 1 FROM outbox o WHERE o.dispatched_at IS NULL AND o.workflow_id LIKE '${kind}/' || t.id || '%')`;

const read = (columns: string, from: string, carried: string): string => `
  SELECT t.id, t.state, ${tenantColumns}, ${columns}, (${carried}) AS "isCarried" FROM ${from} AND t.id > $1::uuid ORDER BY t.id LIMIT $3`;

const ORDERS = read(
  't.id AS "subjectId", t.version || \'/\' || t.state AS version',
  "customer_order t WHERE t.state IN ('placed', 'in_progress', 'awaiting_payment', 'needs_attention', 'undoing') AND t.placed_at < now() - $2 * interval '1 millisecond'",
  carriedBy('order'),
);
const SUBSCRIPTIONS = read(
  't.id AS "subjectId", t.version || \'/\' || t.state || t.updated_at AS version',
  "subscription t WHERE t.state IN ('scheduled', 'provisioning', 'ending') AND t.source = 'assigned' AND t.updated_at < now() - $2 * interval '1 millisecond'",
  carriedBy('licence'),
);
// What is queued is sent by the process of the account e-mail or of the activation that it belongs to; what is being sent, by its own.
const MESSAGES = read(
  't.customer_id AS "subjectId", t.version || \'/\' || t.state AS version',
  "message t WHERE t.state IN ('queued', 'sending') AND greatest(t.due_at, t.created_at) < now() - $2 * interval '1 millisecond'",
  `${carriedBy('message')}
   OR EXISTS (SELECT 1 FROM process p WHERE p.kind IN ('customer', 'activation') AND p.subject_id IN (t.user_id, t.customer_id) AND ${AT_WORK})`,
);

const LEAST = '00000000-0000-0000-0000-000000000000';

const stage = (database: Database, name: string, sql: string, cause: DifferenceCause): Stage => ({
  name,
  compare: async (after = LEAST, { rows, settledForMs }: Bounds): Promise<Slice> => {
    const all = await database.read<Row>(platformScope, sql, [after, settledForMs, rows]);
    return {
      compared: all.length,
      places: all.map(({ id }) => `${name}:${id}`),
      unread: [],
      found: all
        .filter(({ isCarried }) => !isCarried)
        .map((row) => {
          const { id, subjectId, version, state } = row;
          return found(`${name}:${id}`, tenantOf(row), { cause, subjectId, object: id, version, detail: { state } });
        }),
      next: all.length < rows ? undefined : all.at(-1)?.id,
    };
  },
});

/** Rows that say that something is under way, against the processes that would carry it out. */
export const unsettledStages = (database: Database): Stage[] => [
  stage(database, 'orders', ORDERS, 'order_without_process'),
  stage(database, 'subscriptions', SUBSCRIPTIONS, 'subscription_without_process'),
  stage(database, 'messages', MESSAGES, 'message_without_process'),
];
