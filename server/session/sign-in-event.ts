/** Values of a line of the login history, in the order of its columns. */
export type SignInEvent = readonly [
  userId: string | null,
  tier1Id: string | null,
  channelId: string | null,
  customerId: string | null,
  actingUserId: string | null,
  outcome: string,
  address: string,
  browser: string,
];

const COLUMNS = ['user_id', 'tier1_id', 'channel_id', 'customer_id', 'acting_user_id', 'outcome', 'address', 'browser'];

/** Adds a line to the login history; its values are the parameters from `first` on. */
export const insertSignInEvent = (first = 1): string =>
  `INSERT INTO sign_in_event (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map((_column, index) => `$${String(first + index)}`).join(', ')})`;
