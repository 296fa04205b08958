import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';
import { failureKinds } from '../../domain/failure/failure-code.js';
import { createLog } from '../../runtime/log.js';
import { aroundActivities } from '../../worker/around-activities.js';

const options = {
  interceptors: [aroundActivities(createLog('tests', 'silent'), () => Promise.resolve())],
  logger: new DefaultLogger('ERROR'),
};

/** What the engine is told when an activity fails so. */
const toldOf = async (failure: unknown): Promise<ApplicationFailure> => {
  const environment = new MockActivityEnvironment({}, options);
  const told: unknown = await environment.run(() => Promise.reject(failure as Error)).catch((error: unknown) => error);
  expect(told).toBeInstanceOf(ApplicationFailure);
  return told as ApplicationFailure;
};

describe('a failure of an activity', () => {
  it.each(Object.entries(failureKinds))('%s is tried again unless the taxonomy calls it final', async (code, { retry }) => {
    const thrown = ApplicationFailure.create({
      type: code,
      message: 'said so',
      details: [{ status: 400 }],
    });
    const told = await toldOf(thrown);
    expect(told).toMatchObject({ type: code, message: 'said so', details: [{ status: 400 }] });
    expect(told.nonRetryable === true).toBe(retry === 'no');
  });

  it('ends at once when who throws it says so, whatever its code', async () => {
    expect(await toldOf(ApplicationFailure.nonRetryable('enough', 'vendor_error'))).toMatchObject({ nonRetryable: true });
  });

  it('that nobody foresaw is tried again, and its text stays out of the history', async () => {
    const told = await toldOf(new TypeError('secret of 1234'));
    expect(told).toMatchObject({ type: 'internal', message: 'TypeError' });
    expect(told.nonRetryable).not.toBe(true);
  });
});
