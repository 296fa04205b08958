/** A user's sign-in state (requirement B23). */
export const userStates = ['ready', 'locked', 'not_activated', 'disabled'] as const;
export type UserState = (typeof userStates)[number];

/** State → the states that may follow. Deleting is not a state: a deleted user is gone from every list. */
export const userTransitions: Readonly<Record<UserState, readonly UserState[]>> = {
  ready: ['locked', 'disabled'],
  locked: ['ready', 'disabled'],
  not_activated: ['ready', 'disabled'],
  disabled: ['ready', 'not_activated'],
};

/** The states from which a user may come into `to`. */
export const statesBefore = (to: UserState): UserState[] => userStates.filter((state) => userTransitions[state].includes(to));

/** What a customer's user may do beside using services (requirement B12). */
export const staffPermissions = ['assigned_services', 'staff_member'] as const;
export type StaffPermission = (typeof staffPermissions)[number];

/** Hours for which an activation link works (requirement B16). */
export const activationTtlHours = 48;
/** Hours before its end at which a reminder goes out. */
export const activationReminderHours = 12;
/** Hours for which a link to choose a new password works. */
export const resetTtlHours = 1;

/** The shortest and longest password accepted, in characters. No composition rules: length is what counts (NIST SP 800-63B). */
export const passwordLength = { min: 12, max: 200 } as const;

/**
 * Too many failures: this many within the first time (minutes) lock the user for the second. A lock that ends by itself
 * means that nobody can be kept out for good by a stranger's failing sign-ins.
 */
export const lockout = { failures: 10, withinMinutes: 15, lockedMinutes: 15 } as const;

/** Minutes for which somebody may act as another user (requirement B20). */
export const impersonationMinutes = 30;
