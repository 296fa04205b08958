import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestColumn, readHeading } from '../../domain/csv/csv-columns.js';
import { decodeFile } from '../../domain/csv/decode-file.js';
import { csvLine, csvSafe } from '../../domain/csv/write-csv.js';
import { customerCsv, customerCsvColumns } from '../../domain/customer/customer-csv.js';
import { readUserRow, userCsv } from '../../domain/user/import-row.js';

/** What Excel in Italy writes for the same sheet: "CSV", "CSV UTF-8", and "Testo Unicode". */
const sheet = 'company;city\r\nPerché No™ – Nicolò;Forlì\r\n';
const windows = Uint8Array.from(
  [...sheet].map((char) => (({ '™': 0x99, '–': 0x96 }) as Record<string, number>)[char] ?? char.charCodeAt(0)),
);
const utf16 = Uint8Array.from([0xff, 0xfe, ...Buffer.from(sheet.replaceAll(';', '\t'), 'utf16le')]);

describe('a file from a spreadsheet', () => {
  it.each([
    ['CSV (Windows-1252)', windows, 'windows-1252', sheet],
    ['CSV UTF-8', new TextEncoder().encode(`\uFEFF${sheet}`), 'utf-8', sheet],
    ['UTF-8 without a mark', new TextEncoder().encode(sheet), 'utf-8', sheet],
    ['Unicode text', utf16, 'utf-16', sheet.replaceAll(';', '\t')],
  ])('A2 is read as what it is: %s', (_what, bytes, encoding, text) => {
    expect(decodeFile(bytes)).toEqual({ encoding, text });
  });

  it.each([
    ['a spreadsheet’s own file', Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 0x00, 0x00])],
    ['a byte that no encoding has', Uint8Array.from([0x61, 0x81, 0x62])],
    ['half of a UTF-16 character', Uint8Array.from([0xff, 0xfe, 0x61])],
    ['text that was lost before', new TextEncoder().encode('Nicol\uFFFD')],
  ])('A2 is refused when it is no text: %s', (_what, bytes) => {
    expect(decodeFile(bytes)).toBeUndefined();
  });
});

describe('the headings of a file', () => {
  const full = customerCsv.required;
  it('are known, or named with the nearest known one, or chosen by hand', () => {
    expect(nearestColumn('login_nam', userCsv)).toBe('login_name');
    expect(nearestColumn('Partita IVA', customerCsv)).toBe('tax_id');
    expect(nearestColumn('zzzzzzzzz', customerCsv)).toBeUndefined();
    expect(readHeading([...full, 'vat', 'colour'], customerCsv).faults).toEqual([
      { code: 'csv_heading_near', params: { heading: 'vat', nearest: 'tax_id' } },
      { code: 'csv_heading_unknown', params: { heading: 'colour' } },
    ]);
    const chosen = readHeading([...full, 'vat', 'colour', 'errors', ''], customerCsv, { vat: 'tax_id', colour: '' });
    expect(chosen).toEqual({ places: [...full, 'tax_id', null, null, undefined], faults: [] });
  });

  it('stand there once, whoever chose them', () => {
    expect(readHeading([...full, 'E-mail', 'city'], customerCsv, { e_mail: 'contact_email' }).faults).toEqual([
      { code: 'csv_heading_duplicate', params: { heading: 'contact_email' } },
      { code: 'csv_heading_duplicate', params: { heading: 'city' } },
    ]);
  });

  it('likely mean only columns that there are', () => {
    for (const registry of [customerCsv, userCsv]) {
      expect(registry.columns).toEqual(expect.arrayContaining([...registry.required, ...Object.values(registry.likely)]));
    }
    expect(customerCsv.columns).toEqual(Object.keys(customerCsvColumns));
  });
});

it('a word that is neither yes nor no is a fault, and no isn’t guessed', () => {
  const row = { first_name: 'Ada', last_name: 'Neri', email: 'ada@prova.example' };
  expect(readUserRow({ ...row, send_activation_email: 'ys' })).toEqual({
    faults: [{ column: 'send_activation_email', code: 'yes_or_no' }],
  });
  for (const [word, meant] of [
    ['Sì', true],
    ['', true],
    ['NO', false],
    ['falso', false],
  ] as const) {
    expect(readUserRow({ ...row, send_activation_email: word })).toMatchObject({ user: { sendActivationEmail: meant } });
  }
});

it('a character that got lost on the way is a fault by its column', () => {
  const row = { first_name: 'Nicol\uFFFD', last_name: 'Neri', email: 'nicolo@prova.example' };
  expect(readUserRow(row)).toEqual({ faults: [{ column: 'first_name', code: 'unreadable_char' }] });
});

describe('a line that we write', () => {
  it('has every field between quotation marks, and no formula behind any separator', () => {
    expect(csvLine(['a"b', "Acme;+cmd|'/C calc'!A0"])).toBe(`"a""b","Acme;'+cmd|'/C calc'!A0"\r\n`);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('=', '+', '-', '@', ';', '\t', '\n', ' ', 'a') }), (value) => {
        for (const cell of csvSafe(value).split(';')) expect(cell).not.toMatch(/^\s*[=+\-@]/);
      }),
    );
  });
});
