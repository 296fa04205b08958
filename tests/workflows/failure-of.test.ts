import { ActivityFailure, ApplicationFailure, CancelledFailure, RetryState, TimeoutFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { failureOf, throughOurOutages } from '../../workflows/failure-of.js';

const failedWith = (cause: Error) => new ActivityFailure('Activity task failed', 'sendMessage', '1', RetryState.TIMEOUT, 'worker', cause);
const lapsed = (type: 'SCHEDULE_TO_CLOSE' | 'START_TO_CLOSE', cause?: Error) =>
  Object.assign(new TimeoutFailure('activity timeout', undefined, type), { cause });
const refused = ApplicationFailure.nonRetryable('550 No such mailbox', 'mail_refused');

describe('a call that an activity made for a workflow', () => {
  it.each([
    ['no worker took it in all its time', lapsed('SCHEDULE_TO_CLOSE')],
    ['our database was away', ApplicationFailure.create({ type: 'database_unreachable' })],
    [
      'our database was away until its time was over',
      lapsed('SCHEDULE_TO_CLOSE', ApplicationFailure.create({ type: 'database_unreachable' })),
    ],
  ])('is made again when %s', async (_why, cause) => {
    const outcomes = [failedWith(cause), failedWith(cause)];
    await expect(
      throughOurOutages(() => {
        const failure = outcomes.shift();
        return failure ? Promise.reject(failure) : Promise.resolve('sent');
      }),
    ).resolves.toBe('sent');
    expect(outcomes).toEqual([]);
  });

  it.each([
    ['the other side refused it', refused, 'mail_refused'],
    ['its answer did not come in time', lapsed('START_TO_CLOSE'), 'mail_unreachable'],
    [
      'the other side was down until its time was over',
      lapsed('SCHEDULE_TO_CLOSE', ApplicationFailure.create({ type: 'mail_deferred' })),
      'mail_deferred',
    ],
    ['of a fault in our program', ApplicationFailure.create({ type: 'TypeError' }), 'internal'],
  ])('has failed when %s', async (_why, cause, code) => {
    const failure = failedWith(cause);
    let calls = 0;
    await expect(
      throughOurOutages(() => {
        calls += 1;
        return Promise.reject(failure);
      }),
    ).rejects.toBe(failure);
    expect(calls).toBe(1);
    expect(failureOf(failure, 'mail_unreachable')).toBe(code);
  });

  it('ends with its workflow when that is cancelled', async () => {
    const failure = failedWith(new CancelledFailure('cancelled'));
    await expect(throughOurOutages(() => Promise.reject(failure))).rejects.toBe(failure);
  });
});
