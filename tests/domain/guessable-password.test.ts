import { describe, expect, it } from 'vitest';
import { isBuiltFromContext, isCommonPassword } from '../../domain/user/guessable-password.js';

describe('a password that anybody would try', () => {
  it.each([
    'password1234',
    'Password123!',
    'P@ssw0rd2026!',
    'passwordpassword',
    '123456789012',
    'aaaaaaaaaaaa',
    'abcabcabcabc',
    'qwertyuiop12',
    'Qwertyuiop123!',
    'abcdefghijkl',
    'Benvenuto2026!',
    'iloveyou12345',
    'forzajuve2025',
    'Amministratore1',
    'letmein12345!',
    'correcthorsebatterystaple',
    '987654321098',
  ])('is common: %s', (password) => {
    expect(isCommonPassword(password)).toBe(true);
  });

  it.each([
    'a long enough one',
    'sei cavalli corrono piano',
    'given by the administrator',
    'a password of the reader',
    'xK9#mQ2$vL7p',
    'tre tigri contro tre',
  ])('is not: %s', (password) => {
    expect(isCommonPassword(password)).toBe(false);
  });

  it('takes no longer for two hundred signs than anybody notices', () => {
    const began = performance.now();
    for (const text of ['ab'.repeat(100), 'passwor'.repeat(28), '1'.repeat(200), `${'a'.repeat(199)}b`]) isCommonPassword(text);
    expect(performance.now() - began).toBeLessThan(500);
  });
});

describe('a password of one’s own context', () => {
  const carla = {
    loginName: 'carla@fiordaliso.example',
    email: 'carla@fiordaliso.example',
    firstName: 'Carla',
    lastName: 'Conti',
    company: 'Fiordaliso S.r.l.',
  };

  it.each(['Fiordaliso2026', 'carla.conti.1980', 'F10rdal1so!!!!', 'CarlaFiordaliso', 'conti-password-1'])('is %s', (password) => {
    expect(isBuiltFromContext(password, carla)).toBe(true);
  });

  it.each(['sei cavalli corrono piano', 'il fiordaliso cresce tra i sassi', 'customer-of-somebody'])('is not %s', (password) => {
    expect(isBuiltFromContext(password, carla)).toBe(false);
  });
});
