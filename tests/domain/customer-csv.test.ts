import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvOriginal, csvSafe } from '../../domain/csv/write-csv.js';
import { customerCsvColumns, readCustomerRow } from '../../domain/customer/customer-csv.js';

const row = {
  company: 'Prova S.p.A.',
  city: 'Torino',
  state_or_province: 'TO',
  account_name: 'Prova',
  contact_first_name: 'Ada',
  contact_last_name: 'Neri',
  contact_email: 'ada@prova.example',
};

describe('a row of the customer import', () => {
  it('gives the facts that the wizard would', () => {
    expect(readCustomerRow({ ...row, street1: 'Via Po 1', country: 'IT', language: 'it', time_zone: 'Europe/Rome' })).toEqual({
      facts: {
        company: 'Prova S.p.A.',
        city: 'Torino',
        stateOrProvince: 'TO',
        accountName: 'Prova',
        contact: { firstName: 'Ada', lastName: 'Neri', email: 'ada@prova.example' },
        address: { street1: 'Via Po 1', country: 'IT' },
        language: 'it',
        timeZone: 'Europe/Rome',
      },
    });
  });

  it('names each fault by its column', () => {
    const read = readCustomerRow({
      ...row,
      company: ' ',
      contact_email: 'x',
      country: 'Italia',
      account_name: '-',
      time_zone: 'CET',
      phone: 'a\nb',
    });
    expect('faults' in read && [...read.faults].sort((a, b) => String(a.column).localeCompare(String(b.column)))).toEqual([
      { column: 'account_name', code: 'too_short' },
      { column: 'company', code: 'required' },
      { column: 'contact_email', code: 'email' },
      { column: 'country', code: 'too_long' },
      { column: 'phone', code: 'control_chars' },
      { column: 'time_zone', code: 'time_zone' },
    ]);
  });

  it('has a column for every fault that it can find, whatever the cells hold', () => {
    const cells = fc.record(Object.fromEntries(Object.keys(customerCsvColumns).map((name) => [name, fc.string({ unit: 'binary' })])));
    fc.assert(
      fc.property(cells, (values) => {
        const read = readCustomerRow(values);
        if ('faults' in read) for (const fault of read.faults) expect(fault.column).not.toBeNull();
      }),
    );
  });

  it('takes nothing from a column that it does not know', () => {
    const read = readCustomerRow({ ...row, role: 'operator', constructor: 'x' });
    expect(read).toMatchObject({ facts: { company: row.company } });
    expect(JSON.stringify(read)).not.toContain('operator');
  });
});

describe('a cell of the export', () => {
  it.each(['=1+1', '+39 011', '-2', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1', '＋1', '－1', '＠x', ' =1+1', '\u00a0=1+1'])(
    'is no formula: %j',
    (value) => {
      expect(csvSafe(value)).toBe(`'${value}`);
    },
  );

  it.each(['Acme', 'a=b', '39', '', "'quoted", 'È'])('stays as it is: %j', (value) => {
    expect(csvSafe(value)).toBe(value);
  });

  it('never begins with what a spreadsheet runs, and loses nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', ' ', 'a', '1', '＝', "'") }), (value) => {
        expect(csvSafe(value)).not.toMatch(/^\s*[=+\-@\t\r\n＝＋－＠]/u);
        if (csvOriginal(value) === value) expect(csvOriginal(csvSafe(value))).toBe(value);
      }),
    );
  });
});
