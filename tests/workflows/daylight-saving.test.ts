import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedIn, type Api } from '../support/client.js';
import { aCustomer } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { startSkippedTime, type SkippedTime } from './support/skipped-time.js';

const SECOND = 1_000;

let time: SkippedTime;
let rita: Api;
beforeAll(async () => {
  time = await startSkippedTime();
  rita = await signedIn(time.stack.url, 'rita');
});
afterAll(() => time.stop());

const scheduledFor = async (localDateTime: string) => {
  const input = aCustomer({ timeZone: 'Europe/Rome', accountEmail: { when: 'date', localDateTime } });
  const { customerId, accountEmailDueAt } = await rita.customers.create.mutate(input);
  return { customerId, dueAt: accountEmailDueAt, address: input.contact.email };
};

describe('an account e-mail ten months ahead', () => {
  it('A6 goes out at nine by the clock of Rome, across both daylight-saving changes', async () => {
    const year = new Date(await time.now()).getUTCFullYear() + 1;
    await time.passUntil(`${String(year)}-02-01T08:00:00Z`);
    const summer = await scheduledFor(`${String(year)}-07-15T09:00`);
    const winter = await scheduledFor(`${String(year)}-12-01T09:00`);
    // Rome is two hours ahead of UTC in July, and one in December.
    expect(summer.dueAt).toBe(`${String(year)}-07-15T07:00:00.000Z`);
    expect(winter.dueAt).toBe(`${String(year)}-12-01T08:00:00.000Z`);

    for (const { dueAt, address, customerId } of [summer, winter]) {
      await eventually(async () => {
        expect((await rita.timeline.ofCustomer.query({ customerId })).next).toMatchObject([{ at: dueAt }]);
      });
      await time.passUntil(Date.parse(dueAt) - 30 * SECOND);
      expect(await time.outside.mailsTo(address)).toHaveLength(0);
      await time.passUntil(Date.parse(dueAt));
      await eventually(async () => {
        expect(await time.outside.mailsTo(address)).toHaveLength(1);
      });
      const { events } = await time.history(`customer/${customerId}`);
      const timesOf = (kind: 'startChildWorkflowExecutionInitiatedEventAttributes' | 'timerStartedEventAttributes') =>
        (events ?? [])
          .filter((event) => event[kind])
          .map(({ eventTime }) => Number(eventTime?.seconds) * 1000 + Number(eventTime?.nanos) / 1e6);
      const [sentAt = 0] = timesOf('startChildWorkflowExecutionInitiatedEventAttributes');
      // By the engine's own clock: not a millisecond before, and within the time that a worker needs.
      expect(sentAt).toBeGreaterThanOrEqual(Date.parse(dueAt));
      expect(sentAt).toBeLessThan(Date.parse(dueAt) + 30 * SECOND);
      expect(timesOf('timerStartedEventAttributes')).toHaveLength(1);
    }
  });
});
