import { z } from 'zod';
import { isTimeZone } from '../calendar/local-time.js';
import { languages } from '../customer/customer.js';
import { mixesAlphabets, optionalEmail, optionalLine, personName, requiredEmail, requiredLine } from '../text/safe-text.js';
import { staffPermissions } from './user.js';

/** A login name: 3 to 100 characters without blanks. Issue codes: required, too_short, too_long, login_name, mixed_alphabets. */
export const loginNameSchema = requiredLine(100)
  .refine((name) => name.length >= 3, { error: 'too_short', abort: true })
  .refine((name) => /^[\p{L}\p{N}][\p{L}\p{N}._@+-]*$/u.test(name), { error: 'login_name', abort: true })
  .refine((name) => !mixesAlphabets(name), { error: 'mixed_alphabets' });

/** True when a login name isn't somebody else's address: one that is an address signs in for its own mailbox alone. */
export const isOwnLoginName = (loginName: string, email: string): boolean =>
  !loginName.includes('@') || loginNameKey(loginName) === loginNameKey(email);

/** The form in which login names are compared. */
export const loginNameKey = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

export const customerUserRoles = ['customer_admin', 'customer_user'] as const;

/** What identifies and places a user (requirements B12, B13, B17). */
export const userFacts = z.strictObject({
  firstName: personName(60),
  lastName: personName(60),
  email: requiredEmail(),
  notificationEmail: optionalEmail(),
  language: z.enum(languages, { error: 'language' }).default('en'),
  timeZone: z.string().refine(isTimeZone, { error: 'time_zone' }).default('Europe/Rome'),
  address: z
    .strictObject({
      street1: optionalLine(120),
      street2: optionalLine(120),
      postalCode: optionalLine(20),
      city: optionalLine(80),
      country: optionalLine(2),
    })
    .optional(),
});

/** One user to add (requirements B11, B15). Without a login name the e-mail address signs in. */
export const newUser = userFacts.extend({
  loginName: z
    .string()
    .optional()
    .transform((name) => (name?.trim() ? name : undefined))
    .pipe(loginNameSchema.optional()),
  role: z.enum(customerUserRoles, { error: 'role' }).default('customer_user'),
  staffPermission: z.enum(staffPermissions, { error: 'staff_permission' }).default('assigned_services'),
  sendActivationEmail: z.boolean().default(true),
  /** Services of the account that the user gets a seat of at once (requirement B14). */
  services: z.array(z.uuid()).max(50, { error: 'too_many' }).default([]),
});

export type UserFacts = z.output<typeof userFacts>;
export type NewUser = z.output<typeof newUser>;

/** At most this many users in one form, and in one file. */
export const mostUsersInForm = 50;
export const mostUsersInFile = 1_000;
