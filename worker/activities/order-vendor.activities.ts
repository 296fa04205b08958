import { ApplicationFailure } from '@temporalio/common';
import type { LineAtVendor, ProvisioningVendor, VendorLine, VendorOrder, VendorTenants } from '../../adapters/provisioning-vendor.js';
import { failureKinds, isFailureCode, type FailureCode } from '../../domain/failure/failure-code.js';
import { orderLineEnds, undoableLines } from '../../domain/order/order.js';
import type { Qualification } from '../../domain/tenant/qualification.js';
import { platformScope, type Database } from '../../prisma/client.js';
import { tenantVendor, type TenantDetails } from '../../records/tenant/tenant-row.js';
import type { LinesAtVendor, OrderCall, OrderVendorActivities } from '../../workflows/contracts/purchase.js';
import { keepAnswers, keepEndOfLine, rememberBasket, type KeptLine } from '../store/keep-lines.js';
import { beginCall, readWholeOrder, standOf, type LineRead, type OrderRead, type TenantRead } from '../store/read-order.js';
import { createReconciling } from './reconcile-order.js';
import type { VendorPart } from './vendor-part.js';

/** The adapter of each vendor that the catalogue names. */
export type Vendors = Readonly<Record<string, ProvisioningVendor>>;

const refuse = (code: FailureCode): ApplicationFailure => ApplicationFailure.nonRetryable(code, code);

const basketsOf = (order: OrderRead): Record<string, string> =>
  order.basketRef ? (JSON.parse(order.basketRef) as Record<string, string>) : {};

const vendorLine = ({ id, planCode, offerCode, quantity, termDuration, billingCycle, vendorRef }: LineRead) => ({
  lineId: id,
  planCode,
  offerCode,
  quantity,
  termDuration,
  billingCycle,
  ...(vendorRef ? { vendorRef } : {}),
});

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
  const isUnknown = ({ vendorRef }: VendorLine): boolean => vendorRef === undefined && basketRef !== undefined;
  const found = await (lines.some(isUnknown) ? vendor.read(order) : Promise.resolve([])).catch((error: unknown) => ({ error }));
  const refs = new Map(
    'error' in found ? [] : found.flatMap((line) => (line.state === 'refused' ? [] : [[line.lineId, line.vendorRef] as const])),
  );
  const cancel = async (line: VendorLine): Promise<void> => {
    if ('error' in found && isUnknown(line)) throw found.error;
    const vendorRef = line.vendorRef ?? refs.get(line.lineId);
    await vendor.cancel(accountRef, vendorRef === undefined ? line : { ...line, vendorRef });
  };
  for (const line of lines) {
    const failed: unknown = await cancel(line).catch((error: unknown) => error);
    await keep(line.lineId, failed);
    if (failed !== undefined) failures.push(failed);
  }
  return failures;
};

/** Provisioning of orders, whoever provisions their lines. */
export const createOrderVendorActivities = (database: Database, vendors: Vendors): OrderVendorActivities => {
  const read = (orderId: string): Promise<OrderRead> => readWholeOrder(database, orderId);

  const tenantOfOrder = async (call: OrderCall): Promise<{ tenant: TenantRead; tenants: VendorTenants }> => {
    const { tenant } = await beginCall(database, call);
    const tenants = vendors[tenantVendor]?.tenants;
    if (!tenant || !tenants) throw refuse('tenant_not_found');
    return { tenant, tenants };
  };

  const partsOf = (order: OrderRead, wanted: readonly LineRead[]): VendorPart[] => {
    const baskets = basketsOf(order);
    const codes = [...new Set(wanted.map(({ vendor }) => vendor))];
    return codes.map((code) => {
      const vendor = vendors[code];
      if (!vendor) throw refuse('vendor_offer_unavailable');
      const lines = wanted.filter((line) => line.vendor === code).map(vendorLine);
      const accountRef = vendor.tenants ? (order.tenant?.vendorRef ?? '') : order.customerId;
      return { code, vendor, order: { orderId: order.id, accountRef, lines, ...(baskets[code] ? { basketRef: baskets[code] } : {}) } };
    });
  };

  /** How the order's lines stand once what was asked about is kept. Where something else had written meanwhile, they are read anew. */
  const standAfter = async (order: OrderRead, parts: readonly VendorPart[], kept: readonly KeptLine[]): Promise<LinesAtVendor> => {
    const asked = parts.reduce((sum, { order: { lines } }) => sum + lines.length, 0);
    if (kept.length !== asked) return standOf(await read(order.id), Date.now());
    return standOf({ ...order, lines: order.lines.map((line) => ({ ...line, ...kept.find(({ id }) => id === line.id) })) }, Date.now());
  };

  /**
   * A try that was asleep at its checkout may buy when the order has long been corrected to another account, or undone. Nobody knows of what
   * it has bought then, so it ends it itself. What the order still wants in this account is its own, and the next try finds it there.
   */
  const endBoughtTooLate = async (before: OrderRead, { vendor, order }: Omit<VendorPart, 'code'>, answers: readonly LineAtVendor[]) => {
    const now = await read(before.id);
    const isElsewhere = vendor.tenants !== undefined && now.vendorTenantId !== before.vendorTenantId;
    const isUnwanted = ({ lineId }: VendorLine): boolean =>
      isElsewhere ||
      now.lines.some(({ id, state }) => id === lineId && (orderLineEnds as readonly string[]).includes(state) && state !== 'active');
    for (const line of order.lines.filter(isUnwanted)) {
      const answer = answers.find(({ lineId }) => lineId === line.lineId);
      if (answer?.vendorRef !== undefined) await vendor.cancel(order.accountRef, { ...line, vendorRef: answer.vendorRef });
    }
  };

  /** The account is this customer's from now on; the database refuses one that is another's. */
  const own = async (tenantId: string, accountRef: string): Promise<void> => {
    try {
      await database.run(platformScope, "UPDATE vendor_tenant SET state = 'ready', vendor_ref = $2 WHERE id = $1 AND state <> 'ready'", [
        tenantId,
        accountRef,
      ]);
    } catch (error) {
      if ((error as { constraint?: string }).constraint === 'vendor_tenant_one_owner') throw refuse('tenant_domain_taken');
      throw error;
    }
  };

  return {
    prepareTenant: async (call) => {
      const { tenant, tenants } = await tenantOfOrder(call);
      if (tenant.state === 'ready') return;
      const details = tenant.details as TenantDetails;
      const { company = '', address, contact, facts } = details;
      const account =
        details.kind === 'new' && address && contact
          ? await tenants.create({
              domain: tenant.domain,
              qualification: tenant.qualification as Qualification,
              facts,
              company,
              address,
              contact,
              language: address.country === 'IT' ? 'it' : 'en',
            })
          : await tenants.find(tenant.domain);
      if (!account) throw refuse('tenant_not_found');
      await own(tenant.id, account.accountRef);
    },

    acceptAgreement: async (call) => {
      const { tenant, tenants } = await tenantOfOrder(call);
      if (tenant.agreedAt || !tenant.vendorRef) return;
      const signer = tenant.agreement as Parameters<typeof tenants.acceptAgreement>[1];
      await tenants.acceptAgreement(tenant.vendorRef, signer);
      await database.run(platformScope, 'UPDATE vendor_tenant SET agreed_at = $2 WHERE id = $1 AND agreed_at IS NULL', [
        tenant.id,
        signer.agreedAt,
      ]);
    },

    placeLines: async (call) => {
      const order = await beginCall(database, call);
      const parts = partsOf(
        order,
        order.lines.filter(({ state }) => state === 'placed' || state === 'refused'),
      );
      const kept: KeptLine[] = [];
      // One after the other, each kept at once: what one vendor did stands, whatever the next one answers.
      for (const { code, vendor, order: part } of parts) {
        let was = part.basketRef;
        const asked = vendor.place(part, async (basketRef) => {
          await rememberBasket(database, { call, vendor: code, basketRef, was });
          was = basketRef;
        });
        const answers = await asked.catch((error: unknown) => refusedLines(part, error));
        const keptOfPart = await keepAnswers(database, call, answers);
        if (keptOfPart.length < answers.length) await endBoughtTooLate(order, { vendor, order: part }, answers);
        kept.push(...keptOfPart);
      }
      return standAfter(order, parts, kept);
    },

    readLines: async (call) => {
      const { orderId } = call;
      const order = await read(orderId);
      const parts = partsOf(
        order,
        order.lines.filter(({ state }) => state === 'provisioning'),
      );
      const kept: KeptLine[] = [];
      for (const { vendor, order: part } of parts) kept.push(...(await keepAnswers(database, call, await vendor.read(part))));
      return standAfter(order, parts, kept);
    },

    reconcileOrder: createReconciling({ database, tenants: vendors[tenantVendor]?.tenants, read, partsOf }),

    cancelLines: async ({ orderId, only }) => {
      const order = await read(orderId);
      const parts = partsOf(
        order,
        order.lines.filter(({ state }) => (only ? state === only : (undoableLines as readonly string[]).includes(state))),
      );
      const failures: unknown[] = [];
      for (const part of parts)
        failures.push(...(await cancelPart(part, (lineId, failed) => keepEndOfLine(database, { orderId, lineId, only, failed }))));
      // What may yet succeed is tried again by the engine before what was refused for good stands still.
      if (failures.length > 0) throw failures.find(mayYetSucceed) ?? failures[0];
    },
  };
};
