import type { Database, Scope } from '../../prisma/client.js';
import { afterCursor, binder, countUpTo, cutSorted, type Bind } from '../list/keyset.js';
import { patternsOf } from '../list/search-patterns.js';
import { standColumns, worstFirst, type StandRow } from '../process/stand-columns.js';
import { isLivingSql } from '../subscription/subscription-sql.js';

export interface CustomerRow {
  readonly id: string;
  readonly company: string;
  readonly accountName: string;
  readonly city: string;
  readonly contactName: string;
  readonly contactEmail: string;
  readonly state: 'active' | 'disabled' | 'deleted';
  readonly channelName: string;
  readonly createdAt: string;
  readonly licenceCount: number;
  /** The one-line thread: what its processes stand at. */
  readonly attention: number;
  /** The one that needs somebody most; null where none is under way. */
  readonly process: (StandRow & { readonly step: string; readonly nextKind: string | null }) | null;
}

export const customerSorts = ['created', 'company', 'accountName'] as const;
export type CustomerSort = (typeof customerSorts)[number];

export interface CustomerQuery {
  readonly q?: string;
  readonly state?: readonly string[];
  readonly channelId?: string;
  readonly sort: CustomerSort;
  readonly direction: 'asc' | 'desc';
  readonly cursor?: readonly [string, string];
  readonly limit: number;
}

const KEYS = {
  created: { key: 'c.created_at', type: 'timestamptz' },
  company: { key: 'c.company_key', type: 'text' },
  accountName: { key: 'c.account_name_key', type: 'text' },
} as const satisfies Record<CustomerSort, unknown>;
/** Beyond this a count says "more than"; sooner for a search, each match of which has to be looked at. */
const COUNT_MOST = 10_000;
const COUNT_MOST_FOUND = 1_000;

// The scope stands in the statement too, though row-level security asks it anyway: as a plain comparison it can use an index.
const scopeCondition = (scope: Scope, bind: Bind): string[] => {
  if (scope.kind === 'platform') return [];
  const column = { tier1: 'c.tier1_id', channel: 'c.channel_id', customer: 'c.id' }[scope.kind];
  return [`${column} = ${bind(scope.tenant)}`];
};

/** The search as the database does it: the first `most` matches after the cursor, or with `inOrder` false any so many. */
const searchCondition = (query: CustomerQuery, bind: Bind, most: number, inOrder: boolean): string[] => {
  const words = patternsOf(query.q ?? '');
  if (words.length === 0) return [];
  const states = query.state && query.state.length > 0 ? query.state : null;
  const order = inOrder
    ? [query.sort, query.direction === 'asc', query.cursor?.[0] ?? null, query.cursor?.[1] ?? null]
    : [null, null, null, null];
  const values = [words, states, query.channelId ?? null, ...order].map(bind);
  return [`c.id IN (SELECT licenza_find_customers(${values.join(', ')}, ${String(most)}))`];
};

const conditions = (scope: Scope, query: CustomerQuery, bind: Bind): string[] => {
  const result = scopeCondition(scope, bind);
  if (query.state && query.state.length > 0) result.push(`c.state = ANY (${bind(query.state)})`);
  else result.push(`c.state <> 'deleted'`);
  if (query.channelId) result.push(`c.channel_id = ${bind(query.channelId)}`);
  return result;
};

/** The SQL of a page: keyset, one row more than asked to know whether another page follows. */
export const customerListSql = (scope: Scope, query: CustomerQuery): { sql: string; values: unknown[] } => {
  const { values, bind } = binder();
  const { key, type } = KEYS[query.sort];
  const where = [
    ...conditions(scope, query, bind),
    ...searchCondition(query, bind, query.limit + 1, true),
    ...afterCursor({ key, type, id: 'c.id', direction: query.direction }, query.cursor, bind),
  ];
  const order = query.direction === 'asc' ? 'ASC' : 'DESC';
  const sql = `
    WITH page AS (
      SELECT c.id, c.company, c.account_name, c.city, c.contact_first_name, c.contact_last_name, c.contact_email, c.state, c.channel_id, c.created_at, ${key} AS sort_key
        FROM customer c WHERE ${where.join(' AND ')} ORDER BY ${key} ${order}, c.id ${order} LIMIT ${String(query.limit + 1)})
    SELECT page.id, page.company, page.account_name AS "accountName", page.city, page.contact_first_name || ' ' || page.contact_last_name AS "contactName",
           page.contact_email AS "contactEmail", page.state, ch.name AS "channelName", page.created_at AS "createdAt", page.sort_key AS "sortKey",
           (SELECT count(*)::int FROM subscription s WHERE s.customer_id = page.id AND ${isLivingSql('s')}) AS "licenceCount",
           coalesce(p.attention, 0) AS attention, p.process
      FROM page JOIN channel ch ON ch.id = page.channel_id
      LEFT JOIN LATERAL (
        SELECT to_jsonb(worst) - 'attention' AS process, worst.attention FROM (
          SELECT p.kind, p.state, p.step, p.next_kind AS "nextKind", p.next_at AS "nextAt", ${standColumns},
                 (count(*) FILTER (WHERE p.state = 'needs_attention' OR p.stuck_since IS NOT NULL) OVER ())::int AS attention
            FROM process p WHERE p.customer_id = page.id AND p.state IN ('queued', 'running', 'waiting', 'needs_attention')
           ORDER BY ${worstFirst} LIMIT 1) worst) p ON true
     ORDER BY page.sort_key ${order}, page.id ${order}`;
  return { sql, values };
};

type StoredRow = CustomerRow & { sortKey: string };

/** One page of the customers in scope. `nextCursor` is absent on the last page. */
export const listCustomers = async (database: Database, scope: Scope, query: CustomerQuery) => {
  const { sql, values } = customerListSql(scope, query);
  // The SQL has only the conditions that apply, and the order's index serves every value of them.
  const rows = await database.read<StoredRow>(scope, sql, values, { plan: 'generic' });
  return cutSorted<CustomerRow>(rows, query.limit);
};

/** How many customers the filters match, counted up to a cap. */
export const countCustomers = (database: Database, scope: Scope, query: CustomerQuery) => {
  const { values, bind } = binder();
  const most = query.q ? COUNT_MOST_FOUND : COUNT_MOST;
  const where = [...conditions(scope, query, bind), ...searchCondition(query, bind, most + 1, false)].join(' AND ');
  return countUpTo(database, scope, `customer c WHERE ${where}`, values, most);
};
