import type { Email } from 'postal-mime';
import type { ListedMail } from './mail-store.js';

export type MailView = 'html' | 'text' | 'source';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

export const STYLES = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; --line: light-dark(#d8dbe0, #3a3f47); --quiet: light-dark(#5a626d, #a3abb6); --link: light-dark(#0b57c2, #8ab8ff); }
body { max-width: 72rem; margin: 0 auto; padding: 1.5rem 1rem; background: light-dark(#fff, #16191d); color: light-dark(#191c20, #e8eaed); }
h1 { font-size: 1.25rem; margin: 0 0 1rem; overflow-wrap: anywhere; } a { color: var(--link); } nav a { margin-right: 1rem; } nav a[aria-current] { color: inherit; text-decoration: none; font-weight: 600; }
table { width: 100%; border-collapse: collapse; } th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th, time, dt, .quiet { color: var(--quiet); font-weight: 400; } input, button { font: inherit; padding: .4rem .6rem; } input { width: 20rem; max-width: 100%; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; } dd { margin: 0; overflow-wrap: anywhere; } iframe { width: 100%; height: 70vh; border: 1px solid var(--line); background: #fff; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); padding: 1rem; }`;

/** Shows what has arrived without being asked, unless somebody is typing. */
export const SCRIPT = `
const newest = document.documentElement.dataset.newest;
setInterval(async () => {
  if (document.activeElement?.tagName === 'INPUT') return;
  const [first] = await (await fetch('/api/messages' + location.search + (location.search ? '&' : '?') + 'limit=1')).json();
  if ((first?.id ?? '') !== newest) location.reload();
}, 2000);`;

function page(title: string, body: string, newest?: string): string {
  const live = newest === undefined ? '' : '<script src="/inbox.js" defer></script>';
  return `<!doctype html><html lang="en" data-newest="${escaped(newest ?? '')}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title><link rel="stylesheet" href="/inbox.css">${live}</head><body>${body}</body></html>`;
}

const repeatNote = (mail: ListedMail): string =>
  mail.copies < 2
    ? ''
    : ` <span class="quiet">(${mail.isRepeat ? 'a repeat, one' : 'the first'} of ${mail.copies} with this Message-ID)</span>`;

function row(mail: ListedMail): string {
  const subject = escaped(mail.subject || '(no subject)');
  return `<tr><td><time datetime="${mail.receivedAt}">${mail.receivedAt.slice(0, 19).replace('T', ' ')}</time></td>
<td>${escaped(mail.to.join(', '))}</td><td><a href="/messages/${mail.id}">${subject}</a>${repeatNote(mail)}</td></tr>`;
}

export function listPage(mails: ListedMail[], to: string): string {
  const nothing = to
    ? `No mail to an address with “${escaped(to)}” in it.`
    : 'No mail yet. Whatever the product sends arrives here, and nowhere else.';
  const table = `<table><thead><tr><th>Received (UTC)</th><th>To</th><th>Subject</th></tr></thead><tbody>${mails.map(row).join('')}</tbody></table>`;
  const search = `<form role="search"><label>Recipient <input name="to" type="search" value="${escaped(to)}"></label> <button>Search</button></form>`;
  return page('Local inbox', `<h1>Local inbox</h1>${search}<br>${mails.length > 0 ? table : `<p>${nothing}</p>`}`, mails[0]?.id ?? '');
}

function content(mail: ListedMail, parsed: Email, source: string, view: MailView): string {
  if (view === 'source') return `<pre>${escaped(source)}</pre>`;
  if (view === 'text') return `<pre>${escaped(parsed.text ?? '(no text part)')}</pre>`;
  const rights = 'allow-popups allow-popups-to-escape-sandbox';
  return `<iframe sandbox="${rights}" src="/messages/${mail.id}/html" title="The e-mail as its reader sees it"></iframe>`;
}

export function mailPage(mail: ListedMail, parsed: Email, source: string, view: MailView): string {
  const tab = (name: MailView, label: string) =>
    `<a href="/messages/${mail.id}?view=${name}"${name === view ? ' aria-current="page"' : ''}>${label}</a>`;
  const facts = {
    From: parsed.from?.address ?? mail.from,
    To: mail.to.join(', '),
    Received: mail.receivedAt,
    'Message-ID': mail.messageId,
  };
  const list = Object.entries(facts).map(([name, value]) => `<dt>${name}</dt><dd>${escaped(value)}</dd>`);
  const tabs = `<nav>${tab('html', 'HTML')}${tab('text', 'Text')}${tab('source', 'Source')}</nav>`;
  const body = `<p><a href="/">Local inbox</a></p><h1>${escaped(mail.subject || '(no subject)')}</h1><dl>${list.join('')}</dl>`;
  return page(mail.subject, `${body}<p>${repeatNote(mail)}</p>${tabs}<br>${content(mail, parsed, source, view)}`);
}

/** What the frame shows: links open outside of it, and nothing in it runs or loads. */
export const mailFrame = (parsed: Email): string => `<base target="_blank">${parsed.html ?? `<pre>${escaped(parsed.text ?? '')}</pre>`}`;
