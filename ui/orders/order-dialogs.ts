import type { Component } from 'solid-js';
import { lazyDialog } from '../lazy-dialog.js';
import type { Order, OrderCommand } from './orders.data.js';

/** What a dialog about an order is given. */
export interface OrderDialogProps {
  readonly order: Order;
  readonly onClose: () => void;
}

/** The decisions about an order; each one's code is fetched when it is first asked for. */
export const orderDialogs: Readonly<Record<OrderCommand, Component<OrderDialogProps>>> = {
  retry: lazyDialog(() => import('./retry-order.dialog.js')),
  correct: lazyDialog(() => import('./correct-order.dialog.js')),
  reconcile: lazyDialog(() => import('./reconcile-order.dialog.js')),
  leave_out: lazyDialog(() => import('./leave-out.dialog.js')),
  undo: lazyDialog(() => import('./undo-order.dialog.js')),
  give_up: lazyDialog(() => import('./give-up-undo.dialog.js')),
};
