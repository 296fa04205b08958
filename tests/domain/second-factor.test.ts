import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roles } from '../../domain/permission/permissions.js';
import {
  factorCode,
  factorRoles,
  isAppCode,
  isFactorOverdue,
  isRecoveryCode,
  plainCode,
  recoveryBytes,
  recoveryCodeOf,
} from '../../domain/user/second-factor.js';
import { seal, unseal } from '../../runtime/sealed-secret.js';

const now = new Date('2026-11-29T12:00:00Z');
const bytes = fc.uint8Array({ minLength: recoveryBytes, maxLength: recoveryBytes });

describe('codes', () => {
  it('of recovery are read back however they were written down', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const code = recoveryCodeOf(random);
        for (const typed of [code, code.toUpperCase(), code.replaceAll('-', ' '), ` ${code.replaceAll('-', '–')} `])
          expect(factorCode.parse(typed)).toBe(plainCode(code));
        expect(isRecoveryCode(plainCode(code)) && !isAppCode(plainCode(code))).toBe(true);
      }),
    );
  });

  it('of any other form are refused', () => {
    for (const typed of ['', '12345', '1234567', 'abcd-efgh', '١٢٣٤٥٦', `${'a'.repeat(15)}l`])
      expect(factorCode.safeParse(typed).success, typed).toBe(false);
    expect(factorCode.parse('123 456')).toBe('123456');
  });
});

describe('the time of grace', () => {
  it('is over at its instant, for the roles that need a factor, where it is required and there is none', () => {
    for (const role of roles) {
      const due = { role, hasFactor: false, dueAt: now.toISOString() };
      expect(isFactorOverdue(due, true, now), role).toBe(factorRoles.includes(role));
      expect(isFactorOverdue(due, true, new Date(now.getTime() - 1))).toBe(false);
      expect(isFactorOverdue(due, false, now)).toBe(false);
      expect(isFactorOverdue({ ...due, hasFactor: true }, true, now)).toBe(false);
      expect(isFactorOverdue({ ...due, dueAt: null }, true, now)).toBe(false);
    }
  });
});

describe('a sealed secret', () => {
  const keys = ['new', 'old'].map((id) => ({ id, key: Buffer.alloc(32, id) }));
  it('opens for its purpose and owner alone, also with what was the newest key then', () => {
    const secret = new Uint8Array([1, 2, 3]);
    const sealed = seal(keys.slice(1), 'factor', 'somebody', secret);
    expect([...unseal(keys, 'factor', 'somebody', sealed)]).toEqual([1, 2, 3]);
    expect(seal(keys, 'factor', 'somebody', secret).keyId).toBe('new');
    expect(() => unseal(keys, 'factor', 'somebody else', sealed)).toThrow();
    expect(() => unseal(keys, 'another', 'somebody', sealed)).toThrow();
    expect(() => unseal(keys.slice(0, 1), 'factor', 'somebody', sealed)).toThrow('unknown key');
  });
});
