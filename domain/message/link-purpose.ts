import type { MessageTemplate } from './message.js';

/** What a link in a message is for; a token of one purpose is worth nothing for another. */
export type LinkPurpose = 'activation' | 'reset' | 'address' | 'domain' | 'none';

/** The purpose of each template's link. */
export const linkPurposes: Readonly<Record<MessageTemplate, LinkPurpose>> = {
  account_created: 'activation',
  invitation: 'activation',
  activation_reminder: 'activation',
  invitation_expired: 'none',
  password_reset: 'reset',
  password_changed: 'none',
  address_confirm: 'address',
  address_changed: 'none',
  administrator_added: 'none',
  domain_confirm: 'domain',
  service_ready: 'none',
  factor_changed: 'none',
};

const PAGES: Readonly<Record<LinkPurpose, string>> = {
  activation: 'activate',
  reset: 'reset-password',
  address: 'confirm-address',
  domain: 'confirm-domain',
  none: '',
};

/** The page where one signs in. */
export const signInLink = (publicUrl: string): string => `${publicUrl.replace(/\/$/, '')}/sign-in`;

/** The address of the page that a link of this purpose leads to. */
export const linkFor = (purpose: LinkPurpose, publicUrl: string, token: string): string =>
  `${publicUrl.replace(/\/$/, '')}/${PAGES[purpose]}${purpose === 'none' ? '' : `?token=${token}`}`;
