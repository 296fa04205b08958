import { z } from 'zod';
import { isBuiltFromContext, isCommonPassword, type PasswordContext } from '../../domain/user/guessable-password.js';
import { passwordLength } from '../../domain/user/user.js';
import { FieldFailure } from '../errors/issues-of.js';

/** A password as a person chooses it. Issue codes: required, password_short, too_long, password_common. */
export const newPassword = z
  .string({ error: 'required' })
  .min(passwordLength.min, { error: 'password_short', abort: true })
  .max(passwordLength.max, { error: 'too_long', abort: true })
  .refine((password) => !isCommonPassword(password), { error: 'password_common' });

/** Refuses a password that is built from what is known of its user. Fault at `field`: password_context. */
export const checkPasswordContext = (password: string, context: PasswordContext, field = 'password'): void => {
  if (isBuiltFromContext(password, context)) throw new FieldFailure([{ path: [field], code: 'password_context' }]);
};
