import { lazy, type Component } from 'solid-js';
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
  addPlans: lazy(() => import('./add-plans.dialog.js')),
  edit: lazy(() => import('./edit-facts.dialog.js')),
  disable: lazy(() => import('./disable-customer.dialog.js')),
  enable: lazy(() => import('./enable-customer.dialog.js')),
  delete: lazy(() => import('./delete-customer.dialog.js')),
  moveEmail: lazy(() => import('./move-email.dialog.js')),
  sendEmailNow: lazy(() => import('./send-email-now.dialog.js')),
  callOffEmail: lazy(() => import('./call-off-email.dialog.js')),
  scheduleEmail: lazy(() => import('./schedule-email.dialog.js')),
  setCredit: lazy(() => import('./set-credit.dialog.js')),
  previewEmail: lazy(() => import('./preview-email.dialog.js')),
} satisfies Record<string, Component<CustomerDialogProps>>;

export const licenceDialogs = {
  changeUnits: lazy(() => import('./change-units.dialog.js')),
  endPlan: lazy(() => import('./end-plan.dialog.js')),
  giveUp: lazy(() => import('./give-up-change.dialog.js')),
  moveStart: lazy(() => import('./move-start.dialog.js')),
} satisfies Record<string, Component<LicenceDialogProps>>;

export type CustomerDialogName = keyof typeof customerDialogs;
export type LicenceDialogName = keyof typeof licenceDialogs;

/** The one dialog that is open. */
export type OpenDialog =
  | { readonly about: 'customer'; readonly name: CustomerDialogName }
  | { readonly about: 'licence'; readonly name: LicenceDialogName; readonly licenceId: string };
