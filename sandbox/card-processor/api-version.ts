/** The version of Stripe's API whose shapes are spoken here; the one that its npm package pins. */
export const API_VERSION = '2026-10-28.endive';
