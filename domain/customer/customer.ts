/** A customer's state; a disabled one can't be used until enabled again, a deleted one never. */
export const customerStates = ['active', 'disabled', 'deleted'] as const;
export type CustomerState = (typeof customerStates)[number];

export const customerTransitions: Readonly<Record<CustomerState, readonly CustomerState[]>> = {
  active: ['disabled', 'deleted'],
  disabled: ['active', 'deleted'],
  deleted: [],
};

/** The languages that screens and messages are written in. */
export const languages = ['en', 'it'] as const;
export type Language = (typeof languages)[number];
