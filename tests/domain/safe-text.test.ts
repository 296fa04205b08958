import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  companyName,
  isSafeLine,
  optionalEmail,
  optionalLine,
  personName,
  reasonText,
  requiredEmail,
  requiredLine,
  tidy,
} from '../../domain/text/safe-text.js';

const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const codeOf = (schema: ReturnType<typeof requiredLine>, value: unknown): string | undefined =>
  schema.safeParse(value).error?.issues[0]?.message;

describe('one line of text', () => {
  it('never lets a line break, another control character or a bidirectional override through', () => {
    const dangerous = fc.constantFrom(
      '\r',
      '\n',
      '\0',
      '\t',
      '\x1b',
      '\x7f',
      '\x85',
      '\u2028',
      '\u2029',
      '\u202a',
      '\u202e',
      '\u2066',
      '\u2069',
      '\ud800',
    );
    fc.assert(
      fc.property(anyText, dangerous, anyText, (before, char, after) => {
        expect(isSafeLine(`${before}${char} ${after}`)).toBe(false);
        expect(codeOf(requiredLine(500), `${before}${char} ${after}`)).toBe('control_chars');
      }),
    );
  });

  it('lets the letters of every language through', () => {
    for (const text of ['Perù', 'Ålesund', 'Москва', '東京', 'القاهرة', 'नमस्ते', '👩‍💻 & Söhne'])
      expect(requiredLine(50).parse(text)).toBe(text);
  });

  it('gives back what it accepts again, tidy, and of at most the length it allows', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, max) => {
        const first = requiredLine(max).safeParse(text);
        fc.pre(first.success);
        expect(requiredLine(max).parse(first.data)).toBe(first.data);
        expect(tidy(first.data)).toBe(first.data);
        expect(first.data.length).toBeGreaterThan(0);
        expect([...first.data].length).toBeLessThanOrEqual(max);
      }),
    );
  });

  it.each([
    [undefined, 'required'],
    [null, 'required'],
    [7, 'required'],
    [{}, 'required'],
    [' \u00a0 ', 'required'],
    ['123456', 'too_long'],
  ])('names the fault of %j: %s', (value, code) => {
    expect(codeOf(requiredLine(5), value)).toBe(code);
  });

  it('takes a blank optional one for absent', () => {
    expect(optionalLine(5).parse('  ')).toBeUndefined();
    expect(optionalLine(5).parse(undefined)).toBeUndefined();
    expect(optionalLine(5).parse(' a  b ')).toBe('a b');
    expect(optionalEmail().parse('')).toBeUndefined();
  });

  it('asks three characters of a reason', () => {
    expect(codeOf(reasonText(), 'ab')).toBe('too_short');
    expect(codeOf(reasonText(), 'x'.repeat(501))).toBe('too_long');
    expect(reasonText().parse(' non  paga ')).toBe('non paga');
  });
});

describe('an e-mail address', () => {
  it.each(['ada@prova.example', 'a.b+c@x-y.example.com', "o'hara@prova.example", `${'x'.repeat(64)}@prova.example`])(
    'accepts %s',
    (address) => {
      expect(requiredEmail().parse(` ${address} `)).toBe(address);
    },
  );

  it.each([
    ['ada', 'email'],
    ['ada@localhost', 'email'],
    ['@prova.example', 'email'],
    ['ada@', 'email'],
    ['ada@prova..example', 'email'],
    ['ada@-prova.example', 'email'],
    ['ada@prova.example,eve@evil.example', 'email'],
    ['ada@prova.example eve@evil.example', 'email'],
    ['Ada <ada@prova.example>', 'email'],
    ['"a b"@prova.example', 'email'],
    [`${'x'.repeat(65)}@prova.example`, 'email'],
    [`ada@${'x'.repeat(300)}.example`, 'too_long'],
    ['ada@prova.example\r\nBcc: eve@evil.example', 'control_chars'],
    ['ada@prova.example\nX: y', 'control_chars'],
    ['ada@prova.example\u0000', 'control_chars'],
    ['', 'required'],
  ])('refuses %j as %s', (address, code) => {
    expect(requiredEmail().safeParse(address).error?.issues[0]?.message).toBe(code);
  });

  it('accepts the addresses that others make, and nothing with a blank, a bracket or a second @', () => {
    fc.assert(
      fc.property(fc.emailAddress({ size: '-1' }), (address) => {
        expect(requiredEmail().safeParse(address).success).toBe(true);
      }),
    );
    const almost = fc.string({
      unit: fc.constantFrom('a', 'b', '1', '@', '.', '-', ' ', ',', '<', '>', '"', '(', ';', '\\', '\n'),
      minLength: 5,
      maxLength: 12,
    });
    const likely = fc.tuple(almost, almost).map(([local, domain]) => `${local}@${domain}.example`);
    fc.assert(
      fc.property(fc.oneof(likely, fc.emailAddress({ size: '-1' })), (text) => {
        const parsed = requiredEmail().safeParse(text);
        fc.pre(parsed.success);
        expect(parsed.data).toMatch(/^[^\s<>@,;"\\()[\]]+@[^\s<>@,;"\\()[\]]+$/);
      }),
    );
  });
});

describe('names', () => {
  it.each(['\u200b', '\u200e', '\u2060', '\ufeff', '\u00ad', '\u3164', '\u{e0041}', '\u{e007f}'])(
    'hold nothing that nobody sees: %j',
    (char) => {
      for (const text of [`Car${char}la`, `${char}Carla`, `Carla${char}`]) expect(codeOf(requiredLine(50), text)).toBe('control_chars');
    },
  );

  it('have joiners where a script or an emoji needs them, and not between Latin letters', () => {
    for (const text of ['می\u200cخواهم', 'क्\u200dष', '👩\u200d💻']) expect(requiredLine(50).parse(text)).toBe(text);
    for (const text of ['Car\u200dla', '\u200cCarla', 'Carla\u200d', '1\u200d2'])
      expect(codeOf(requiredLine(50), text)).toBe('control_chars');
  });

  it('have one alphabet a word', () => {
    for (const text of ['Саrla', 'pаypal', 'Αnna', 'Conti-Саrla']) expect(codeOf(personName(60), text), text).toBe('mixed_alphabets');
    for (const text of ['Карла', 'Άννα', 'Carla Карла', 'D’Angelo', 'José María', 'Łukasz', '山田 Taro'])
      expect(personName(60).parse(text)).toBe(text);
    expect(codeOf(companyName(60), 'Fiоrdaliso S.r.l.')).toBe('mixed_alphabets');
  });

  it('are no web addresses', () => {
    for (const text of ['http://evil.example', 'Win www.evil.example', 'evil.example/x', 'Visit evil.com now', 'evil.com'])
      expect(codeOf(personName(60), text), text).toBe('url_in_name');
    for (const text of ['Carla', 'J. R.', 'St. John', 'Conti jr.', 'M.Rossi']) expect(personName(60).parse(text)).toBe(text);
    expect(companyName(60).parse('Booking.com')).toBe('Booking.com');
    expect(codeOf(companyName(60), 'https://evil.example')).toBe('url_in_name');
  });
});
