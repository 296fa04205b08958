import { lazy, type Component } from 'solid-js';
import type { Order, OrderCommand } from './orders.data.js';

/** What a dialog about an order is given. */
export interface OrderDialogProps {
  readonly order: Order;
  readonly onClose: () => void;
}

/** The decisions about an order; each one's code is fetched when it is first asked for. */
export const orderDialogs: Readonly<Record<OrderCommand, Component<OrderDialogProps>>> = {
  retry: lazy(() => import('./retry-order.dialog.js')),
  correct: lazy(() => import('./correct-order.dialog.js')),
  reconcile: lazy(() => import('./reconcile-order.dialog.js')),
  leave_out: lazy(() => import('./leave-out.dialog.js')),
  undo: lazy(() => import('./undo-order.dialog.js')),
  give_up: lazy(() => import('./give-up-undo.dialog.js')),
};
