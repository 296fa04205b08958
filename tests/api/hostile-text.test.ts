import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvSafe } from '../../domain/csv/write-csv.js';
import { escapeHtml } from '../../domain/message/escape-html.js';
import { demo, signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { faultsOf } from '../support/field-faults.js';
import { mailsTo, openMail, sourceOf } from '../support/inbox.js';
import { send, signInCookie } from '../support/raw-http.js';
import { openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';
import { HTML, SQL } from './hostile-values.js';

let stack: Stack;
let rita: Api;
let sql: Sql;
let cookie: string;
beforeAll(async () => {
  stack = await startStack();
  rita = await signedIn(stack.url, 'rita');
  sql = await openSql(stack.settings.DATABASE_URL);
  cookie = await signInCookie(stack.url, demo('rita').loginName, demo('rita').password);
});
afterAll(async () => {
  await sql.end();
  await stack.stop();
});

type Input = ReturnType<typeof aCustomer>;
/** A customer with the same text in every field that takes any. */
const everywhere = (text: string): Input => {
  const short = text.slice(0, 30);
  // A person's name holds no web address, and is refused at its field with one.
  const named = text.replaceAll('evil.example', 'evil-example').slice(0, 58);
  return aCustomer({
    company: text.slice(0, 110),
    city: text.slice(0, 75),
    stateOrProvince: text.slice(0, 75),
    address: { street1: text.slice(0, 110), street2: text.slice(0, 110), postalCode: text.slice(0, 20) },
    taxId: short,
    contact: { firstName: named, lastName: named, email: `${randomUUID()}@prova.example` },
  });
};
const mailOf = async (input: Input) =>
  eventually(async () => {
    const [mail] = await mailsTo(input.contact.email);
    expect(mail).toBeDefined();
    return mail!;
  });
/** The header fields of a mail as it came, unfolded. */
const headersOf = (source: string): string[] => (source.split(/\r?\n\r?\n/)[0] ?? '').replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);

describe('hostile text in every field of a new customer', () => {
  it.each([
    ['HTML', HTML],
    ['SQL', SQL],
    ['a template', '{{constructor.constructor("return 1")()}}${7*7}<%= 1 %>#{1}'],
    ['an encoded header', '=?utf-8?Q?=0D=0ABcc:_eve@evil.example?= %0d%0aBcc: eve@evil.example'],
    ['other scripts', '株式会社 العربية Ελλάδα 👩‍💻 Ω omega'],
    ['quotation marks', `"'\`“”‘’« »\\`],
  ])('is stored as text, shown as text, and stays text in the e-mail: %s', async (_kind, text) => {
    const input = everywhere(text);
    const { customerId } = await rita.customers.create.mutate(input);
    const stored = await rita.customers.get.query({ id: customerId });
    const tidy = (value: string) => value.normalize('NFC').trim().replace(/\s+/gu, ' ');
    expect(stored).toMatchObject({
      company: tidy(input.company),
      city: tidy(input.city),
      street1: tidy(input.address!.street1!),
      contactFirstName: tidy(input.contact.firstName),
      contactLastName: tidy(input.contact.lastName),
      taxId: tidy(input.taxId!),
    });
    expect((await rita.customers.list.query({ q: input.accountName })).rows[0]?.company).toBe(stored.company);
    expect(await sql('SELECT count(*) > 0 AS there FROM customer')).toEqual([{ there: true }]);

    const mail = await openMail((await mailOf(input)).id);
    expect(mail.text).toContain(stored.company);
    expect(mail.html).toContain(escapeHtml(stored.company));
    expect(mail.html).toContain(escapeHtml(stored.contactFirstName));
    expect(mail.html).not.toMatch(/<script|<img|onerror="/i);
    const preview = await send(`${stack.url}/messages/${stored.accountEmail!.id}/preview`, { headers: { cookie } });
    expect(preview.text).toContain(escapeHtml(stored.company));
    expect(preview.text).not.toMatch(/<script|<img/i);
    expect(preview.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    const csv = await (
      await fetch(`${stack.url}/export/customers.csv?q=${encodeURIComponent(input.accountName)}`, { headers: { cookie } })
    ).text();
    // With a quote before what a spreadsheet would run: Excel in Italy begins a cell behind each semicolon.
    expect(csv).toContain(csvSafe(stored.company).replaceAll('"', '""'));
  });

  it('never reaches the headers of the mail but as the one encoded line of its subject', async () => {
    for (const text of [
      `Rossi =?utf-8?Q?=0D=0ABcc:_eve@evil.example?=`,
      '=?utf-8?B?DQpCY2M6IGV2ZUBldmlsLmV4YW1wbGU=?=',
      'x'.repeat(110),
      `${'è'.repeat(100)} <eve@evil.example>, "b" <c@d.example>`,
    ]) {
      const input = everywhere(text);
      await rita.customers.create.mutate(input);
      const mail = await mailOf(input);
      const headers = headersOf(await sourceOf(mail.id));
      const names = headers.map((line) => line.slice(0, line.indexOf(':')).toLowerCase());
      expect(new Set(names).size, 'each header once').toBe(names.length);
      expect(
        names.every((name) =>
          ['from', 'to', 'subject', 'message-id', 'content-language', 'auto-submitted', 'date', 'mime-version', 'content-type'].includes(
            name,
          ),
        ),
        names.join(),
      ).toBe(true);
      expect(headers.find((line) => /^to:/i.test(line))).toBe(`To: ${input.contact.email}`);
      expect(mail.subject, 'shown to its reader as it was written').toContain(input.company);
      expect(mail.to).toEqual([input.contact.email]);
      expect(await mailsTo('eve@evil.example')).toEqual([]);
    }
  });
});

describe('a line break or another control character', () => {
  const INJECTIONS = [
    '\r\nBcc: eve@evil.example',
    '\nBcc: eve@evil.example',
    '\rX: y',
    '\u0000',
    '\u0085Bcc: x',
    '\u2028Bcc: x',
    '\u2029',
    '\u001b[31m',
    '\u202e',
  ];
  const FIELDS: [string, (text: string) => Partial<Input>][] = [
    ['company', (text) => ({ company: `Rossi${text}` })],
    ['city', (text) => ({ city: `Torino${text}` })],
    ['stateOrProvince', (text) => ({ stateOrProvince: `TO${text}` })],
    ['accountName', (text) => ({ accountName: `rossi${text}` })],
    ['contact.firstName', (text) => ({ contact: { firstName: `Ada${text}`, lastName: 'Neri', email: 'ada@prova.example' } })],
    ['contact.lastName', (text) => ({ contact: { firstName: 'Ada', lastName: `Neri${text}`, email: 'ada@prova.example' } })],
    ['contact.email', (text) => ({ contact: { firstName: 'Ada', lastName: 'Neri', email: `ada@prova.example${text}` } })],
    ['emergencyEmail', (text) => ({ emergencyEmail: `casa@prova.example${text}` })],
    ['phone', (text) => ({ phone: `+39 011${text}` })],
    ['taxId', (text) => ({ taxId: `IT1${text}` })],
    ['address.street1', (text) => ({ address: { street1: `Via Po${text}` } })],
  ];

  it.each(FIELDS)('in %s is refused at the field, and nothing is written nor sent', async (field, change) => {
    const before = await sql('SELECT count(*) FROM customer');
    for (const text of INJECTIONS)
      expect(await faultsOf(rita.customers.create.mutate(aCustomer(change(text)))), JSON.stringify(text)).toEqual([
        `${field}: control_chars`,
      ]);
    expect(await sql('SELECT count(*) FROM customer')).toEqual(before);
    expect(await mailsTo('eve@evil.example')).toEqual([]);
  });

  it('in a reason is refused too', async () => {
    const { customerId } = await rita.customers.create.mutate(aCustomer());
    expect(await faultsOf(rita.customers.disable.mutate({ id: customerId, reason: 'not paid\r\nX: y' }))).toEqual([
      'reason: control_chars',
    ]);
    expect((await rita.customers.get.query({ id: customerId })).state).toBe('active');
  });
});

describe('a very long name', () => {
  it.each([
    ['company', { company: 'x'.repeat(100_000) }],
    ['accountName', { accountName: 'x'.repeat(100_000) }],
    ['contact.firstName', { contact: { firstName: 'x'.repeat(100_000), lastName: 'N', email: 'a@b.example' } }],
    ['contact.email', { contact: { firstName: 'A', lastName: 'N', email: `${'x'.repeat(100_000)}@b.example` } }],
    ['emergencyEmail', { emergencyEmail: `a@${'b.'.repeat(50_000)}example` }],
  ] as [string, Partial<Input>][])('in %s is refused at the field, at once', async (field, change) => {
    const began = Date.now();
    expect(await faultsOf(rita.customers.create.mutate(aCustomer(change)))).toEqual([`${field}: too_long`]);
    expect(Date.now() - began).toBeLessThan(2_000);
  });

  it('of the greatest length allowed is kept whole, in the mail too', async () => {
    const input = aCustomer({
      company: 'W'.repeat(120),
      contact: { firstName: 'F'.repeat(60), lastName: 'L'.repeat(60), email: `${randomUUID()}@prova.example` },
    });
    const { customerId } = await rita.customers.create.mutate(input);
    expect((await rita.customers.get.query({ id: customerId })).company).toBe(input.company);
    expect((await openMail((await mailOf(input)).id)).subject).toContain(input.company);
  });
});
