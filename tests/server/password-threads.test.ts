import { describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from '../../server/security/password.js';
import { hashInThread, noteReader } from '../../server/security/password-threads.js';

describe('hashing in threads', () => {
  it('gives way to readers, but not for ever: whoever signs in gets their turn while others keep reading', async () => {
    const stored = await hashPassword('correct horse battery');
    const reading = setInterval(noteReader, 5);
    try {
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) => verifyPassword(stored, index % 3 === 0 ? 'something else' : 'correct horse battery')),
      );
      expect(answers).toEqual(Array.from({ length: 12 }, (_, index) => index % 3 !== 0));
    } finally {
      clearInterval(reading);
    }
  });

  it('fails only the job whose thread died; those behind it are hashed', async () => {
    const broken = { password: 'x', cost: { memoryCost: 1 } }; // less than the algorithm takes
    const [first, ...others] = await Promise.allSettled([
      hashInThread(broken),
      hashInThread(broken),
      ...Array.from({ length: 4 }, () => hashPassword('correct horse battery')),
    ]);
    expect(first.status).toBe('rejected');
    expect(others.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled', 'fulfilled']);
  });
});
