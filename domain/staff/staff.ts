import { z } from 'zod';
import type { Role } from '../permission/permissions.js';
import { userFacts } from '../user/user-input.js';

/** Whoever works for the platform or for a reseller, and belongs to no customer (requirement C20). */
export const staffRoles = ['operator', 'support', 'reseller_admin'] as const;
export type StaffRole = (typeof staffRoles)[number];

/** The roles between which the platform's own people change. A reseller's administrator belongs to the channel and has no other role. */
export const platformRoles = ['operator', 'support'] as const;

const person = userFacts.omit({ notificationEmail: true, address: true });

/** Somebody to invite; the e-mail address signs in. Issue code: role; channel for one who needs a channel. */
export const staffInvitation = z.discriminatedUnion(
  'role',
  [
    person.extend({ role: z.enum(platformRoles) }),
    person.extend({ role: z.literal('reseller_admin'), channelId: z.uuid({ error: 'required' }) }),
  ],
  { error: 'role' },
);
export type StaffInvitation = z.output<typeof staffInvitation>;

interface Person {
  readonly id: string;
  readonly role: Role;
}

/**
 * Whether `actor` may change somebody of this role: operators everybody who works here or for a reseller, a reseller's administrator
 * those of the channels in their own scope, which the database keeps. Nobody acts upon themselves: ends by accident can't be taken back.
 */
export const mayManageStaff = (actor: Person, target: Person): boolean => actor.id !== target.id && mayHaveRole(actor.role, target.role);

/** Whether `actor` may make somebody this. */
export const mayHaveRole = (actor: Role, role: Role): boolean =>
  actor === 'operator' ? (staffRoles as readonly Role[]).includes(role) : actor === 'reseller_admin' && role === 'reseller_admin';

/**
 * An operator's factor is taken away by two persons, everybody else's by one operator. For so long it counts as an operator's after the role
 * was taken away.
 */
export const operatorLatelyDays = 30;

/** Whether `actor` may approve what somebody else asked for. */
export const mayApproveReset = (actor: Person, asked: { readonly userId: string; readonly askedBy: string }): boolean =>
  actor.role === 'operator' && actor.id !== asked.userId && actor.id !== asked.askedBy;
