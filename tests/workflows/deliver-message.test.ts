import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import type { MailFault } from '../support/outside.js';
import { startSkippedTime, type SkippedTime } from './support/skipped-time.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let time: SkippedTime;
let rita: Api;
let olivia: Api;
beforeAll(async () => {
  time = await startSkippedTime();
  rita = await signedIn(time.stack.url, 'rita');
  olivia = await signedIn(time.stack.url, 'olivia');
});
afterAll(() => time.stop());

const emailOf = async (customerId: string) => (await rita.customers.get.query({ id: customerId })).accountEmail;
/** What happened to the e-mail, newest first; its link is watched beside that. */
const kindsOf = async (customerId: string) =>
  (await rita.timeline.ofCustomer.query({ customerId })).past.map(({ kind }) => kind).filter((kind) => !/link_sent|expired/.test(kind));
const pass = async (ms: number) => time.passUntil((await time.now()) + ms);

/** A new customer whose address has this trouble and whose e-mail goes out at once, once the first try to send it was made. */
const customerWithTrouble = async (fault: MailFault, changes: Parameters<typeof aCustomer>[0] = {}) => {
  const input = aCustomer(changes);
  await time.outside.setMailFaults({ match: { to: input.contact.email }, ...fault });
  const { customerId } = await rita.customers.create.mutate(input);
  await eventually(async () => {
    expect(await time.outside.mailAttemptsTo(input.contact.email)).not.toHaveLength(0);
  });
  return { customerId, address: input.contact.email };
};

const untilState = (customerId: string, state: string) =>
  eventually(async () => {
    expect(await emailOf(customerId)).toMatchObject({ state });
  });

describe('an e-mail to a server that greylists', () => {
  it('is taken some minutes later, once', async () => {
    const { customerId, address } = await customerWithTrouble({ mode: 'reject-temporary', times: 4 });
    await pass(10 * MINUTE);
    await untilState(customerId, 'delivered');
    const outcomes = (await time.outside.mailAttemptsTo(address)).map(({ outcome }) => outcome);
    expect(outcomes).toEqual([...Array<string>(4).fill('rejected-temporary'), 'accepted']);
    expect(await time.outside.mailsTo(address)).toHaveLength(1);
    expect(await kindsOf(customerId)).not.toContain('message_bounced');
  });
});

describe('an e-mail whose answer is lost', () => {
  it('comes again under the same Message-ID, so that its reader has one', async () => {
    const { customerId, address } = await customerWithTrouble({ mode: 'drop-after-data', times: 1 });
    await pass(MINUTE);
    await untilState(customerId, 'delivered');
    expect(await time.outside.mailsTo(address)).toMatchObject([{ isRepeat: true }, { isRepeat: false }]);
  });
});

describe('an e-mail that the main address does not get', () => {
  it('A5 goes to the emergency address when it is refused, and the timeline says so', async () => {
    const emergencyEmail = 'refused-fallback@elsewhere.example';
    const { customerId, address } = await customerWithTrouble({ mode: 'reject-permanent' }, { emergencyEmail });
    await untilState(customerId, 'delivered_to_emergency');
    expect(await emailOf(customerId)).toMatchObject({ sentTo: emergencyEmail });
    // The message's process has ended; the customer's hears of it and writes its own line.
    await eventually(async () => {
      expect((await kindsOf(customerId)).slice(0, 3)).toEqual(['customer_opened', 'message_delivered_to_emergency', 'message_bounced']);
    });
    expect(await time.outside.mailAttemptsTo(address)).toHaveLength(1);
    expect(await time.outside.mailsTo(emergencyEmail)).toHaveLength(1);
  });

  it('A5 goes to the emergency address after four hours of trying, not before', async () => {
    const emergencyEmail = 'late-fallback@elsewhere.example';
    const { customerId, address } = await customerWithTrouble({ mode: 'reject-temporary' }, { emergencyEmail });
    await pass(3.5 * HOUR);
    expect(await time.outside.mailsTo(emergencyEmail)).toHaveLength(0);
    await pass(HOUR);
    await untilState(customerId, 'delivered_to_emergency');
    expect(await time.outside.mailsTo(emergencyEmail)).toHaveLength(1);
    expect(await time.outside.mailsTo(address)).toHaveLength(0);
  });
});

describe('an e-mail whose customer is closed meanwhile', () => {
  /** The state of the e-mail's own process. */
  const stateOf = async (workflowId: string) =>
    (await olivia.processes.list.query({ kind: ['message'], limit: 200 })).rows.find((row) => row.workflowId === workflowId)?.state;
  const workflowOf = async (customerId: string) => `message/${(await emailOf(customerId))!.id}`;

  it('B21 is tried no more, at no address, and nobody is asked to look after it', async () => {
    const emergencyEmail = 'closed-fallback@elsewhere.example';
    const { customerId, address } = await customerWithTrouble({ mode: 'reject-temporary' }, { emergencyEmail });
    const workflowId = await workflowOf(customerId);
    await rita.customers.disable.mutate({ id: customerId, reason: 'does not pay' });
    await time.outside.setMailFaults();
    await pass(5 * HOUR);
    await eventually(async () => expect(await stateOf(workflowId)).toBe('ended'));
    expect([...(await time.outside.mailsTo(address)), ...(await time.outside.mailsTo(emergencyEmail))]).toEqual([]);
    expect(await kindsOf(customerId)).not.toContain('message_bounced');
    expect((await rita.timeline.ofCustomer.query({ customerId })).now).toEqual([]);
  });

  it('B21 ends where it waited for a person', async () => {
    const { customerId } = await customerWithTrouble({ mode: 'reject-permanent' });
    await untilState(customerId, 'undeliverable');
    const workflowId = await workflowOf(customerId);
    await rita.customers.delete.mutate({ id: customerId, reason: 'left us' });
    await eventually(async () => expect(await stateOf(workflowId)).toBe('ended'));
  });
});

describe('an e-mail that no address takes', () => {
  const undeliverable = async () => {
    const created = await customerWithTrouble({ mode: 'reject-permanent' });
    await untilState(created.customerId, 'undeliverable');
    const { now } = await rita.timeline.ofCustomer.query({ customerId: created.customerId });
    const waiting = now.find(({ kind }) => kind === 'message');
    expect(waiting).toMatchObject({ state: 'needs_attention', problem: { code: 'mail_refused' } });
    return { ...created, processId: waiting?.processId ?? '' };
  };

  it('waits for a person, and goes out when one asks for another try', async () => {
    const { customerId, address, processId } = await undeliverable();
    await pass(20 * DAY);
    await time.outside.setMailFaults();
    await olivia.processes.retryNow.mutate({ id: processId, reason: 'They have mended their mail' });
    await untilState(customerId, 'delivered');
    expect(await time.outside.mailsTo(address)).toHaveLength(1);
    expect((await rita.timeline.ofCustomer.query({ customerId })).past).toContainEqual(
      expect.objectContaining({ kind: 'message_retried', actorName: 'Olivia Operator' }),
    );
  });

  it('is given up after thirty days, and its process says so', async () => {
    const { customerId, processId } = await undeliverable();
    await pass(29 * DAY);
    expect((await olivia.processes.get.query({ id: processId })).state).toBe('needs_attention');
    await pass(2 * DAY);
    await eventually(async () => {
      expect((await olivia.processes.get.query({ id: processId })).state).toBe('failed');
      expect((await rita.timeline.ofCustomer.query({ customerId })).now).toEqual([]);
    });
    expect((await kindsOf(customerId)).slice(0, 2)).toEqual(['account_email_failed', 'message_given_up']);
  });
});
