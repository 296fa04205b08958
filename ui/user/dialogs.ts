import { lazy, type Component } from 'solid-js';
import type { User } from './user.data.js';

/** What a dialog about a user is given. */
export interface UserDialogProps {
  readonly user: User;
  readonly onClose: () => void;
}

/** The decisions about a user; each one's code is fetched when it is first asked for. */
export const userDialogs = {
  edit: lazy(() => import('./edit-user.dialog.js')),
  loginName: lazy(() => import('./change-login.dialog.js')),
  email: lazy(() => import('./change-email.dialog.js')),
  role: lazy(() => import('./change-role.dialog.js')),
  password: lazy(() => import('./set-password.dialog.js')),
  activate: lazy(() => import('./set-password.dialog.js')),
  disable: lazy(() => import('./disable-user.dialog.js')),
  factor: lazy(() => import('./reset-factor.dialog.js')),
  delete: lazy(() => import('./delete-user.dialog.js')),
  impersonate: lazy(() => import('./impersonate.dialog.js')),
} satisfies Record<string, Component<UserDialogProps>>;

export type UserDialogName = keyof typeof userDialogs;
