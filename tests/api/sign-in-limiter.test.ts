import { describe, expect, it } from 'vitest';
import { createSignInLimiter } from '../../server/security/sign-in-limiter.js';

const refusals = async (attempts: Promise<void>[]): Promise<number> =>
  (await Promise.allSettled(attempts)).filter((result) => result.status === 'rejected' && String(result.reason).includes('rate_limited'))
    .length;

describe('the limit on signing in', () => {
  it('stops an address that tries one name after the other', async () => {
    const limiter = createSignInLimiter();
    const attempts = Array.from({ length: 230 }, (_unused, index) => limiter.attempt(`name-${String(index)}`, '198.51.100.1'));
    expect(await refusals(attempts)).toBe(30);
    expect(await refusals([limiter.attempt('name-1', '198.51.100.2')])).toBe(0);
  });

  it('does not count what succeeded, however often a whole office signs in from one address', async () => {
    const limiter = createSignInLimiter();
    for (let round = 0; round < 300; round += 1) {
      await limiter.attempt(`person-${String(round % 40)}`, '198.51.100.1');
      await limiter.succeeded(`person-${String(round % 40)}`, '198.51.100.1');
    }
    expect(await refusals([limiter.attempt('person-1', '198.51.100.1')])).toBe(0);
  });

  it('does not let a name that is refused use up its address', async () => {
    const limiter = createSignInLimiter();
    const attempts = Array.from({ length: 500 }, () => limiter.attempt('one', '198.51.100.1'));
    expect(await refusals(attempts)).toBe(490);
    expect(await refusals([limiter.attempt('another', '198.51.100.1')])).toBe(0);
  });
});
