import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut, type MessageWords } from '../../domain/message/layout.js';

const hostile = fc.string({
  unit: fc.constantFrom(
    '<',
    '>',
    '"',
    "'",
    '&',
    '\r',
    '\n',
    '\u2028',
    '\0',
    '<script>',
    '<img src=x onerror=y>',
    'Bcc: eve@evil.example',
    '">',
    'a',
  ),
});
const words: fc.Arbitrary<MessageWords> = fc.record({
  subject: hostile,
  greeting: hostile,
  paragraphs: fc.tuple(hostile, hostile),
  facts: fc.tuple(fc.tuple(hostile, hostile)),
  button: fc.record({ label: hostile, link: hostile }),
  notes: fc.tuple(hostile),
});
const tagsOf = (html: string) => html.match(/<[^>]*>/g)?.map((tag) => tag.replace(/href="[^"]*"/, 'href'));

describe('the layout that every message has', () => {
  it('has the same elements, whatever its words hold', () => {
    const plain = tagsOf(
      layOut(
        { subject: 's', greeting: 'g', paragraphs: ['p', 'q'], facts: [['l', 'v']], button: { label: 'b', link: 'l' }, notes: ['n'] },
        'en',
      ).html,
    );
    fc.assert(
      fc.property(words, (held) => {
        expect(tagsOf(layOut(held, 'en').html)).toEqual(plain);
      }),
    );
  });

  it('has a subject of one line, whatever its words hold', () => {
    fc.assert(
      fc.property(words, (held) => {
        expect(layOut(held, 'it').subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      }),
    );
  });

  it('is the only file of the rules with HTML in it, so no message goes around it', () => {
    const folder = join(import.meta.dirname, '../../domain');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const withHtml = files.filter((name) => /<\/(?:p|a|td|html|body|strong)>/.test(readFileSync(join(folder, name), 'utf8')));
    expect(withHtml).toEqual([join('message', 'layout.ts')]);
  });

  it('C10 a sentence that ends with a company’s dot has one', () => {
    const { text, html } = layOut(
      {
        subject: 's',
        greeting: 'g',
        paragraphs: ['An account for Orsi S.p.A.. Choose a password.'],
        notes: ['Write to Orsi S.p.A..', 'And so on...'],
      },
      'en',
    );
    for (const written of [text, html]) expect(written).not.toMatch(/S\.p\.A\.\./);
    expect(text).toContain('Orsi S.p.A. Choose');
    expect(text).toContain('And so on...');
  });
});
