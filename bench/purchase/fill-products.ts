import { fill } from '../fill.js';
import type { Bench } from '../suite.js';

const KINDS =
  'Backup Firewall Antivirus Archivio Posta Centralino Fatturazione Inventario Firma Monitoraggio Cifratura Telefonia Magazzino Paghe Turni Sondaggi Progetti Contratti Spedizioni Presenze';
const MAKERS =
  'Aurora Borea Cobalto Delfino Edera Falco Ginestra Helix Indaco Jolly Kosmos Lumen Mirto Nimbo Onda Pegaso Quarzo Rovere Sirio Tundra';
const CATEGORIES = 'security productivity backup communication';

const PRODUCTS = `
  INSERT INTO product (id, code, vendor, category, name_en, name_it, description_en, description_it, unit_type)
  SELECT gen_random_uuid(), 'bench-' || n, 'guardia', ($3::text[])[n % 4 + 1], maker || ' ' || kind || ' ' || n, kind || ' ' || maker || ' ' || n,
         'Keeps what a company works with in order, edition ' || n, 'Tiene in ordine ciò con cui un’azienda lavora, edizione ' || n, 'user'
    FROM generate_series(1, $4::int) n, LATERAL (SELECT ($1::text[])[n % 20 + 1] AS kind, ($2::text[])[n / 20 % 20 + 1] AS maker) w`;

const PLANS = `
  INSERT INTO plan (id, product_id, code, name_en, name_it, max_units, position)
  SELECT gen_random_uuid(), p.id, p.code || '-' || v, 'Edition ' || v, 'Edizione ' || v, 1000, v FROM product p, generate_series(1, 2) v WHERE p.code LIKE 'bench-%'`;

const OFFERS = `
  INSERT INTO offer (id, plan_id, code, term_duration, billing_cycle, currency, unit_price_minor, max_seats, cancellation_policy_id, term_policy_id)
  SELECT gen_random_uuid(), pl.id, pl.code || '-monthly', 'P1M', 'monthly', 'EUR', 100 + abs(hashtext(pl.code)) % 5000, 1000, c.id, t.id
    FROM plan pl, (SELECT id FROM cancellation_policy LIMIT 1) c, (SELECT id FROM term_policy LIMIT 1) t WHERE pl.code LIKE 'bench-%'`;

// What the triggers of the table write, which are off while it is filled.
const TEXTS = `UPDATE product SET search_text = licenza_product_words(id) WHERE search_text = ''`;
const VECTORS = `UPDATE product SET search_words = licenza_product_vector(id) WHERE search_words IS NULL`;
const WORDS = `INSERT INTO product_word SELECT DISTINCT unnest(tsvector_to_array(search_words)) FROM product ON CONFLICT DO NOTHING`;

/** So many products, each with two plans that can be bought. */
export const fillProducts = async (bench: Bench, databaseUrl: string, count: number): Promise<void> => {
  const words = [KINDS, MAKERS, CATEGORIES].map((line) => line.split(' '));
  await fill(bench, { databaseUrl, tables: ['product', 'plan', 'offer'], label: `Writing ${String(count)} products` }, [
    [PRODUCTS, [...words, count]],
    [PLANS, []],
    [OFFERS, []],
  ]);
  // Each product's words are those of its plans, which are found by an index that is there again now.
  await fill(bench, { databaseUrl, tables: ['product', 'product_word'], label: 'Writing their words' }, [
    [TEXTS, []],
    [VECTORS, []],
    [WORDS, []],
  ]);
};
