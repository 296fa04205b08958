import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedIn, type Api } from '../support/client.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';

type Query = Parameters<Api['marketplace']['search']['query']>[0];

let stack: Stack;
let sql: Sql;
let carla: Api;

/** Writes a product with one plan and, if it is sold, one offer of it. */
const product = async (
  code: string,
  [en, it]: readonly [string, string],
  { about = 'Nothing more', sold = true, category = 'mail' } = {},
) => {
  await sql(
    `INSERT INTO product (id, code, vendor, category, name_en, name_it, description_en, description_it, unit_type)
     VALUES (gen_random_uuid(), $1, 'guardia', $2, $3, $4, $5, $5, 'user')`,
    [code, category, en, it, about],
  );
  await sql(
    `INSERT INTO plan (id, product_id, code, name_en, name_it, max_units) SELECT gen_random_uuid(), id, code || '-plan', 'Whole', 'Intero', 10 FROM product WHERE code = $1`,
    [code],
  );
  if (!sold) return;
  await sql(
    `INSERT INTO offer (id, plan_id, code, term_duration, billing_cycle, currency, unit_price_minor, max_seats, cancellation_policy_id, term_policy_id)
     SELECT gen_random_uuid(), pl.id, pl.code || '-offer', 'P1M', 'monthly', 'EUR', 100, 10, c.id, t.id
       FROM plan pl, (SELECT id FROM cancellation_policy LIMIT 1) c, (SELECT id FROM term_policy LIMIT 1) t WHERE pl.code = $1`,
    [`${code}-plan`],
  );
};

beforeAll(async () => {
  stack = await startStack({ worker: false });
  sql = await openSql(stack.settings.DATABASE_URL);
  carla = await signedIn(stack.url, 'carla');
  await product('invoices', ['Invoicing Desk', 'Fatturazione Elettronica']);
  await product('archive', ['Archive', 'Archivio'], { about: 'Keeps what comes out of invoicing, più sicurezza e qualità' });
  await product('invoicing-plus', ['Abacus Invoicing+', "L'Abaco Città 50%_\\"]);
  await product('unsold', ['Aardvark Invoicing', 'Aardvark'], { sold: false });
  for (let n = 0; n < 30; n += 1) await product(`twin-${String(n)}`, [`Twin ${String(n % 3)}`, 'Gemello'], { category: 'backup' });
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
});

/** The codes that are found, by walking all pages. */
const found = async (query: Query, limit = 50): Promise<string[]> => {
  const codes: string[] = [];
  let cursor: Query['cursor'];
  do {
    const page = await carla.marketplace.search.query({ ...query, limit, cursor });
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    codes.push(...page.rows.map(({ code }) => code));
    cursor = page.nextCursor;
  } while (cursor);
  return codes;
};

describe('a search of the marketplace', () => {
  it('B30 shows names with the words as they were typed first, then names with what begins with them, then other texts', async () => {
    expect(await found({ q: 'invoicing' })).toEqual(['invoicing-plus', 'invoices', 'archive']);
    expect(await found({ q: 'invoic' })).toEqual(['invoicing-plus', 'invoices', 'archive']);
    expect(await found({ q: 'archiv' })).toEqual(['archive', 'mail-shield']);
  });

  it.each([
    ['invioces', 'invoices'],
    ['fatturazone', 'invoices'],
    ['fatturazione eletronica', 'invoices'],
    ['desk invoycing', 'invoices'],
    ['abaccus', 'invoicing-plus'],
    ['micorsoft', 'microsoft-365'],
    ['ofifce', 'microsoft-365'],
    ['bussiness premium', 'microsoft-365'],
    ['cifartura', 'disk-vault'],
  ])('B30 finds a misspelt word in either language: %s', async (q, code) => {
    expect(await found({ q })).toContain(code);
  });

  it('takes no notice of accents, capitals and the kind of apostrophe', async () => {
    for (const q of ['citta', 'CITTÀ', 'Citta\u0300', 'città', "l'abaco", 'L’ABACO'])
      expect(await found({ q }), q).toEqual(['invoicing-plus']);
    expect(await found({ q: 'piu qualita' })).toEqual(['archive']);
  });

  it('finds a part of a word where none begins with it', async () => {
    expect(await found({ q: 'crosoft' })).toContain('microsoft-365');
  });

  it('wants every word, and shows what has most of them only where nothing has all', async () => {
    expect(await found({ q: 'desk invoicing' })).toEqual(['invoices']);
    const some = await found({ q: 'abacus desk invoicing' });
    expect(some.slice(0, 2)).toEqual(['invoicing-plus', 'invoices']);
    expect(some.slice(2)).toEqual(expect.arrayContaining(['archive', 'office-desk']));
    expect(await found({ q: 'archive zzzzqqqq' })).toContain('archive');
  });

  it('finds nothing where nothing is alike, and no number for another one', async () => {
    for (const q of ['zzzzqqqq', 'zzzzqqqq xxyyxxyy', '98765']) expect(await found({ q }), q).toEqual([]);
  });

  it('takes wildcards, quotes, operators and backslashes for blanks, and long texts as they come', async () => {
    for (const q of ['%', '_', '\\', "'", '%_\\', "' & !", ':*', '…', ' \u00a0 ' + '“”']) expect(await found({ q }), q).toEqual([]);
    for (const q of ['abacus%', "abacus'", '\\abacus', "abacus' OR true --", 'abacus & !invoicing', 'abacus:*'])
      expect((await found({ q }))[0], q).toBe('invoicing-plus');
    expect(await found({ q: 'x'.repeat(200) })).toEqual([]);
    expect((await found({ q: 'abacus '.repeat(28) }))[0]).toBe('invoicing-plus');
    expect(await found({ q: 'ß€漢字🙂'.repeat(20) })).toEqual([]);
  });

  it('leaves out what isn’t sold or of another category', async () => {
    expect(await found({ q: 'aardvark' })).not.toContain('unsold');
    expect(await found({ q: 'invoicing', category: 'backup' })).toEqual([]);
    expect(await found({ q: 'invoicing', category: 'mail' })).toEqual(['invoicing-plus', 'invoices', 'archive']);
  });
});

describe('pages of the marketplace', () => {
  it.each([{ q: 'twin' }, { q: 'gemelo' }, { q: 'twin 1 zzzzqqqq' }, { category: 'backup' }, {}])(
    'hold everything once, in the same order as at once: %j',
    async (query) => {
      const whole = await found(query, 100);
      expect(whole.filter((code) => code.startsWith('twin-'))).toHaveLength(30);
      expect(new Set(whole).size).toBe(whole.length);
      expect(await found(query, 7)).toEqual(whole);
    },
  );

  it('go on from where they were when something is added before', async () => {
    const first = await carla.marketplace.search.query({ q: 'twin', limit: 5 });
    const after = (await found({ q: 'twin' })).slice(5);
    await product('twin-first', ['A Twin', 'Gemello'], { category: 'backup' });
    const next = await carla.marketplace.search.query({ q: 'twin', limit: 100, cursor: first.nextCursor });
    expect(next.rows.map(({ code }) => code)).toEqual(after);
  });
});

it('the catalogue’s words follow its products', async () => {
  const known = async (word: string) => (await sql('SELECT 1 FROM product_word WHERE word = $1', [word])).length === 1;
  await product('changing', ['Xylophone', 'Xilofono']);
  expect(await found({ q: 'xylophon' })).toEqual(['changing']);
  await sql("UPDATE product SET name_en = 'Zither Desk' WHERE code = 'changing'");
  expect([await known('xylophone'), await known('xilofono'), await known('zither'), await known('desk')]).toEqual([
    false,
    true,
    true,
    true,
  ]);
  expect(await found({ q: 'ziter' })).toEqual(['changing']);
  await sql("UPDATE plan SET name_en = 'Quixotic' WHERE code = 'changing-plan'");
  expect(await found({ q: 'quixotic' })).toEqual(['changing']);
  await sql("DELETE FROM offer WHERE code = 'changing-plan-offer'");
  await sql("DELETE FROM plan WHERE code = 'changing-plan'");
  await sql("DELETE FROM product WHERE code = 'changing'");
  expect([await known('zither'), await known('xilofono'), await known('quixotic'), await known('desk')]).toEqual([
    false,
    false,
    false,
    true,
  ]);
});
