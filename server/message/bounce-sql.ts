/** Why a message came back, as pages tell it. The texts are those of somebody else's mail server. */
export interface BounceRow {
  readonly address: string;
  readonly status: string;
  readonly diagnostic: string;
  readonly at: string;
}

/** The newest bounce of a message that counted, as JSON; null where it never came back. `message`: the expression of its id. */
export const newestBounce = (message: string): string => `
  (SELECT jsonb_build_object('address', b.address, 'status', b.status, 'diagnostic', b.diagnostic, 'at', to_char(b.received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
     FROM message_bounce b WHERE b.message_id = ${message} AND b.outcome IN ('emergency', 'person', 'noted') ORDER BY b.received_at DESC LIMIT 1)`;

/** The state of the newest message that invites a user, where it reached nobody. `user`: the expression of its id. */
export const newestInvitation = (user: string): string => `
  (SELECT m.id, m.state, m.to_address FROM message m
    WHERE m.user_id = ${user} AND m.template IN ('account_created', 'invitation', 'activation_reminder') ORDER BY m.created_at DESC LIMIT 1)`;
