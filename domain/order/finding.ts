import type { OrderLineState } from './order.js';

/** What the vendor said of an order's account, agreement or cart. `missing`: it has none. */
export const standings = ['missing', 'there', 'ordered'] as const;
export type Standing = (typeof standings)[number];

/** Something that the vendor knew better: how it stood here, and how it stands there. A line is named by its number. */
export type Finding =
  | { readonly of: 'account' | 'agreement' | 'cart'; readonly before: Standing; readonly after: Standing }
  | { readonly of: 'line'; readonly line: number; readonly before: OrderLineState; readonly after: OrderLineState };
