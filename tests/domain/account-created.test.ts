import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languages } from '../../domain/customer/customer.js';
import { renderAccountCreated, type AccountCreatedFacts } from '../../domain/message/account-created.js';
import { escapeHtml } from '../../domain/message/escape-html.js';

const facts: AccountCreatedFacts = {
  firstName: 'Ada',
  company: 'Prova',
  accountName: 'prova',
  loginName: 'ada@prova.example',
  link: 'https://licenza.example/activate?token=abc',
  linkHours: 48,
  reseller: 'Nordica',
  supportEmail: 'support@licenza.example',
};
const TEXTS = ['firstName', 'company', 'accountName', 'loginName', 'link', 'reseller', 'supportEmail'] as const;
const HOSTILE = `<script>alert(1)</script>"><img src=x onerror='y'>&amp;`;

describe.each(languages)('the account e-mail in %s', (language) => {
  it.each(TEXTS)('escapes %s wherever it stands in the HTML', (field) => {
    const { html } = renderAccountCreated({ ...facts, [field]: HOSTILE }, language);
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<img');
    expect(html).not.toContain(`"><`.concat('img'));
    expect(html).toContain(escapeHtml(HOSTILE));
  });

  it('has the same elements in its HTML whatever its facts hold', () => {
    const tagsOf = (html: string) => html.match(/<[^>]*>/g)?.map((tag) => tag.replace(/href="[^"]*"/, 'href'));
    const plain = tagsOf(renderAccountCreated(facts, language).html);
    fc.assert(
      fc.property(fc.record({ ...Object.fromEntries(TEXTS.map((field) => [field, fc.string({ unit: 'binary' })])) }), (values) => {
        expect(tagsOf(renderAccountCreated({ ...facts, ...values }, language).html)).toEqual(plain);
      }),
    );
  });

  it('has no line break in its subject, whatever its facts hold', () => {
    const text = fc.string({
      unit: fc.constantFrom('\r', '\n', '\r\n', 'Bcc: eve@evil.example', '\u2028', '\u2029', '\u0085', '\v', '\f', '\0', 'a'),
    });
    fc.assert(
      fc.property(text, text, (company, reseller) => {
        expect(renderAccountCreated({ ...facts, company, reseller }, language).subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      }),
    );
  });

  it('tells account name, login name, link and its hours in both of its forms', () => {
    const { subject, text, html } = renderAccountCreated(facts, language);
    expect(subject).toContain('Prova');
    for (const form of [text, html]) {
      for (const part of ['Ada', 'prova', 'ada@prova.example', facts.link, '48', 'support@licenza.example', 'Nordica'])
        expect(form).toContain(part);
    }
    expect(html).toContain(`<html lang="${language}">`);
  });

  it('leads somebody who has been activated to the sign-in, and promises no link that works once', () => {
    const link = 'https://licenza.example/sign-in';
    const { text, html } = renderAccountCreated({ ...facts, link, activated: true }, language);
    for (const form of [text, html]) {
      expect(form).toContain(link);
      expect(form).toContain(language === 'it' ? 'Accedere' : 'Sign in');
      expect(form).not.toContain('48');
    }
  });
});

it('differs by language', () => {
  expect(renderAccountCreated(facts, 'it').subject).not.toBe(renderAccountCreated(facts, 'en').subject);
});

it('escapes so that what a reader sees is what was written', () => {
  const unescape = (html: string) =>
    html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('&', '<', '>', '"', "'", 'amp;', 'lt;', 'a') }), (value) => {
      expect(escapeHtml(value)).not.toMatch(/[<>"']/);
      expect(unescape(escapeHtml(value))).toBe(value);
    }),
  );
});
