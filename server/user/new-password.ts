import { z } from 'zod';
import { passwordLength } from '../../domain/user/user.js';

/** A password as a person chooses it. Issue codes: required, password_short, too_long. */
export const newPassword = z
  .string({ error: 'required' })
  .min(passwordLength.min, { error: 'password_short' })
  .max(passwordLength.max, { error: 'too_long' });
