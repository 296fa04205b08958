import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountNameKey, accountNameSchema, suggestAccountName } from '../../domain/customer/account-name.js';

const anyText = fc.string({ unit: 'binary', maxLength: 40 });
const blanks = fc.string({ unit: fc.constantFrom(' ', '\t', '\u00a0', '\u2003'), maxLength: 4 });
const codeOf = (name: string): string | undefined => accountNameSchema.safeParse(name).error?.issues[0]?.message;

describe('accountNameKey', () => {
  it.each([
    ['  Acme ', 'ACME'],
    ['Acme  Cloud', 'acme cloud'],
    ['Acme\u00a0Cloud', 'Acme Cloud'],
    ['Ａｃｍｅ', 'acme'],
    ['ﬁordaliso', 'Fiordaliso'],
    ['Perché', 'Perche\u0301'],
    ['Straße', 'STRASSE'],
    ['ΝΙΚΟΣ', 'νικοσ'],
    ['ΝΙΚΟΣ', 'νικος'],
  ])('A3 takes %j and %j for the same name', (one, other) => {
    expect(accountNameKey(one)).toBe(accountNameKey(other));
  });

  it.each([
    ['acme', 'acme 2'],
    ['acme', 'acm e'],
    ['pera', 'però'],
    ['a.b', 'a b'],
  ])('A3 keeps %j and %j apart', (one, other) => {
    expect(accountNameKey(one)).not.toBe(accountNameKey(other));
  });

  it('A3 is the same for every spelling in upper or lower case, with blanks around it', () => {
    fc.assert(
      fc.property(anyText, blanks, blanks, (name, before, after) => {
        const key = accountNameKey(name);
        expect(accountNameKey(name.toUpperCase())).toBe(key);
        expect(accountNameKey(name.toLowerCase())).toBe(key);
        expect(accountNameKey(`${before}${name}${after}`)).toBe(key);
      }),
    );
  });

  it('A3 is the same for every composition of its characters, and for itself', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const key = accountNameKey(name);
        for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'] as const) expect(accountNameKey(name.normalize(form))).toBe(key);
        expect(accountNameKey(key)).toBe(key);
      }),
    );
  });

  it('A3 holds no blank at either end and none twice', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        expect(accountNameKey(name)).not.toMatch(/^\s|\s$|\s\s/u);
      }),
    );
  });
});

describe('accountNameSchema', () => {
  it.each(['Acme', 'ac', "L'Aquila & Figli", 'Città-9 s.r.l.', 'A+B_c', '日本', 'x'.repeat(64)])('accepts %j', (name) => {
    expect(accountNameSchema.parse(name)).toBe(name);
  });

  it.each([
    ['', 'required'],
    ['   ', 'required'],
    ['x', 'too_short'],
    ['x'.repeat(65), 'too_long'],
    ['-acme', 'account_name'],
    ['acme-', 'account_name'],
    ['<b>acme</b>', 'account_name'],
    ["x'); DROP TABLE customer;--", 'account_name'],
    ['ac\u0000me', 'control_chars'],
    ['acme\r\nBcc: x', 'control_chars'],
    ['ac\u202eme', 'control_chars'],
    ['ac\u200bme', 'control_chars'],
  ])('refuses %j as %s', (name, code) => {
    expect(codeOf(name)).toBe(code);
  });

  it('gives back a name that it accepts again, unchanged', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const first = accountNameSchema.safeParse(text);
        fc.pre(first.success);
        expect(accountNameSchema.parse(first.data)).toBe(first.data);
      }),
    );
  });
});

describe('suggestAccountName', () => {
  it('A3 suggests a name that is valid and not taken', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]{2,64}$/), fc.integer({ min: 0, max: 20 }), (name, last) => {
        const taken = new Set(
          [name, ...Array.from({ length: last }, (_unused, index) => `${name} ${String(index + 2)}`)].map(accountNameKey),
        );
        const suggestion = suggestAccountName(name, taken);
        expect(taken).not.toContain(accountNameKey(suggestion));
        expect(accountNameSchema.parse(suggestion)).toBe(suggestion);
      }),
    );
  });
});
