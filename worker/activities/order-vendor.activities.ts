import { ApplicationFailure } from '@temporalio/common';
import type { LineAtVendor, ProvisioningVendor, VendorOrder } from '../../adapters/provisioning-vendor.js';
import { failureKinds, isFailureCode, type FailureCode } from '../../domain/failure/failure-code.js';
import { undoableLines, type OrderLineState } from '../../domain/order/order.js';
import type { Qualification } from '../../domain/tenant/qualification.js';
import { platformScope, type Database, type Tx } from '../../prisma/client.js';
import { tenantVendor, type TenantDetails } from '../../prisma/tenant-row.js';
import type { LinesAtVendor, OrderVendorActivities } from '../../workflows/contracts/purchase.js';
import { lockOrder, moveLine, standOfLines, type LineRow, type OrderRow } from '../store/order-rows.js';
import { createReconciling } from './reconcile-order.js';

/** The adapter of each vendor that the catalogue names. */
export type Vendors = Readonly<Record<string, ProvisioningVendor>>;

const refuse = (code: FailureCode): ApplicationFailure => ApplicationFailure.nonRetryable(code, code);

/** Lines that a vendor hasn't finished with, and what may become of them. */
const OPEN: readonly OrderLineState[] = ['placed', 'provisioning', 'refused'];

const readOffers = (tx: Tx, lines: readonly LineRow[]) =>
  tx.offer.findMany({ where: { id: { in: lines.map(({ offerId }) => offerId) } }, include: { plan: { include: { product: true } } } });
type OfferRow = Awaited<ReturnType<typeof readOffers>>[number];

/** The lines of one vendor, in that vendor's words. */
export interface VendorPart {
  readonly code: string;
  readonly vendor: ProvisioningVendor;
  readonly order: VendorOrder;
}

const basketsOf = (order: OrderRow): Record<string, string> =>
  order.basketRef ? (JSON.parse(order.basketRef) as Record<string, string>) : {};

const vendorLine = (line: LineRow, { plan, code, termDuration, billingCycle }: OfferRow) => ({
  lineId: line.id,
  planCode: plan.code,
  offerCode: code,
  quantity: line.quantity,
  termDuration,
  billingCycle,
  ...(line.vendorRef ? { vendorRef: line.vendorRef } : {}),
});

const STATE_OF = { provisioning: 'provisioning', active: 'provisioned', refused: 'refused' } as const;

/** What a vendor refuses for good, and nobody can correct, is refused of each of its lines: the other vendors' lines can go on. */
const refusedLines = ({ lines }: VendorOrder, error: unknown): LineAtVendor[] => {
  if (!(error instanceof ApplicationFailure && error.nonRetryable && isFailureCode(error.type))) throw error;
  const { remedies }: { remedies: readonly string[] } = failureKinds[error.type];
  if (remedies.includes('correct_and_retry')) throw error;
  const { type: failure, message: note } = error;
  return lines.map(({ lineId }) => ({ lineId, state: 'refused', failure, note }));
};

const mayYetSucceed = (error: unknown): boolean => !(error instanceof ApplicationFailure && error.nonRetryable);

/** Ends what a vendor has of its lines, each for itself; returns what kept some from it. */
const cancelPart = async ({ vendor, order }: VendorPart, keep: (lineId: string, failed: unknown) => Promise<void>): Promise<unknown[]> => {
  const { accountRef, lines, basketRef } = order;
  const failures: unknown[] = [];
  // A line without a reference may be there all the same: its answer was lost. Reading says so.
  const unknown = lines.some(({ vendorRef }) => vendorRef === undefined) && basketRef !== undefined;
  const found = unknown ? await vendor.read(order) : [];
  const refs = new Map(found.flatMap((line) => (line.state === 'refused' ? [] : [[line.lineId, line.vendorRef] as const])));
  for (const line of lines) {
    const vendorRef = line.vendorRef ?? refs.get(line.lineId);
    const failed: unknown = await vendor
      .cancel(accountRef, vendorRef === undefined ? line : { ...line, vendorRef })
      .catch((error: unknown) => error);
    await keep(line.lineId, failed);
    if (failed !== undefined) failures.push(failed);
  }
  return failures;
};

/** Provisioning of orders, whoever provisions their lines. */
export const createOrderVendorActivities = (database: Database, vendors: Vendors): OrderVendorActivities => {
  const read = (orderId: string): Promise<OrderRow> => database.write(platformScope, (tx) => lockOrder(tx, orderId));

  const standOf = (orderId: string): Promise<LinesAtVendor> =>
    database.write(platformScope, async (tx) => standOfLines(tx, (await lockOrder(tx, orderId)).lines));

  const tenantOfOrder = async (orderId: string) => {
    const { vendorTenantId } = await read(orderId);
    const tenants = vendors[tenantVendor]?.tenants;
    if (!vendorTenantId || !tenants) throw refuse('tenant_not_found');
    const tenant = await database.write(platformScope, (tx) => tx.vendorTenant.findUniqueOrThrow({ where: { id: vendorTenantId } }));
    return { tenant, tenants };
  };

  const partsOf = async (order: OrderRow, wanted: readonly LineRow[]): Promise<VendorPart[]> => {
    const { offers, tenant } = await database.write(platformScope, async (tx) => ({
      offers: new Map((await readOffers(tx, wanted)).map((offer) => [offer.id, offer])),
      tenant: order.vendorTenantId ? await tx.vendorTenant.findUnique({ where: { id: order.vendorTenantId } }) : null,
    }));
    const baskets = basketsOf(order);
    const codes = [...new Set(wanted.map(({ offerId }) => offers.get(offerId)!.plan.product.vendor))];
    return codes.map((code) => {
      const vendor = vendors[code];
      if (!vendor) throw refuse('vendor_offer_unavailable');
      const lines = wanted.flatMap((line) => {
        const offer = offers.get(line.offerId)!;
        return offer.plan.product.vendor === code ? [vendorLine(line, offer)] : [];
      });
      const accountRef = vendor.tenants ? (tenant?.vendorRef ?? '') : order.customerId;
      return { code, vendor, order: { orderId: order.id, accountRef, lines, ...(baskets[code] ? { basketRef: baskets[code] } : {}) } };
    });
  };

  const keep = async (orderId: string, answers: readonly LineAtVendor[]): Promise<void> =>
    database.write(platformScope, async (tx) => {
      await lockOrder(tx, orderId);
      for (const answer of answers) {
        const refused = answer.state === 'refused';
        await moveLine(tx, { id: answer.lineId }, OPEN, {
          state: STATE_OF[answer.state],
          ...(answer.vendorRef === undefined ? {} : { vendorRef: answer.vendorRef }),
          ...(refused ? { failureCode: answer.failure, failureNote: answer.note.slice(0, 300) } : { failureCode: null, failureNote: null }),
        });
      }
    });

  /** A line that has ended at the vendor is cancelled at once; one that can't be ended says why. Left-out lines of an order that goes on stay so. */
  const keepEnd = async (orderId: string, lineId: string, only: 'left_out' | undefined, failed: unknown): Promise<void> => {
    if (only) return;
    const why =
      failed instanceof ApplicationFailure
        ? { failureCode: failed.type ?? 'internal', failureNote: failed.message.slice(0, 300) }
        : undefined;
    await database.write(platformScope, async (tx) => {
      await lockOrder(tx, orderId);
      const where = { id: lineId, state: { in: [...undoableLines] } };
      await tx.orderLine.updateMany({ where, data: failed === undefined ? { state: 'cancelled' } : { ...why } });
    });
  };

  const remember = async (orderId: string, code: string, basketRef: string): Promise<void> => {
    await database.write(platformScope, async (tx) => {
      const baskets = { ...basketsOf(await lockOrder(tx, orderId)), [code]: basketRef };
      await tx.order.update({ where: { id: orderId }, data: { basketRef: JSON.stringify(baskets) } });
    });
  };

  return {
    prepareTenant: async ({ orderId }) => {
      const { tenant, tenants } = await tenantOfOrder(orderId);
      if (tenant.state === 'ready') return;
      const details = tenant.details as unknown as TenantDetails;
      const { company = '', address, contact } = details;
      const account =
        details.kind === 'new' && address && contact
          ? await tenants.create({
              domain: tenant.domain,
              qualification: tenant.qualification as Qualification,
              company,
              address,
              contact,
              language: address.country === 'IT' ? 'it' : 'en',
            })
          : await tenants.find(tenant.domain);
      if (!account) throw refuse('tenant_not_found');
      await database.write(platformScope, (tx) =>
        tx.vendorTenant.update({ where: { id: tenant.id }, data: { state: 'ready', vendorRef: account.accountRef } }),
      );
    },

    acceptAgreement: async ({ orderId }) => {
      const { tenant, tenants } = await tenantOfOrder(orderId);
      if (tenant.agreedAt || !tenant.vendorRef) return;
      const signer = tenant.agreement as unknown as Parameters<typeof tenants.acceptAgreement>[1];
      await tenants.acceptAgreement(tenant.vendorRef, signer);
      await database.write(platformScope, (tx) =>
        tx.vendorTenant.update({ where: { id: tenant.id }, data: { agreedAt: new Date(signer.agreedAt) } }),
      );
    },

    placeLines: async ({ orderId }) => {
      const order = await read(orderId);
      const parts = await partsOf(
        order,
        order.lines.filter(({ state }) => state === 'placed' || state === 'refused'),
      );
      // One after the other, each kept at once: what one vendor did stands, whatever the next one answers.
      for (const { code, vendor, order: part } of parts) {
        const asked = vendor.place(part, (basketRef) => remember(orderId, code, basketRef));
        await keep(orderId, await asked.catch((error: unknown) => refusedLines(part, error)));
      }
      return standOf(orderId);
    },

    readLines: async ({ orderId }) => {
      const order = await read(orderId);
      const parts = await partsOf(
        order,
        order.lines.filter(({ state }) => state === 'provisioning'),
      );
      for (const { vendor, order: part } of parts) await keep(orderId, await vendor.read(part));
      return standOf(orderId);
    },

    reconcileOrder: createReconciling({ database, tenants: vendors[tenantVendor]?.tenants, read, partsOf }),

    cancelLines: async ({ orderId, only }) => {
      const order = await read(orderId);
      const parts = await partsOf(
        order,
        order.lines.filter(({ state }) => (only ? state === only : (undoableLines as readonly string[]).includes(state))),
      );
      const failures: unknown[] = [];
      for (const part of parts) failures.push(...(await cancelPart(part, (lineId, failed) => keepEnd(orderId, lineId, only, failed))));
      // What may yet succeed is tried again by the engine before what was refused for good stands still.
      if (failures.length > 0) throw failures.find(mayYetSucceed) ?? failures[0];
    },
  };
};
