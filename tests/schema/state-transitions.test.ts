import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { messageTransitions } from '../../domain/message/message.js';
import { orderLineTransitions, orderTransitions, paymentTransitions } from '../../domain/order/order.js';
import { processTransitions } from '../../domain/process/process.js';
import { vendorTenantTransitions } from '../../domain/tenant/vendor-tenant.js';
import { ownDatabase, sqlState } from '../support/sql.js';
import { dropReferences, rowOf } from './tenant-rows.js';

const tables: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  message: messageTransitions,
  customer_order: orderTransitions,
  order_line: orderLineTransitions,
  payment: paymentTransitions,
  process: processTransitions,
  vendor_tenant: vendorTenantTransitions,
};

let db: Awaited<ReturnType<typeof ownDatabase>>;
beforeAll(async () => {
  db = await ownDatabase();
  await dropReferences(db.owner);
});
afterAll(() => db.drop());

it.each(Object.entries(tables))(
  'the database lets a row of %s go the ways that its table names, and no other',
  async (table, transitions) => {
    const tenant = { tier1_id: randomUUID(), channel_id: randomUUID(), customer_id: randomUUID() };
    const { statement, parameters } = await rowOf(db.owner, table, tenant);
    await db.owner(statement, parameters);
    const states = Object.keys(transitions);
    for (const was of states) {
      for (const becomes of states) {
        // As the row would stand after whatever brought it there.
        await db.owner("SET session_replication_role = 'replica'");
        await db.owner(`UPDATE ${table} SET state = $2 WHERE customer_id = $1`, [tenant.customer_id, was]);
        await db.owner("SET session_replication_role = 'origin'");
        const answer = await sqlState(db.owner(`UPDATE ${table} SET state = $2 WHERE customer_id = $1`, [tenant.customer_id, becomes]));
        const isAllowed = was === becomes || transitions[was]!.includes(becomes);
        expect(answer, `${was} → ${becomes}`).toBe(isAllowed ? 'done' : '23514');
      }
    }
  },
);
