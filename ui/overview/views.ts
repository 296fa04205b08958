import type { Outputs } from '../api.js';

/** What the first page shows, by who looks at it. */
export type Overview = Outputs['overview']['get'];
export type StaffView = Extract<Overview, { view: 'staff' }>;
export type CustomerView = Extract<Overview, { view: 'customer' }>;
