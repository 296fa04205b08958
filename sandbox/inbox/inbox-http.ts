import { readJson, sendJson, type Call } from '../http-server.js';
import { listPage, mailFrame, mailPage, SCRIPT, STYLES, type MailView } from './inbox-pages.js';
import type { MailFaults } from './mail-faults.js';
import type { MailServer } from './mail-server.js';
import type { MailStore } from './mail-store.js';

export interface InboxParts {
  store: MailStore;
  faults: MailFaults;
  mail: MailServer;
}

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/** A mail is somebody else's HTML: it may look like itself, and nothing more. */
const FRAME_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

function send({ response }: Call, type: string, body: string, policy = PAGE_POLICY): void {
  response.writeHead(200, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  response.end(body);
}

const notFound = ({ response }: Call): void => sendJson(response, 404, { message: 'There is nothing at this address.' });

async function handlePage(call: Call, { store }: InboxParts): Promise<void> {
  const [first, id = '', part] = call.path;
  const to = call.query.get('to') ?? '';
  if (first === undefined) return send(call, 'text/html', listPage(store.list(to), to));
  if (first === 'inbox.css') return send(call, 'text/css', STYLES);
  if (first === 'inbox.js') return send(call, 'text/javascript', SCRIPT);
  const mail = first === 'messages' ? store.find(id) : undefined;
  if (!mail) return notFound(call);
  const parsed = await store.parsed(mail.id);
  if (part === 'html') return send(call, 'text/html', mailFrame(parsed), FRAME_POLICY);
  const asked = call.query.get('view');
  const view: MailView = asked === 'text' || asked === 'source' ? asked : 'html';
  return send(call, 'text/html', mailPage(mail, parsed, (await store.source(mail.id)).toString('utf8'), view));
}

async function handleMessages(call: Call, { store }: InboxParts): Promise<void> {
  const [, , id, part] = call.path;
  if (id === undefined && call.method === 'DELETE') {
    await store.clear();
    return sendJson(call.response, 204);
  }
  if (id === undefined) {
    const limit = Number(call.query.get('limit') ?? 200);
    return sendJson(call.response, 200, store.list(call.query.get('to') ?? '', limit > 0 ? limit : 200));
  }
  const mail = store.find(id);
  if (!mail) return notFound(call);
  if (part === 'source') return send(call, 'text/plain', (await store.source(id)).toString('utf8'));
  const { html, text, headers, attachments } = await store.parsed(id);
  const attached = attachments.map(({ filename, mimeType }) => ({ filename, mimeType }));
  return sendJson(call.response, 200, { ...mail, html, text, headers, attachments: attached });
}

async function handleFaults(call: Call, { faults }: InboxParts): Promise<void> {
  if (call.method === 'PUT') faults.replace(await readJson(call.request));
  if (call.method === 'DELETE') faults.replace([]);
  return sendJson(call.response, 200, faults.all());
}

export async function handleInboxCall(call: Call, parts: InboxParts): Promise<void> {
  const [first, second] = call.path;
  if (first === 'healthz') return sendJson(call.response, 200, { status: 'ok' });
  if (first !== 'api') return call.method === 'GET' ? handlePage(call, parts) : notFound(call);
  if (second === 'messages') return handleMessages(call, parts);
  if (second === 'faults') return handleFaults(call, parts);
  if (second !== 'attempts') return notFound(call);
  const to = (call.query.get('to') ?? '').toLowerCase();
  return sendJson(
    call.response,
    200,
    parts.mail.attempts.filter((attempt) => attempt.to.toLowerCase().includes(to)),
  );
}
