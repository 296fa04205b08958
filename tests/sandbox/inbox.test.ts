import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startInbox, type RunningInbox } from '../../sandbox/inbox/inbox.js';
import type { ListedMail } from '../../sandbox/inbox/mail-store.js';
import { readJson } from './support/read-json.js';

const mail = { from: 'licenza@example.com', to: 'ada@example.org', subject: 'Benvenuta, è pronto', text: 'ciao', html: '<p>ciao</p>' };

let folder: string;
let inbox: RunningInbox;

const start = () => startInbox({ folder, smtpPort: 0, httpPort: 0 });
const send = (change: object = {}) => createTransport(inbox.smtpUrl).sendMail({ ...mail, ...change });
const api = async (path: string, init?: RequestInit) => {
  const response = await fetch(`${inbox.url}/api/${path}`, init);
  return { status: response.status, body: response.status === 204 ? undefined : await readJson(response) };
};
const listed = async (query = '') => (await api(`messages${query}`)).body as ListedMail[];
const setFaults = (faults: object[]) => api('faults', { method: 'PUT', body: JSON.stringify(faults) });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'licenza-inbox-'));
  inbox = await start();
});
afterEach(async () => {
  await inbox.stop();
  await rm(folder, { recursive: true });
});

describe('the local inbox', () => {
  test('keeps what arrives, finds it by recipient and has it after a restart', async () => {
    await send();
    await send({ to: 'bob@example.org' });
    await inbox.stop();
    inbox = await start();
    const mails = await listed('?to=ADA@');
    expect(mails).toMatchObject([{ to: ['ada@example.org'], subject: mail.subject, copies: 1 }]);
    expect((await api(`messages/${mails[0]?.id}`)).body).toMatchObject({ html: '<p>ciao</p>\n', text: 'ciao\n' });
  });

  test('lists the newest first and marks a second delivery of a Message-ID', async () => {
    await send({ messageId: '<one@licenza.example>' });
    await send({ messageId: '<one@licenza.example>' });
    expect((await listed()).map(({ copies, isRepeat }) => [copies, isRepeat])).toEqual([
      [2, true],
      [2, false],
    ]);
  });

  test('empties on request', async () => {
    await send();
    expect((await api('messages', { method: 'DELETE' })).status).toBe(204);
    expect((await api('messages')).body).toEqual([]);
  });

  test('shows a mail without letting its HTML run or load anything', async () => {
    await send({ subject: '<script>alert(1)</script>', html: '<script>alert(1)</script><img src="http://example.com/a.png">' });
    const [first] = await listed();
    const page = await fetch(`${inbox.url}/messages/${first?.id}`);
    const frame = await fetch(`${inbox.url}/messages/${first?.id}/html`);
    expect(await page.text()).not.toContain('<script>alert');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const policy = frame.headers.get('content-security-policy');
    expect(policy).toContain('sandbox');
    expect(policy).not.toContain('allow-scripts');
  });

  test('is not served under a foreign name', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      request(`${inbox.url}/api/messages`, { headers: { host: 'attacker.example' } }, (response) => resolve(response.statusCode)).end();
    });
    expect(status).toBe(421);
  });
});

describe('faults of the mail server', () => {
  test('a permanent rejection is a 550 for the matching recipient only', async () => {
    await setFaults([{ match: { to: '^ada@' }, mode: 'reject-permanent' }]);
    await expect(send()).rejects.toMatchObject({ responseCode: 550 });
    await expect(send({ to: 'bob@example.org' })).resolves.toMatchObject({ accepted: ['bob@example.org'] });
  });

  test('a temporary rejection is a 451, as many times as asked', async () => {
    await setFaults([{ mode: 'reject-temporary', times: 1 }]);
    await expect(send()).rejects.toMatchObject({ responseCode: 451 });
    await expect(send()).resolves.toBeDefined();
    expect((await api('attempts')).body).toMatchObject([{ outcome: 'rejected-temporary' }, { outcome: 'accepted' }]);
  });

  test('a lost answer keeps the mail, and the repeat is recognised by its Message-ID', async () => {
    await setFaults([{ mode: 'drop-after-data', times: 1 }]);
    await expect(send({ messageId: '<lost@licenza.example>' })).rejects.toBeDefined();
    await send({ messageId: '<lost@licenza.example>' });
    expect((await api('messages')).body).toMatchObject([{ isRepeat: true }, { isRepeat: false }]);
  });

  test('a slow server answers in the end', async () => {
    await setFaults([{ mode: 'slow', delayMs: 300 }]);
    const startedAt = Date.now();
    await send();
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(300);
  });

  test.each([[[{ mode: 'explode' }]], [[{ mode: 'slow', match: { to: '(' } }]], [{}]])(
    'refuses faults it does not know: %j',
    async (faults) => {
      expect((await api('faults', { method: 'PUT', body: JSON.stringify(faults) })).status).toBe(400);
    },
  );
});
