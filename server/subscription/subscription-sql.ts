import { subscriptionEnds } from '../../domain/subscription/subscription.js';

/** Whether the subscription of that alias takes a place on its customer's pages. Written as the index `subscription_living` has it. */
export const isLivingSql = (alias: string): string => `${alias}.state NOT IN (${subscriptionEnds.map((state) => `'${state}'`).join(', ')})`;

/** The joins and columns that name a subscription `s` in both languages. */
export const namedSubscription = `subscription s JOIN plan p ON p.id = s.plan_id JOIN product pr ON pr.id = p.product_id`;
export const subscriptionNames = `pr.name_en || ' · ' || p.name_en AS "nameEn", pr.name_it || ' · ' || p.name_it AS "nameIt", pr.unit_type AS "unitType"`;
/** How many seats of the subscription `s` are in use. */
export const seatsInUse = `(SELECT count(*)::int FROM entitlement e WHERE e.subscription_id = s.id)`;
