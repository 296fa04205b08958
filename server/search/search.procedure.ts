import { z } from 'zod';
import { mayDo } from '../../domain/permission/permissions.js';
import { searchText } from '../../domain/text/safe-text.js';
import { patternsOf } from '../list/search-patterns.js';
import { processTitleIt } from '../process/process-title.js';
import { procedureFor } from '../trpc.js';

export interface SearchHit {
  readonly type: 'customer' | 'user' | 'subscription' | 'order' | 'process';
  readonly id: string;
  readonly title: string;
  /** The title in Italian, where it differs. */
  readonly titleIt?: string | null;
  readonly subtitle: string;
  /** The subtitle in Italian, where it differs. */
  readonly subtitleIt?: string | null;
  readonly href: string;
}

const MOST = 6;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

// The ids come first, from indexes, and then their rows: an OR between an id and a search would read the whole table.
const CUSTOMERS = `
  SELECT 'customer' AS type, id, company AS title, account_name || ' · ' || city AS subtitle, '/customers/' || id AS href FROM customer
   WHERE state <> 'deleted' AND id IN (SELECT $1::uuid UNION SELECT licenza_find_customers($2, NULL, NULL, 'company', true, NULL, NULL, ${String(MOST)}))
   ORDER BY company_key LIMIT ${String(MOST)}`;
const USERS = `
  SELECT 'user' AS type, u.id, u.first_name || ' ' || u.last_name AS title, u.login_name || coalesce(' · ' || c.company, '') AS subtitle, '/users/' || u.id AS href
    FROM app_user u JOIN customer c ON c.id = u.customer_id
   WHERE u.deleted_at IS NULL AND u.id IN (SELECT $1::uuid UNION SELECT licenza_find_people($2, 200)) ORDER BY u.login_name_key LIMIT ${String(MOST)}`;
/** What an order bought, for its line in the list: "Microsoft 365 Business Basic +2". */
const bought = (language: 'en' | 'it'): string =>
  `(array_agg(pr.name_${language} || ' ' || pl.name_${language} ORDER BY l.line_number))[1] || more.text`;
/** Exported for the test of its plan. Parameters: an id or NULL, patterns, and whether the reader knows several customers. */
export const searchOrdersSql = `
  SELECT 'order' AS type, o.id, o.number AS title, f.en || customer.text AS subtitle, f.it || customer.text AS "subtitleIt", '/orders/' || o.id AS href
    FROM customer_order o JOIN customer c ON c.id = o.customer_id
    CROSS JOIN LATERAL (SELECT CASE WHEN $3 THEN ' · ' || c.company ELSE '' END AS text) customer
    CROSS JOIN LATERAL (SELECT CASE WHEN count(*) > 1 THEN ' +' || count(*) - 1 ELSE '' END AS text FROM order_line l WHERE l.order_id = o.id) more
    CROSS JOIN LATERAL (
      SELECT ${bought('en')} AS en, ${bought('it')} AS it
        FROM order_line l JOIN offer f ON f.id = l.offer_id JOIN plan pl ON pl.id = f.plan_id JOIN product pr ON pr.id = pl.product_id
       WHERE l.order_id = o.id) f
   WHERE o.id IN (SELECT $1::uuid UNION SELECT licenza_find_orders($2, NULL, NULL, NULL, NULL, ${String(MOST)}))
   ORDER BY o.placed_at DESC, o.id DESC LIMIT ${String(MOST)}`;
/** Exported for the test of its plan. Parameters: an id or NULL, patterns, and whether the reader knows several customers. */
export const searchSubscriptionsSql = `
  SELECT 'subscription' AS type, s.id, pr.name_en || ' · ' || p.name_en AS title, pr.name_it || ' · ' || p.name_it AS "titleIt",
         concat_ws(' · ', CASE WHEN $3 THEN c.company END, t.domain, s.vendor_ref) AS subtitle,
         CASE WHEN $3 THEN '/customers/' || s.customer_id ELSE '' END || '/subscriptions/' || s.id AS href
    FROM subscription s JOIN customer c ON c.id = s.customer_id JOIN plan p ON p.id = s.plan_id JOIN product pr ON pr.id = p.product_id
    LEFT JOIN vendor_tenant t ON t.id = s.vendor_tenant_id
   WHERE s.id IN (SELECT $1::uuid UNION SELECT licenza_find_subscriptions($2, ${String(MOST)}))
   ORDER BY s.ended_at IS NOT NULL, s.created_at DESC, s.id DESC LIMIT ${String(MOST)}`;
/** Exported for the test of its plan. Parameters: an id or NULL, patterns. */
export const searchProcessesSql = `
  SELECT 'process' AS type, id, title, ${processTitleIt} AS "titleIt", workflow_id AS subtitle, '/processes/' || id AS href FROM process p
   WHERE id IN (SELECT $1::uuid UNION SELECT licenza_find_processes($2, 200)
                UNION SELECT id FROM process WHERE $1::uuid IS NOT NULL AND run_id = $1::text) ORDER BY created_at DESC LIMIT ${String(MOST)}`;

/** Finds customers, users, subscriptions, orders and processes by part of a name, a number, or any id, among what the caller may see. */
export const searchAll = procedureFor('search')
  .input(z.object({ q: searchText() }))
  .query(async ({ ctx: { database, scope, user }, input }) => {
    const words = patternsOf(input.q);
    if (words.length === 0) return [];
    const trimmed = input.q.trim();
    const id = UUID.test(trimmed) ? trimmed : null;
    const [customers, users, subscriptions, orders, processes] = await Promise.all([
      mayDo(user, 'customer.read') ? database.read<SearchHit>(scope, CUSTOMERS, [id, words]) : [],
      mayDo(user, 'user.read') ? database.read<SearchHit>(scope, USERS, [id, words]) : [],
      mayDo(user, 'order.read') ? database.read<SearchHit>(scope, searchSubscriptionsSql, [id, words, scope.kind !== 'customer']) : [],
      mayDo(user, 'order.read') ? database.read<SearchHit>(scope, searchOrdersSql, [id, words, scope.kind !== 'customer']) : [],
      mayDo(user, 'process.read') ? database.read<SearchHit>(scope, searchProcessesSql, [id, words]) : [],
    ]);
    return [...customers, ...users, ...subscriptions, ...orders, ...processes];
  });
