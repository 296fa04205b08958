import { seedId } from '../../prisma/seed.js';
import { fill } from '../fill.js';
import type { Bench } from '../suite.js';

const WORDS =
  'Officine Molino Trasporti Cantina Studio Farmacia Cartiera Vivaio Tipografia Falegnameria Oleificio Pastificio Caseificio Fonderia Lavanderia Libreria Pescheria Ottica Sartoria Vetreria';
const NAMES =
  'Rossi Bianchi Ferrari Russo Colombo Ricci Marino Greco Bruno Gallo Conti Costa Giordano Mancini Rizzo Lombardi Moretti Barbieri Fontana Santoro';
const CITIES =
  'Torino Milano Genova Bologna Firenze Roma Napoli Bari Palermo Cagliari Trento Trieste Venezia Verona Padova Modena Parma Perugia Ancona Lecce';

// Seven in ten belong to the tier-1 reseller itself, two to its tier-2 reseller, one to another tier 1. One in 2,000 makes spare parts.
const CUSTOMERS = `
  INSERT INTO customer (id, tier1_id, channel_id, account_name, account_name_key, company, city, state_or_province,
                        contact_first_name, contact_last_name, contact_email, created_at)
  SELECT gen_random_uuid(), CASE WHEN n % 10 = 9 THEN $3::uuid ELSE $1::uuid END,
         CASE n % 10 WHEN 9 THEN $3::uuid WHEN 8 THEN $2::uuid WHEN 7 THEN $2::uuid ELSE $1::uuid END,
         'conto ' || n, 'conto ' || n,
         ($4::text[])[n * 7 % 19 + 1] || ' ' || ($5::text[])[n / 20 % 20 + 1] || CASE WHEN n % 2000 = 0 THEN ' Ricambi ' ELSE ' ' END || n,
         ($6::text[])[n * 3 / 11 % 20 + 1], 'IT', 'Ada', ($5::text[])[n / 7 % 20 + 1], 'ada.' || n || '@conto.example',
         timestamptz '2020-01-01' + interval '15 minutes' * n
    FROM generate_series(1, $7::int) n`;

const LICENCES = `
  INSERT INTO subscription (id, tier1_id, channel_id, customer_id, source, plan_id, units, target_units, start_date, starts_at, state)
  SELECT gen_random_uuid(), tier1_id, channel_id, c.id, 'assigned', p.id, 10, 10, c.created_at::date, c.created_at, 'active'
    FROM customer c, LATERAL (SELECT id FROM plan ORDER BY code LIMIT 1) p
   WHERE hashtext(c.id::text) % 2 = 0 AND NOT EXISTS (SELECT 1 FROM subscription s WHERE s.customer_id = c.id)`;

// An account e-mail that is over for most, and one that waits for its date for one in twenty.
const PROCESSES = `
  INSERT INTO process (id, tier1_id, channel_id, customer_id, kind, subject_id, workflow_id, title, state, step, next_kind, next_at, created_at)
  SELECT gen_random_uuid(), tier1_id, channel_id, id, 'customer', id, 'customer/' || id, company,
         CASE WHEN waits THEN 'waiting' ELSE 'done' END, CASE WHEN waits THEN 'waiting_to_send' ELSE 'account_email_sent' END,
         CASE WHEN waits THEN 'account_email' END, CASE WHEN waits THEN now() + interval '30 days' END, created_at
    FROM (SELECT *, abs(hashtext(id::text)) % 20 = 0 AS waits FROM customer) c
   WHERE hashtext(id::text) % 2 = 0 AND NOT EXISTS (SELECT 1 FROM process p WHERE p.customer_id = c.id)`;

/** So many customers of three resellers, with licences and processes. */
export const fillCustomers = (bench: Bench, databaseUrl: string, count: number): Promise<void> => {
  const channels = [seedId('nordica'), seedId('laguna'), seedId('alpina')];
  const words = [WORDS, NAMES, CITIES].map((line) => line.split(' '));
  return fill(bench, { databaseUrl, tables: ['customer', 'subscription', 'process'], label: `Writing ${String(count)} customers` }, [
    [CUSTOMERS, [...channels, ...words, count]],
    [LICENCES, []],
    [PROCESSES, []],
  ]);
};
