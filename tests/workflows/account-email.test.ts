import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureFrom, signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { customerDueAt, inRome, wholeMinute } from './support/accounts.js';
import { startSkippedTime, type SkippedTime } from './support/skipped-time.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let time: SkippedTime;
let rita: Api;
beforeAll(async () => {
  time = await startSkippedTime();
  rita = await signedIn(time.stack.url, 'rita');
});
afterAll(() => time.stop());

const later = async (days: number) => wholeMinute((await time.now()) + days * DAY);
const threadOf = (customerId: string) => rita.timeline.ofCustomer.query({ customerId });
const emailOf = async (customerId: string) => (await rita.customers.get.query({ id: customerId })).accountEmail;
/** The account e-mails alone: a link that isn't followed is reminded of. */
const mails = async (address: string) => (await time.outside.mailsTo(address)).filter(({ subject }) => subject.includes('is ready'));

const untilWaiting = (customerId: string, dueAt: number) =>
  eventually(async () => {
    expect((await threadOf(customerId)).next).toMatchObject([{ kind: 'account_email', at: new Date(dueAt).toISOString() }]);
  });
const untilDelivered = ({ customerId, address }: { customerId: string; address: string }) =>
  eventually(async () => {
    expect(await emailOf(customerId)).toMatchObject({ state: 'delivered', sentTo: address });
    expect((await threadOf(customerId)).now).toEqual([]);
  });

describe('an account e-mail on a date', () => {
  it('A6 is moved later: nothing at the old date, one mail at the new one', async () => {
    const [first, second] = [await later(10), await later(25)];
    const customer = await customerDueAt(rita, first);
    await untilWaiting(customer.customerId, first);
    await rita.accountEmail.move.mutate({ customerId: customer.customerId, localDateTime: inRome(second) });
    await time.passUntil(first + DAY);
    expect(await mails(customer.address)).toHaveLength(0);
    await untilWaiting(customer.customerId, second);
    await time.passUntil(second + MINUTE);
    await untilDelivered(customer);
    expect(await mails(customer.address)).toHaveLength(1);
  });

  it('A6 is moved earlier: goes out at the new date and not again at the old one', async () => {
    const [first, second] = [await later(40), await later(5)];
    const customer = await customerDueAt(rita, first);
    await untilWaiting(customer.customerId, first);
    await rita.accountEmail.move.mutate({ customerId: customer.customerId, localDateTime: inRome(second) });
    await time.passUntil(second + MINUTE);
    await untilDelivered(customer);
    await time.passUntil(first + DAY);
    expect(await mails(customer.address)).toHaveLength(1);
  });

  it('A6 is moved several times, also at once: the record says what the process does, and one mail goes out then', async () => {
    const customer = await customerDueAt(rita, await later(10));
    for (const days of [30, 3]) {
      await rita.accountEmail.move.mutate({ customerId: customer.customerId, localDateTime: inRome(await later(days)) });
    }
    const dates = [await later(12), await later(18), await later(15), await later(20)];
    await Promise.all(dates.map((date) => rita.accountEmail.move.mutate({ customerId: customer.customerId, localDateTime: inRome(date) })));
    const { past, next } = await threadOf(customer.customerId);
    const [{ at } = { at: '' }] = next;
    const moves = past.filter(({ kind }) => kind === 'account_email_moved');
    expect(moves).toHaveLength(6);
    // Each move tells from where: a chain without a gap, whose end is what stands in the record.
    expect(moves.slice(1).map(({ params }) => params.to)).toEqual(moves.slice(0, -1).map(({ params }) => params.from));
    expect(moves[0]).toMatchObject({ params: { to: at }, actorName: 'Rita Rossi' });
    expect(await emailOf(customer.customerId)).toMatchObject({ dueAt: at });

    await time.passUntil(Date.parse(at) - MINUTE);
    expect(await mails(customer.address)).toHaveLength(0);
    await time.passUntil(Date.parse(at) + MINUTE);
    await untilDelivered(customer);
    await time.passUntil(await later(30));
    expect(await mails(customer.address)).toHaveLength(1);
  });

  it('A6 is moved at the last moment', async () => {
    const [first, second] = [await later(8), await later(9)];
    const customer = await customerDueAt(rita, first);
    await untilWaiting(customer.customerId, first);
    await time.passUntil(first - 20_000);
    await rita.accountEmail.move.mutate({ customerId: customer.customerId, localDateTime: inRome(second) });
    await time.passUntil(second - MINUTE);
    expect(await mails(customer.address)).toHaveLength(0);
    await time.passUntil(second + MINUTE);
    await untilDelivered(customer);
  });

  it('A6 is sent now, and not again on its date', async () => {
    const due = await later(8);
    const customer = await customerDueAt(rita, due);
    await untilWaiting(customer.customerId, due);
    await rita.accountEmail.sendNow.mutate({ customerId: customer.customerId });
    await untilDelivered(customer);
    await time.passUntil(due + DAY);
    expect(await mails(customer.address)).toHaveLength(1);
    expect((await threadOf(customer.customerId)).past.map(({ kind }) => kind)).toContain('account_email_hastened');
  });

  it('A6 is called off: nothing goes out, and the timeline says who and why', async () => {
    const due = await later(8);
    const customer = await customerDueAt(rita, due);
    await untilWaiting(customer.customerId, due);
    await rita.accountEmail.callOff.mutate({ customerId: customer.customerId, reason: 'They will phone first' });
    await time.passUntil(due + DAY);
    expect(await mails(customer.address)).toHaveLength(0);
    expect(await emailOf(customer.customerId)).toMatchObject({ state: 'called_off' });
    const { past, now, next } = await threadOf(customer.customerId);
    expect(past[0]).toMatchObject({
      kind: 'account_email_called_off',
      actorName: 'Rita Rossi',
      params: { reason: 'They will phone first' },
    });
    expect([now, next]).toEqual([[], []]);
  });

  it('A6 can neither be moved, sent nor called off once it is on its way, nor when it has gone', async () => {
    const input = aCustomer();
    await time.outside.setMailFaults({ match: { to: input.contact.email }, mode: 'reject-temporary' });
    const { customerId } = await rita.customers.create.mutate(input);
    await eventually(async () => {
      expect(await time.outside.mailAttemptsTo(input.contact.email)).not.toHaveLength(0);
    });
    const commands = async () => [
      (await failureFrom(rita.accountEmail.move.mutate({ customerId, localDateTime: inRome(await later(2)) }))).code,
      (await failureFrom(rita.accountEmail.sendNow.mutate({ customerId }))).code,
      (await failureFrom(rita.accountEmail.callOff.mutate({ customerId, reason: 'Too late anyway' }))).code,
    ];
    expect(await commands()).toEqual(['too_late', 'too_late', 'too_late']);
    await time.outside.setMailFaults();
    await time.passUntil((await time.now()) + 15 * MINUTE);
    await untilDelivered({ customerId, address: input.contact.email });
    expect(await commands()).toEqual(['too_late', 'too_late', 'too_late']);
    expect(await mails(input.contact.email)).toHaveLength(1);
  });
});

describe('a customer who is disabled', () => {
  it('A6 gets no account e-mail on its date', async () => {
    const due = await later(8);
    const customer = await customerDueAt(rita, due);
    await untilWaiting(customer.customerId, due);
    await rita.customers.disable.mutate({ id: customer.customerId, reason: 'Did not pay' });
    await eventually(async () => {
      expect(await emailOf(customer.customerId)).toMatchObject({ state: 'called_off' });
    });
    await time.passUntil(due + DAY);
    expect(await mails(customer.address)).toHaveLength(0);
    expect((await threadOf(customer.customerId)).past[0]).toMatchObject({ kind: 'account_email_called_off_by_state' });
  });

  it('A6 gets none either when no worker had begun its process yet, and nothing is left open', async () => {
    await time.stack.worker?.stop();
    const input = aCustomer();
    const { customerId } = await rita.customers.create.mutate(input);
    await rita.customers.disable.mutate({ id: customerId, reason: 'A mistake' });
    await time.stack.startWorker();
    await eventually(async () => {
      expect(await emailOf(customerId)).toMatchObject({ state: 'called_off' });
      expect((await threadOf(customerId)).now).toEqual([]);
    });
    expect(await mails(input.contact.email)).toHaveLength(0);
  });
});
