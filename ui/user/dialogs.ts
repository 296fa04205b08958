import type { Component } from 'solid-js';
import { lazyDialog } from '../lazy-dialog.js';
import type { User } from './user.data.js';

/** What a dialog about a user is given. */
export interface UserDialogProps {
  readonly user: User;
  readonly onClose: () => void;
}

/** The decisions about a user; each one's code is fetched when it is first asked for. */
export const userDialogs = {
  edit: lazyDialog(() => import('./edit-user.dialog.js')),
  loginName: lazyDialog(() => import('./change-login.dialog.js')),
  email: lazyDialog(() => import('./change-email.dialog.js')),
  role: lazyDialog(() => import('./change-role.dialog.js')),
  password: lazyDialog(() => import('./set-password.dialog.js')),
  activate: lazyDialog(() => import('./set-password.dialog.js')),
  disable: lazyDialog(() => import('./disable-user.dialog.js')),
  factor: lazyDialog(() => import('./reset-factor.dialog.js')),
  delete: lazyDialog(() => import('./delete-user.dialog.js')),
  impersonate: lazyDialog(() => import('./impersonate.dialog.js')),
} satisfies Record<string, Component<UserDialogProps>>;

export type UserDialogName = keyof typeof userDialogs;
