import { seedId } from '../../prisma/seed.js';
import { fill } from '../fill.js';
import type { Bench } from '../suite.js';

// One order in fifty is the one customer's whose administrator looks at them. Three in a hundred aren't over, one of them stands still.
const ORDERS = `
  WITH buyer AS MATERIALIZED (SELECT id, tier1_id, channel_id, lower(company || ' ' || account_name) AS words, row_number() OVER (ORDER BY id) AS place FROM customer WHERE id <> $1)
  INSERT INTO customer_order (id, tier1_id, channel_id, customer_id, number, state, placed_by, currency, total_minor, input, search_text, placed_at, completed_at)
  SELECT gen_random_uuid(), b.tier1_id, b.channel_id, b.id, number, state, $2, 'EUR', 1368, '{}',
         lower(number) || ' ' || b.words || ' ' || ($3::text[])[n / 7 % 5 + 1], at, CASE state WHEN 'completed' THEN at + interval '2 minutes' END
    FROM generate_series(1, $4::int) n
    JOIN (SELECT * FROM buyer UNION ALL SELECT id, tier1_id, channel_id, lower(company || ' ' || account_name), 0 FROM customer WHERE id = $1) b
      ON b.place = CASE WHEN n % 50 = 0 THEN 0 ELSE n % (SELECT count(*) FROM buyer) + 1 END,
   LATERAL (SELECT '2024-' || lpad(n::text, 7, '0') AS number, timestamptz '2024-01-01' + interval '1 minute' * n AS at,
                   CASE WHEN n / 3 % 100 = 1 THEN 'needs_attention' WHEN n / 3 % 100 IN (2, 3) THEN 'in_progress' ELSE 'completed' END AS state) o`;

const LINES = `
  INSERT INTO order_line (id, tier1_id, channel_id, customer_id, order_id, line_number, offer_id, quantity, unit_price_minor, charge_minor, state)
  SELECT gen_random_uuid(), o.tier1_id, o.channel_id, o.customer_id, o.id, 1, f.id, 2, f.unit_price_minor, 2 * f.unit_price_minor,
         CASE o.state WHEN 'completed' THEN 'active' WHEN 'needs_attention' THEN 'refused' ELSE 'provisioning' END
    FROM customer_order o, (SELECT * FROM offer WHERE code = 'M365-BB-P1M-monthly') f WHERE o.number LIKE '2024-%'`;

const PROCESSES = `
  INSERT INTO process (id, tier1_id, channel_id, customer_id, kind, subject_id, workflow_id, title, state, step, created_at, step_since)
  SELECT gen_random_uuid(), tier1_id, channel_id, customer_id, 'order', id, 'order/' || id, number,
         CASE state WHEN 'completed' THEN 'done' WHEN 'in_progress' THEN 'running' ELSE state END,
         CASE state WHEN 'completed' THEN 'completed' ELSE 'provisioning' END, placed_at, placed_at
    FROM customer_order WHERE number LIKE '2024-%'`;

const PLANS = [
  'microsoft 365 business basic',
  'microsoft 365 business standard',
  'endpoint guard standard',
  'disk vault per key',
  'mail shield standard',
];

/** So many orders of the customers that there are, a minute apart. */
export const fillOrders = (bench: Bench, databaseUrl: string, count: number): Promise<void> =>
  fill(bench, { databaseUrl, tables: ['customer_order', 'order_line', 'process'], label: `Writing ${String(count)} orders` }, [
    [ORDERS, [seedId('fiordaliso'), seedId('carla@fiordaliso.example'), PLANS, count]],
    [LINES, []],
    [PROCESSES, []],
  ]);
