import { randomUUID } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bounceAddress } from '../../runtime/bounce-address.js';
import { reportOf } from '../../sandbox/inbox/delivery-report.js';
import { signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { startOutside, type MailFault, type Outside } from '../support/outside.js';
import { enterScope, openSql, type Sql } from '../support/sql.js';
import { startStack, type Stack } from '../support/stack.js';

const DAY = 86_400_000;
let outside: Outside;
let stack: Stack;
let rita: Api;
let sam: Api;
let carla: Api;
beforeAll(async () => {
  outside = await startOutside({ bounces: true });
  stack = await startStack({ overrides: outside.variables });
  [rita, sam, carla] = await Promise.all([signedIn(stack.url, 'rita'), signedIn(stack.url, 'sam'), signedIn(stack.url, 'carla')]);
});
afterAll(async () => {
  await stack.stop();
  await outside.stop();
});

const createWith = async ({ emergency, ...fault }: Partial<MailFault> & { emergency?: MailFault['mode'] | null } = {}) => {
  const tag = randomUUID().slice(0, 8);
  const addresses = { main: `main-${tag}@down.example`, emergency: `casa-${tag}@altrove.example` };
  const faults: MailFault[] = [];
  if (fault.mode) faults.push({ match: { to: addresses.main }, mode: fault.mode, ...fault });
  if (emergency) faults.push({ match: { to: addresses.emergency }, mode: emergency });
  await outside.setMailFaults(...faults);
  const { customerId, firstUser } = await rita.customers.create.mutate(
    aCustomer({
      contact: { firstName: 'Ada', lastName: 'Neri', email: addresses.main },
      ...(emergency === null ? {} : { emergencyEmail: addresses.emergency }),
    }),
  );
  return { ...addresses, customerId, userId: firstUser.id };
};
const emailOf = async (customerId: string) => (await rita.customers.get.query({ id: customerId })).accountEmail!;
const untilState = (customerId: string, state: string) =>
  eventually(async () => {
    expect(await emailOf(customerId)).toMatchObject({ state });
  }, 20_000);
const kindsOf = async (customerId: string) => (await rita.timeline.ofCustomer.query({ customerId })).past.map(({ kind }) => kind);

const settled = async (ms = 1_500) => new Promise((resolve) => setTimeout(resolve, ms));
const domain = 'bounces.licenza.example';
const secret = () => stack.settings.TOKEN_SECRET;
const ofMessage = (
  messageId: string,
  { to = 'main', round = 0, now = new Date() }: { to?: 'main' | 'emergency'; round?: number; now?: Date } = {},
) => bounceAddress(secret(), domain, { messageId, to, round }, now);
/** Hands a mail to the server as a mail server does; answers the code. */
const hand = async (to: string, raw: string, from = ''): Promise<number> => {
  const transport = createTransport(`smtp://127.0.0.1:${String(stack.server.bouncePort)}`);
  try {
    const { response } = await transport.sendMail({ raw, envelope: { from, to } });
    return Number(response.slice(0, 3));
  } catch (error) {
    return (error as { responseCode?: number }).responseCode ?? 0;
  } finally {
    transport.close();
  }
};
const reportFor = (to: string, action?: string) =>
  reportOf({ from: to, to: 'ada@down.example', source: Buffer.from('Subject: x\r\n\r\n'), status: '5.1.1', delayMs: 0 }, action);

describe('an e-mail that comes back after it was accepted', () => {
  it('A5 goes to the emergency address, and page, thread and audit say so', async () => {
    const { main, emergency, customerId } = await createWith({ mode: 'bounce', status: '5.2.2' });
    await untilState(customerId, 'delivered_to_emergency');
    expect(await emailOf(customerId)).toMatchObject({
      sentTo: emergency,
      bounce: { address: main, status: '5.2.2', diagnostic: '552 5.2.2 The mailbox is full' },
    });
    expect(await outside.mailsTo(emergency)).toHaveLength(1);
    const { past, now } = await rita.timeline.ofCustomer.query({ customerId });
    expect(now.filter(({ kind }) => kind === 'message')).toEqual([]);
    expect(past.find(({ kind }) => kind === 'message_came_back')?.params).toMatchObject({ address: main, status: '5.2.2' });
    expect(past.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['message_delivered', 'message_sent_to_emergency', 'message_delivered_to_emergency']),
    );
    const { rows } = await rita.audit.ofCustomer.query({ customerId });
    expect(rows.find(({ action }) => action === 'message.bounced')).toMatchObject({ after: { address: main, next: 'emergency' } });
  });

  it('has a sender of its own for each message and address', async () => {
    const { main, emergency, customerId } = await createWith({ mode: 'bounce' });
    await untilState(customerId, 'delivered_to_emergency');
    const [first, second] = [(await outside.mailsTo(main))[0]!, (await outside.mailsTo(emergency))[0]!];
    const { id } = await emailOf(customerId);
    expect(first.from).toBe(ofMessage(id));
    expect(second.from).toBe(ofMessage(id, { to: 'emergency' }));
  });

  it('A5 needs somebody when the emergency mail bounces too, goes out again when asked, and bounces of before are over then', async () => {
    const { main, emergency, customerId } = await createWith({ mode: 'bounce', emergency: 'bounce' });
    let item: Awaited<ReturnType<Api['processes']['list']['query']>>['rows'][number] | undefined;
    await eventually(async () => {
      const { rows } = await sam.processes.list.query({ kind: ['message'], state: ['needs_attention'], limit: 200 });
      item = rows.find((row) => row.customerId === customerId);
      expect(item).toMatchObject({ step: 'undeliverable', failureCode: 'mail_bounced' });
    }, 20_000);
    expect(await emailOf(customerId)).toMatchObject({ state: 'bounced', failureCode: 'mail_bounced', bounce: { address: emergency } });
    await outside.setMailFaults();
    await sam.processes.retryNow.mutate({ id: item!.id, reason: 'They have mended their mail' });
    await untilState(customerId, 'delivered');
    expect(await outside.mailsTo(main)).toHaveLength(2);
    const { id } = await emailOf(customerId);
    expect(await hand(ofMessage(id), reportFor(ofMessage(id)))).toBe(250);
    await settled();
    expect(await emailOf(customerId)).toMatchObject({ state: 'delivered' });
    const anew = ofMessage(id, { round: 1 });
    expect(await hand(anew, reportFor(anew))).toBe(250);
    await untilState(customerId, 'delivered_to_emergency');
  });

  it('is acted on once, however often and however at once it is reported, and months later too', async () => {
    const { emergency, customerId } = await createWith();
    await untilState(customerId, 'delivered');
    const { id } = await emailOf(customerId);
    const old = ofMessage(id, { now: new Date(Date.now() - 150 * DAY) });
    const codes = await Promise.all([1, 2, 3, 4].map(() => hand(old, reportFor(old))));
    expect(codes).toEqual([250, 250, 250, 250]);
    await untilState(customerId, 'delivered_to_emergency');
    expect(await hand(old, reportFor(old))).toBe(250);
    await settled();
    expect(await outside.mailsTo(emergency)).toHaveLength(1);
    expect((await kindsOf(customerId)).filter((kind) => kind === 'message_came_back')).toHaveLength(1);
  });

  it('waits for the copy that is still under way to be settled', async () => {
    const { main, customerId } = await createWith({ mode: 'reject-temporary', times: 2 });
    const { id } = await emailOf(customerId);
    expect(await hand(ofMessage(id), reportFor(ofMessage(id)))).toBe(250);
    await untilState(customerId, 'delivered_to_emergency');
    expect(await outside.mailsTo(main)).toHaveLength(1);
  });
});

describe('an invitation that comes back', () => {
  const invitedTo = async (fault: MailFault['mode']) => {
    const email = `typo-${randomUUID().slice(0, 8)}@fiordaliso.example`;
    await outside.setMailFaults({ match: { to: email }, mode: fault });
    const { userIds } = await carla.users.add.mutate({
      idempotencyKey: randomUUID(),
      users: [{ firstName: 'Ivo', lastName: 'Testa', email }],
    });
    return { email, userId: userIds[0]! };
  };

  it('B22 shows on the user and in the list, until it is sent to the right address', async () => {
    const { email, userId } = await invitedTo('bounce');
    const emergency = (await carla.users.get.query({ id: userId })).customerId;
    expect(emergency).toBeTruthy();
    await eventually(async () => {
      const { invitationLost } = await carla.users.get.query({ id: userId });
      expect(invitationLost).toMatchObject({ state: 'bounced', bounce: { address: email, status: '5.1.1' } });
    }, 20_000);
    const row = async () => (await carla.users.list.query({ q: email, limit: 10 })).rows.find(({ id }) => id === userId);
    expect(await row()).toMatchObject({ state: 'not_activated', invitationLost: 'bounced' });
    const waiting = async () =>
      (await sam.processes.list.query({ kind: ['message'], state: ['needs_attention'], limit: 200 })).rows.filter(
        ({ title }) => title === email,
      );
    await eventually(async () => {
      expect(await waiting()).toHaveLength(1);
    });
    const right = `right-${email}`;
    await carla.users.changeEmail.mutate({ id: userId, email: right });
    await eventually(async () => {
      expect(await outside.mailsTo(right)).toHaveLength(1);
      expect(await row()).toMatchObject({ invitationLost: null });
      expect(await waiting()).toHaveLength(0);
    }, 20_000);
    expect((await carla.users.get.query({ id: userId })).invitationLost).toBeNull();
  });
});

describe('the door for reports', () => {
  let owner: Sql;
  let messageId: string;
  let customerId: string;
  beforeAll(async () => {
    owner = await openSql(stack.settings.DATABASE_URL);
    ({ customerId } = await createWith());
    await untilState(customerId, 'delivered');
    messageId = (await emailOf(customerId)).id;
  });
  afterAll(() => owner.end());
  const rows = async () => {
    await enterScope(owner, 'platform');
    return Number((await owner('SELECT count(*) AS count FROM message_bounce WHERE message_id = $1', [messageId]))[0]?.count);
  };

  it('takes nothing for an address that it didn’t make, of another secret, too old, or of another domain', async () => {
    const to = ofMessage(messageId);
    const other = bounceAddress('x'.repeat(40), domain, { messageId, to: 'main', round: 0 }, new Date());
    const forged = `${to[0] === '0' ? '1' : '0'}${to.slice(1)}`;
    const old = ofMessage(messageId, { now: new Date(Date.now() - 200 * DAY) });
    for (const address of [other, forged, old, to.replace(domain, 'elsewhere.example'), `postmaster@${domain}`, 'ada@victim.example'])
      expect(await hand(address, reportFor(address)), address).toBe(550);
    expect(await rows()).toBe(0);
  });

  it('takes and forgets what is no report of a failure', async () => {
    const to = ofMessage(messageId);
    const away = `From: ada@down.example\r\nTo: ${to}\r\nSubject: Undelivered? No: away\r\nAuto-Submitted: auto-replied\r\n\r\nBack on Monday. Action: failed\r\n`;
    expect(await hand(to, away)).toBe(250);
    expect(await hand(to, reportFor(to, 'delayed'))).toBe(250);
    expect(await hand(to, reportFor(to, 'relayed'))).toBe(250);
    expect(await hand(to, reportFor(to), 'ada@down.example')).toBe(250);
    expect(await hand(to, reportFor(to).replace('report-type=delivery-status', 'report-type=feedback-report'))).toBe(250);
    await settled(500);
    expect(await rows()).toBe(0);
    expect(await emailOf(customerId)).toMatchObject({ state: 'delivered' });
  });

  it('refuses ten megabytes, more than one recipient and too many connections, and goes on', async () => {
    const to = ofMessage(messageId);
    expect(await hand(to, `${reportFor(to)}${'x'.repeat(78).concat('\r\n').repeat(131_072)}`)).toBe(552);
    const transport = createTransport(`smtp://127.0.0.1:${String(stack.server.bouncePort)}`);
    const { rejected } = await transport.sendMail({
      raw: reportFor(to, 'delayed'),
      envelope: { from: '', to: [to, ofMessage(messageId, { to: 'emergency' })] },
    });
    expect(rejected).toHaveLength(1);
    const { connect } = await import('node:net');
    const sockets = Array.from({ length: 30 }, () => connect(stack.server.bouncePort ?? 0, '127.0.0.1'));
    const greetings = await Promise.all(
      sockets.map((socket) => new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))))),
    );
    expect(greetings.filter((line) => line.startsWith('421')).length).toBeGreaterThan(0);
    for (const socket of sockets) socket.destroy();
    await eventually(async () => {
      expect(await hand(to, reportFor(to, 'delayed'))).toBe(250);
    });
    expect(await rows()).toBe(0);
  });

  it('says "later" while it can’t write, and has it when it is told again', async () => {
    const to = ofMessage(messageId);
    await enterScope(owner, 'platform');
    await owner('ALTER TABLE message_bounce RENAME TO message_bounce_away');
    expect(await hand(to, reportFor(to))).toBe(451);
    await owner('ALTER TABLE message_bounce_away RENAME TO message_bounce');
    expect(await hand(to, reportFor(to))).toBe(250);
    expect(await rows()).toBe(1);
  });
});
