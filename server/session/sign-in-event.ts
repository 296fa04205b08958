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

const TYPES = ['uuid', 'uuid', 'uuid', 'uuid', 'uuid', 'text', 'text', 'text'];

/** Adds a line to the login history for each row of `from`, or one; its values are the parameters from `first` on. */
export const insertSignInEvent = (first = 1, from?: string): string => {
  const values = COLUMNS.map((_column, index) => `$${String(first + index)}::${TYPES[index] ?? 'text'}`).join(', ');
  return `INSERT INTO sign_in_event (${COLUMNS.join(', ')}) SELECT ${values}${from ? ` FROM ${from}` : ''}`;
};
