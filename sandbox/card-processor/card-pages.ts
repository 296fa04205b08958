import type { CardForm, CardFormFaults, CardField } from './card-form.js';
import type { CheckoutSession, PaymentIntent, PaymentMethod } from './card-objects.js';
import { textsIn, type Language } from './page-texts.js';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

export const STYLES = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; --line: light-dark(#767c85, #8b929c); --quiet: light-dark(#5a626d, #a3abb6); --fault: light-dark(#b3261e, #ffb4ab); --act: light-dark(#0b57c2, #8ab8ff); }
body { max-width: 26rem; margin: 0 auto; padding: 2rem 1rem; background: light-dark(#fff, #16191d); color: light-dark(#191c20, #e8eaed); }
h1 { font-size: 1.4rem; margin: 0 0 .5rem; } label, dt { display: block; font-weight: 600; margin-top: 1rem; } dd { margin: 0; }
.hint { color: var(--quiet); margin: 0; font-size: .9rem; } .fault { color: var(--fault); margin: .25rem 0 0; } .summary { border-left: 4px solid var(--fault); padding-left: .75rem; } .summary p { margin: 0; font-weight: 600; }
input { box-sizing: border-box; width: 100%; font: inherit; padding: .6rem; margin-top: .25rem; border: 1px solid var(--line); border-radius: 4px; background: none; color: inherit; }
input[aria-invalid] { border-color: var(--fault); }
button { font: inherit; font-weight: 600; width: 100%; min-height: 2.75rem; margin-top: 1.25rem; border: 1px solid var(--act); border-radius: 4px; background: var(--act); color: light-dark(#fff, #10131a); cursor: pointer; }
button.second { background: none; color: var(--act); margin-top: .75rem; } a { color: var(--act); display: inline-block; padding: .75rem 0; } .summary ul { margin: .25rem 0; padding-left: 1.25rem; } .summary a { padding: .25rem 0; } :focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }`;

/** `fault` goes before the title only: it is what a screen reader says first of the new page. */
const page = (language: Language, title: string, body: string, fault = ''): string =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(fault ? `${fault}: ${title}` : title)}</title><link rel="stylesheet" href="/card.css"></head><body><main><h1>${escaped(title)}</h1>${body}</main></body></html>`;

const INPUTS = {
  number: 'autocomplete="cc-number" inputmode="numeric" maxlength="23"',
  expiry: 'autocomplete="cc-exp" maxlength="9"',
  cvc: 'autocomplete="cc-csc" inputmode="numeric" maxlength="4"',
} satisfies Record<CardField, string>;

function field(language: Language, name: CardField, value: string, faults: CardFormFaults): string {
  const texts = textsIn(language);
  const fault = faults[name];
  const described = fault ? `${name}-hint ${name}-fault` : `${name}-hint`;
  const says = fault ? `<p class="fault" id="${name}-fault">${escaped(texts[fault])}</p>` : '';
  return `<label for="${name}">${texts[name]}</label><p class="hint" id="${name}-hint">${escaped(texts[`${name}Hint`])}</p>
<input id="${name}" name="${name}" required ${INPUTS[name]} value="${escaped(value)}" aria-describedby="${described}"${fault ? ' aria-invalid="true"' : ''}>${says}`;
}

/** The security code is never shown again. */
export function cardPage(session: CheckoutSession, language: Language, form?: CardForm, faults: CardFormFaults = {}): string {
  const texts = textsIn(language);
  const wrong = (Object.keys(faults) as CardField[]).map((name) => `<li><a href="#${name}">${escaped(texts[faults[name]!])}</a></li>`);
  const summary = wrong.length > 0 ? `<div class="summary" role="alert"><p>${texts.faults}</p><ul>${wrong.join('')}</ul></div>` : '';
  const names: CardField[] = ['number', 'expiry', 'cvc'];
  const inputs = names.map((name) => field(language, name, name === 'cvc' ? '' : (form?.[name] ?? ''), faults)).join('');
  const back = session.cancel_url ? `<p><a href="${escaped(session.cancel_url)}">${texts.back}</a></p>` : '';
  const body = `<p>${texts.cardIntro}</p>${summary}<form method="post" novalidate>${inputs}<button>${texts.save}</button></form>${back}`;
  return page(language, texts.cardTitle, body, summary && texts.faults);
}

function amountOf({ amount, currency }: PaymentIntent, language: Language): string {
  const format = new Intl.NumberFormat(language === 'it' ? 'it-IT' : 'en-IE', { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

export function bankPage(payment: PaymentIntent, method: PaymentMethod | undefined, language: Language): string {
  const texts = textsIn(language);
  const card = method ? `<dt>${texts.card}</dt><dd>${escaped(method.card.brand)} •••• ${method.card.last4}</dd>` : '';
  const facts = `<dl><dt>${texts.amount}</dt><dd>${escaped(amountOf(payment, language))}</dd>${card}</dl>`;
  const buttons = `<button name="answer" value="approve">${texts.approve}</button><button class="second" name="answer" value="refuse">${texts.refuse}</button>`;
  return page(language, texts.bankTitle, `<p>${texts.bankIntro}</p>${facts}<form method="post">${buttons}</form>`);
}

export function gonePage(language: Language): string {
  const texts = textsIn(language);
  return page(language, texts.gone, `<p>${texts.goneIntro}</p>`);
}
