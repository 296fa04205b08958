import type { SubscriptionState } from '../../domain/subscription/subscription.js';
import { mayDo } from '../../domain/permission/permissions.js';
import type { Database, Scope } from '../../prisma/client.js';
import { Failure } from '../../domain/failure/failure-code.js';
import { activeProcessStates } from '../../domain/process/process.js';
import { hasCounts, rowCounts } from '../list/row-counts.js';
import { countProcesses } from '../process/processes.procedures.js';
import { differenceItems } from '../reconcile/read-reconcile.js';
import { processTitleIt } from '../process/process-title.js';
import { standColumns, type StandRow } from '../process/stand-columns.js';
import { isLivingSql, namedSubscription, seatsInUse, subscriptionNames } from '../subscription/subscription-sql.js';
import { procedureFor } from '../trpc.js';

export interface AttentionRow extends StandRow {
  readonly processId: string;
  readonly subjectId: string;
  /** A failure code, or `late`. */
  readonly cause: string;
  readonly openedAt: string;
  readonly title: string;
  readonly titleIt: string | null;
  readonly step: string;
  readonly customerName: string;
  readonly customerId: string;
}

export interface Tile {
  id: string;
  nameEn: string;
  nameIt: string;
  unitType: string;
  units: number;
  used: number;
  state: SubscriptionState;
  /** The day on which it starts, of what waits for it. */
  startDate: string | null;
}

const NEW_CUSTOMERS = "SELECT count(*)::int AS count FROM customer WHERE created_at > now() - interval '7 days'";
const ATTENTION = `
  SELECT a.process_id AS "processId", a.cause, a.opened_at AS "openedAt", p.title, ${processTitleIt} AS "titleIt", p.subject_id AS "subjectId", p.kind, p.state, p.step, p.next_at AS "nextAt",${standColumns}, c.company AS "customerName", c.id AS "customerId"
    FROM attention_item a JOIN process p ON p.id = a.process_id JOIN customer c ON c.id = a.customer_id WHERE a.state = 'open' ORDER BY a.opened_at LIMIT 8`;
const UPCOMING = `
  SELECT p.id AS "processId", p.next_kind AS kind, p.next_at AS at, p.title, ${processTitleIt} AS "titleIt", c.company AS "customerName", c.id AS "customerId"
    FROM process p JOIN customer c ON c.id = p.customer_id WHERE p.state = 'waiting' AND p.next_at IS NOT NULL ORDER BY p.next_at LIMIT 8`;
const TILES = `
  SELECT s.id, ${subscriptionNames}, s.units, s.state, s.start_date AS "startDate", ${seatsInUse} AS used
    FROM ${namedSubscription}
   WHERE ${isLivingSql('s')} AND ($1::uuid IS NULL OR EXISTS (SELECT 1 FROM entitlement e WHERE e.subscription_id = s.id AND e.user_id = $1))
   ORDER BY s.created_at, s.id LIMIT 60`;

const ACTIVE: readonly string[] = activeProcessStates;

const countsOf = async (database: Database, scope: Scope): Promise<{ activeCustomers: number; newCustomers: number; users: number }> => {
  if (!hasCounts(scope)) throw new Failure('forbidden');
  const [customers, users, [fresh]] = await Promise.all([
    rowCounts(database, scope, 'customer'),
    rowCounts(database, scope, 'app_user'),
    database.read<{ count: number }>(scope, NEW_CUSTOMERS),
  ]);
  return {
    activeCustomers: customers.find(({ word }) => word === 'active')?.count ?? 0,
    newCustomers: fresh?.count ?? 0,
    users: users.reduce((sum, { count }) => sum + count, 0),
  };
};

/** The first page after signing in, by role: what stands where, what needs somebody, what comes next. */
export const overview = procedureFor('self').query(async ({ ctx: { database, scope, user } }) => {
  if (user.customerId) {
    // A plain user sees the services assigned to them, an administrator all of the account.
    const tiles = await database.read<Tile>(scope, TILES, [user.role === 'customer_user' ? user.id : null]);
    const users = mayDo(user, 'user.read')
      ? await database.read<{ state: string; count: number }>(
          scope,
          'SELECT state, count(*)::int AS count FROM app_user WHERE customer_id = $1 AND deleted_at IS NULL GROUP BY state',
          [user.customerId],
        )
      : [];
    return { view: 'customer' as const, tiles, users };
  }
  const [counts, processes, attention, differences, upcoming] = await Promise.all([
    countsOf(database, scope),
    countProcesses(database, scope),
    database.read<AttentionRow>(scope, ATTENTION),
    differenceItems(database, scope, { most: 8 }),
    database.read<{
      processId: string;
      kind: string;
      at: string;
      title: string;
      titleIt: string | null;
      customerName: string;
      customerId: string;
    }>(scope, UPCOMING),
  ]);
  return {
    view: 'staff' as const,
    counts,
    processes: processes.filter(({ state }) => ACTIVE.includes(state)),
    attention,
    differences,
    upcoming,
  };
});
