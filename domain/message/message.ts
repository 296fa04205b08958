import { activationReminderHours, activationTtlHours, resetTtlHours } from '../user/user.js';

/**
 * A message's way to its reader. `delivered`, `delivered_to_emergency`: that address's server accepted it, which is all that is known
 * until it comes back; `bounced`: it came back from where it had been accepted; `undeliverable`: no address's server accepted it.
 */
export const messageStates = [
  'queued',
  'sending',
  'delivered',
  'delivered_to_emergency',
  'bounced',
  'undeliverable',
  'called_off',
] as const;
export type MessageState = (typeof messageStates)[number];

/**
 * The database refuses every other one. A report may come back while the copy that it is about is still *sending*; of an undeliverable
 * one the process that tries it again writes only what became of it.
 */
export const messageTransitions: Readonly<Record<MessageState, readonly MessageState[]>> = {
  queued: ['sending', 'called_off'],
  sending: ['delivered', 'delivered_to_emergency', 'bounced', 'undeliverable'],
  delivered: ['bounced'],
  delivered_to_emergency: ['bounced'],
  bounced: ['sending', 'delivered_to_emergency'],
  undeliverable: ['sending', 'delivered', 'delivered_to_emergency'],
  called_off: [],
};

/** Templates that can be rendered. */
export const messageTemplates = [
  'account_created',
  'invitation',
  'activation_reminder',
  'invitation_expired',
  'password_reset',
  'password_changed',
  'address_confirm',
  'address_changed',
  'administrator_added',
  'domain_confirm',
  'service_ready',
  'factor_changed',
] as const;
export type MessageTemplate = (typeof messageTemplates)[number];

/** Hours for which a template's link works; 0 for one without a link that ends. */
export const linkHoursOf: Readonly<Record<MessageTemplate, number>> = {
  account_created: activationTtlHours,
  invitation: activationTtlHours,
  activation_reminder: activationReminderHours,
  invitation_expired: 0,
  password_reset: resetTtlHours,
  password_changed: 0,
  address_confirm: activationTtlHours,
  address_changed: 0,
  administrator_added: 0,
  domain_confirm: activationTtlHours,
  service_ready: 0,
  factor_changed: 0,
};

/** What became of somebody's second factor, as a mail tells it. */
export const factorChanges = ['begun', 'removed', 'reset', 'codes_renewed', 'recovery_used'] as const;
export type FactorChange = (typeof factorChanges)[number];

/** What a message's row keeps for its text, besides what is looked up when it is sent. */
export interface MessageParams {
  /** Another message whose link this one carries. */
  readonly linkOf?: string;
  readonly address?: string;
  readonly service?: string;
  readonly units?: string;
  readonly order?: string;
  /** New administrators, and who made them so. */
  readonly names?: string;
  readonly by?: string;
  /** An account e-mail that went to somebody who had been activated: it led to the sign-in. */
  readonly activated?: boolean;
  readonly change?: string;
  /** The page that a message without a token leads to. */
  readonly path?: string;
}
