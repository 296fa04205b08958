import type { Component } from 'solid-js';
import { lazyDialog } from '../lazy-dialog.js';
import type { Customer, Subscription } from './customer.data.js';

/** What a dialog about a customer is given. */
export interface CustomerDialogProps {
  readonly customer: Customer;
  readonly onClose: () => void;
  /** Opens another dialog in place of this one. */
  readonly onOpen: (next: OpenDialog) => void;
}

export interface LicenceDialogProps {
  readonly customer: Customer;
  readonly licence: Subscription;
  readonly onClose: () => void;
}

/** The decisions about a customer; each one's code is fetched when it is first asked for. */
export const customerDialogs = {
  addPlans: lazyDialog(() => import('./add-plans.dialog.js')),
  edit: lazyDialog(() => import('./edit-facts.dialog.js')),
  disable: lazyDialog(() => import('./disable-customer.dialog.js')),
  enable: lazyDialog(() => import('./enable-customer.dialog.js')),
  delete: lazyDialog(() => import('./delete-customer.dialog.js')),
  moveEmail: lazyDialog(() => import('./move-email.dialog.js')),
  sendEmailNow: lazyDialog(() => import('./send-email-now.dialog.js')),
  callOffEmail: lazyDialog(() => import('./call-off-email.dialog.js')),
  scheduleEmail: lazyDialog(() => import('./schedule-email.dialog.js')),
  setCredit: lazyDialog(() => import('./set-credit.dialog.js')),
  previewEmail: lazyDialog(() => import('./preview-email.dialog.js')),
} satisfies Record<string, Component<CustomerDialogProps>>;

export const licenceDialogs = {
  changeUnits: lazyDialog(() => import('./change-units.dialog.js')),
  endPlan: lazyDialog(() => import('./end-plan.dialog.js')),
  giveUp: lazyDialog(() => import('./give-up-change.dialog.js')),
  moveStart: lazyDialog(() => import('./move-start.dialog.js')),
} satisfies Record<string, Component<LicenceDialogProps>>;

export type CustomerDialogName = keyof typeof customerDialogs;
export type LicenceDialogName = keyof typeof licenceDialogs;

/** The one dialog that is open. */
export type OpenDialog =
  | { readonly about: 'customer'; readonly name: CustomerDialogName }
  | { readonly about: 'licence'; readonly name: LicenceDialogName; readonly licenceId: string };
