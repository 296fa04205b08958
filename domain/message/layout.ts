import type { Language } from '../customer/customer.js';
import { escapeHtml } from './escape-html.js';

export interface RenderedMessage {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The words of one message; every value is plain text. */
export interface MessageWords {
  readonly subject: string;
  readonly greeting: string;
  readonly paragraphs: readonly string[];
  /** Label and value, such as "Login name" and the name. */
  readonly facts?: readonly (readonly [label: string, value: string])[];
  readonly button?: { readonly label: string; readonly link: string };
  readonly notes: readonly string[];
}

/** A sentence that ends with a name which ends with a dot has that one alone: "for Orsi S.p.A. You are …". */
export const withOneStop = (text: string): string => text.replace(/(?<!\.)\.\.(?=\s|$)/g, '.');

const textOf = (words: MessageWords): string =>
  [
    words.greeting,
    ...words.paragraphs,
    ...(words.facts ? [words.facts.map(([label, value]) => `${label}: ${value}`).join('\n')] : []),
    ...(words.button ? [`${words.button.label}:\n${words.button.link}`] : []),
    words.notes.join('\n'),
  ].join('\n\n') + '\n';

const FONT = "font-family:'IBM Plex Sans',Segoe UI,Helvetica,Arial,sans-serif";

const paragraph = (text: string): string => `<p style="margin:0 0 16px;font-size:16px;line-height:1.5">${escapeHtml(text)}</p>`;

const factRows = (facts: MessageWords['facts'] = []): string =>
  facts.length === 0
    ? ''
    : `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:4px 0 24px;font-size:14px">${facts
        .map(
          ([label, value]) =>
            `<tr><td style="padding:4px 16px 4px 0;color:#6b665e">${escapeHtml(label)}</td><td style="padding:4px 0"><strong>${escapeHtml(value)}</strong></td></tr>`,
        )
        .join('')}</table>`;

const buttonOf = (button: MessageWords['button']): string =>
  button
    ? `<p style="margin:0 0 24px"><a href="${escapeHtml(button.link)}" style="display:inline-block;padding:12px 20px;background:#0b5f5c;color:#fff;text-decoration:none;border-radius:6px;font-size:15px">${escapeHtml(button.label)}</a></p>`
    : '';

const htmlOf = (words: MessageWords, language: Language): string => `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(words.subject)}</title></head>
<body style="margin:0;background:#f4f2ee;${FONT};color:#26231f">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="560" cellpadding="0" cellspacing="0" style="max-width:560px;background:#fff;border:1px solid #dedad3;border-radius:6px"><tr><td style="padding:32px">
${paragraph(words.greeting)}${words.paragraphs.map(paragraph).join('')}
${factRows(words.facts)}${buttonOf(words.button)}
${words.notes.map((note) => `<p style="margin:0 0 8px;font-size:13px;color:#6b665e">${escapeHtml(note)}</p>`).join('')}
</td></tr></table></td></tr></table></body></html>
`;

/** Lays words out as text and HTML. The subject is one line whatever the facts are, so it can't start another header. */
export const layOut = (given: MessageWords, language: Language): RenderedMessage => {
  const words = { ...given, paragraphs: given.paragraphs.map(withOneStop), notes: given.notes.map(withOneStop) };
  return { subject: words.subject.replace(/[\p{Cc}\u2028\u2029]+/gu, ' '), text: textOf(words), html: htmlOf(words, language) };
};
