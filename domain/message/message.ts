/** A message's way to its reader. `bounced`: the main address refused it; `undeliverable`: no address took it. */
export const messageStates = ['queued', 'sending', 'delivered', 'delivered_to_emergency', 'undeliverable', 'called_off'] as const;
export type MessageState = (typeof messageStates)[number];

export const messageTransitions: Readonly<Record<MessageState, readonly MessageState[]>> = {
  queued: ['sending', 'called_off'],
  sending: ['delivered', 'delivered_to_emergency', 'undeliverable'],
  delivered: [],
  delivered_to_emergency: [],
  undeliverable: ['sending'],
  called_off: [],
};

/** Templates that can be rendered. */
export const messageTemplates = [
  'account_created',
  'invitation',
  'activation_reminder',
  'password_reset',
  'password_changed',
  'address_confirm',
  'address_changed',
  'service_ready',
] as const;
export type MessageTemplate = (typeof messageTemplates)[number];
