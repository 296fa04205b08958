import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedIn, type Api } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { faultsOf } from '../support/field-faults.js';
import { mailsTo } from '../support/inbox.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let rita: Api;
let sql: Sql;
beforeAll(async () => {
  stack = await startStack();
  rita = await signedIn(stack.url, 'rita');
  sql = await openSql(stack.settings.DATABASE_URL);
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
});

const HEAD = ['company', 'city', 'state_or_province', 'account_name', 'contact_first_name', 'contact_last_name', 'contact_email'];
const rowOf = (accountName: string, changes: Partial<Record<string, string>> = {}) => ({
  company: `${accountName} S.p.A.`,
  city: 'Torino',
  state_or_province: 'TO',
  account_name: accountName,
  contact_first_name: 'Ada',
  contact_last_name: 'Neri',
  contact_email: `${randomUUID()}@prova.example`,
  ...changes,
});
const quoted = (cell: string) => (/[",;\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const fileOf = (rows: Partial<Record<string, string>>[], { separator = ',', head = HEAD, end = '\n' } = {}) =>
  [head, ...rows.map((row) => head.map((name) => row[name] ?? ''))].map((cells) => cells.map(quoted).join(separator)).join(end);
const name = () => `File ${randomUUID().slice(0, 8)}`;
const dryRun = (csv: string) => rita.customers.importDryRun.mutate({ csv });
const importLines = (csv: string, lines: number[], idempotencyKey: string = randomUUID()) =>
  rita.customers.import.mutate({ csv, lines, idempotencyKey, accountEmail: { when: 'now' } });
const written = async () =>
  (
    await sql(
      'SELECT (SELECT count(*) FROM customer) AS customers, (SELECT count(*) FROM outbox) AS started, (SELECT count(*) FROM audit_entry) AS audit',
    )
  )[0];

describe('a dry run', () => {
  it('A2 says of each row what is wrong with it, by column, and writes nothing', async () => {
    const taken = await rita.customers.list.query({ limit: 1 });
    const twice = name();
    const csv = fileOf([
      rowOf(name()),
      rowOf(name(), { company: ' ', contact_email: 'nobody' }),
      rowOf(taken.rows[0]!.accountName.toUpperCase()),
      rowOf(twice),
      rowOf(`  ${twice.toLowerCase()} `),
      rowOf(name(), { city: 'a\u0007b' }),
    ]);
    const before = await written();
    const { rows, good, total } = await dryRun(csv);
    expect(await written()).toEqual(before);
    expect({ good, total }).toEqual({ good: 2, total: 6 });
    expect(rows.map(({ line, ok, faults }) => [line, ok, faults.map(({ column, code }) => `${String(column)}: ${code}`).sort()])).toEqual([
      [2, true, []],
      [3, false, ['company: required', 'contact_email: email']],
      [4, false, ['account_name: account_name_taken']],
      [5, true, []],
      [6, false, ['account_name: duplicate_in_file']],
      [7, false, ['city: control_chars']],
    ]);
  });

  it.each([
    ['semicolons', { separator: ';' }],
    ['tabs', { separator: '\t' }],
    ['the line ends of Windows', { end: '\r\n' }],
  ])('A2 reads a file with %s', async (_what, how) => {
    const { rows } = await dryRun(`\uFEFF${fileOf([rowOf(name(), { company: 'Rossi, "Bianchi" & C.' }), rowOf(name())], how)}`);
    expect(rows.map(({ ok, company }) => [ok, company])).toMatchObject([
      [true, 'Rossi, "Bianchi" & C.'],
      [true, expect.any(String)],
    ]);
  });

  it('A2 counts rows as a spreadsheet does, blank ones included, and takes headings in any case and order', async () => {
    const [one, two] = [rowOf(name()), rowOf(name(), { city: 'Reggio\nCalabria' })];
    const file = fileOf([one, {}, { company: '  ' }, two, rowOf(name())], { head: [...HEAD].reverse() });
    const { rows, total } = await dryRun(`\n${file.replace('company', ' Company ')}\n\n`);
    expect(total).toBe(3);
    expect(rows.map(({ line, ok }) => [line, ok])).toEqual([
      [3, true],
      [6, false],
      [7, true],
    ]);
  });

  it('A2 finds the row whose cells have slipped because a separator was not quoted', async () => {
    const good = fileOf([rowOf(name())]);
    const { rows } = await dryRun(`${good}\nRossi, Bianchi & C.,Torino,TO,${name()},Ada,Neri,ada@prova.example`);
    expect(rows[1]).toMatchObject({ line: 3, ok: false });
    expect(rows[1]?.faults).toContainEqual({ column: null, code: 'csv_cells' });
  });

  it('A2 takes the separator that Excel names, and counts its line', async () => {
    const { rows } = await dryRun(`sep=;\r\n${fileOf([rowOf(name(), { company: 'Rossi, Bianchi' })], { separator: ';' })}`);
    expect(rows).toMatchObject([{ line: 3, ok: true, company: 'Rossi, Bianchi' }]);
  });

  it('A2 names headings that it doesn’t know, all at once, until somebody says what they mean', async () => {
    const row = { ...rowOf(name()), vat: 'IT00743110157', colour: 'red' };
    const csv = fileOf([row], { head: [...HEAD, 'vat', 'colour', 'city'] });
    expect(await faultsOf(dryRun(csv))).toEqual(['csv: csv_heading_near', 'csv: csv_heading_unknown', 'csv: csv_heading_duplicate']);
    const chosen = fileOf([row], { head: [...HEAD, 'vat', 'colour'] });
    const { rows } = await rita.customers.importDryRun.mutate({ csv: chosen, columns: { vat: 'tax_id', colour: '' } });
    expect(rows).toMatchObject([{ ok: true, cells: { tax_id: 'IT00743110157', company: row.company } }]);
  });

  it('A2 reads a row of ours again as what it was', async () => {
    const { rows } = await dryRun(
      fileOf([{ ...rowOf(name()), phone: "'+39 02 1234567", errors: 'phone: wrong' }], { head: [...HEAD, 'phone', 'errors'] }),
    );
    expect(rows).toMatchObject([{ ok: true, cells: { phone: '+39 02 1234567' } }]);
  });

  it('A2 refuses a hostile file beside the requests of others', async () => {
    const hostile = `${','.repeat(20_000)}\n${'a\n'.repeat(10_000)}`;
    const wide = `${HEAD.join(',')}\n${`${','.repeat(2_000)}\n`.repeat(900)}`;
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    // Each by a request of its own: a batch may not be that large.
    const sent: Promise<string[]>[] = [];
    for (const csv of [hostile, wide, hostile]) {
      sent.push(faultsOf(dryRun(csv)));
      await sleep(20);
    }
    expect((await rita.customers.list.query({ limit: 1 })).rows).toHaveLength(1);
    expect(await Promise.all(sent)).toEqual([['csv: csv_too_wide'], ['csv: csv_too_wide'], ['csv: csv_too_wide']]);
    delay.disable();
    expect(delay.max / 1e6).toBeLessThan(2_000); // it was a minute
  });

  it.each([
    ['without a column', 'company,city\nA,B', 'csv: csv_columns_missing'],
    ['with a heading alone', HEAD.join(','), 'csv: csv_empty'],
    ['with blank rows alone', `${HEAD.join(',')}\n\n , \n`, 'csv: csv_empty'],
    ['with an open quotation mark', `${HEAD.join(',')}\n"A,B`, 'csv: csv_quotes'],

    ['that is empty', '', 'csv: required'],
    ['with too many rows', `${HEAD.join(',')}\n${'A,B,C,D,E,F,g@h.example\n'.repeat(1_001)}`, 'csv: csv_too_many'],
  ])('A2 refuses a file %s', async (_what, csv, fault) => {
    expect(await faultsOf(dryRun(csv))).toEqual([fault]);
    expect(await faultsOf(importLines(csv, [2]))).toEqual([fault]);
  });
});

describe('an import', () => {
  it('A2 creates the good rows it is asked for, says why it skips others, and their e-mails go out', async () => {
    const [one, two, three] = [rowOf(name()), rowOf(name(), { contact_email: 'nobody' }), rowOf(name())];
    const csv = fileOf([one, two, three]);
    const { results } = await importLines(csv, [2, 3]);
    expect(results).toMatchObject([
      { line: 2, outcome: 'created', accountName: one.account_name },
      { line: 3, outcome: 'skipped', faults: [{ column: 'contact_email', code: 'email' }] },
    ]);
    const rest = await importLines(csv, [4]);
    expect(rest.results).toMatchObject([{ line: 4, outcome: 'created' }]);
    for (const row of [one, three]) {
      await eventually(async () => {
        expect(await mailsTo(row.contact_email)).toHaveLength(1);
      });
    }
    expect((await rita.customers.list.query({ q: two.account_name })).rows).toEqual([]);
  });

  it('A2 repeated with its key answers the same and adds nothing; with a new key it finds every name taken', async () => {
    const csv = fileOf([rowOf(name()), rowOf(name())]);
    const key = randomUUID();
    const first = await importLines(csv, [2], key);
    const whole = await importLines(csv, [2, 3], key);
    expect(whole.results[0]).toEqual(first.results[0]);
    const before = await written();
    expect(await importLines(csv, [2, 3], key)).toEqual(whole);
    const anew = await importLines(csv, [2, 3]);
    expect(anew.results).toMatchObject(
      [2, 3].map((line) => ({ line, outcome: 'skipped', faults: [{ column: 'account_name', code: 'account_name_taken' }] })),
    );
    expect(await written()).toEqual(before);
  });

  it('A2 sent twice at the same moment creates each customer once, and both are told of it', async () => {
    const csv = fileOf([rowOf(name()), rowOf(name()), rowOf(name())]);
    const key = randomUUID();
    const before = Number((await sql('SELECT count(*) FROM customer'))[0]?.count);
    const [one, other] = await Promise.all([importLines(csv, [2, 3, 4], key), importLines(csv, [2, 3, 4], key)]);
    expect(one).toEqual(other);
    expect(Number((await sql('SELECT count(*) FROM customer'))[0]?.count)).toBe(before + 3);
  });

  it('A2 takes a cell that looks like a formula for text', async () => {
    const row = rowOf(name(), { company: '=HYPERLINK("evil.example")', city: '@SUM(A1:A9)' });
    const { results } = await importLines(fileOf([row]), [2]);
    expect(results[0]?.outcome).toBe('created');
    expect((await rita.customers.list.query({ q: row.account_name })).rows[0]).toMatchObject({ company: row.company, city: row.city });
  });

  it('A2 is for the channel that the caller may sell in', async () => {
    const teo = await signedIn(stack.url, 'teo');
    const csv = fileOf([rowOf(name())]);
    const { channelId } = await rita.customers.get.query({ id: (await rita.customers.list.query({ limit: 1 })).rows[0]!.id });
    const input = { csv, channelId: channelId!, lines: [2], idempotencyKey: randomUUID(), accountEmail: { when: 'now' as const } };
    expect(await faultsOf(teo.customers.import.mutate(input))).toEqual(['channelId: channel']);
    expect(await faultsOf(teo.customers.importDryRun.mutate({ csv, channelId: channelId! }))).toEqual(['channelId: channel']);
  });
});
