import type { LineAtVendor, VendorTenants } from '../../adapters/provisioning-vendor.js';
import type { Finding, Standing } from '../../domain/order/finding.js';
import type { OrderLineState } from '../../domain/order/order.js';
import { platformScope, type Database } from '../../prisma/client.js';
import type { OrderVendorActivities } from '../../workflows/contracts/purchase.js';
import { adoptFindings, type VendorsWord } from '../store/adopt-findings.js';
import type { LineRead, OrderRead } from '../store/read-order.js';
import type { VendorPart } from './vendor-part.js';

interface Sources {
  readonly database: Database;
  /** Of the vendor whose orders need an account. */
  readonly tenants: VendorTenants | undefined;
  readonly read: (orderId: string) => Promise<OrderRead>;
  readonly partsOf: (order: OrderRead, wanted: readonly LineRead[]) => VendorPart[];
}

/** Lines that a vendor may know more of than we do. */
const OPEN: readonly OrderLineState[] = ['placed', 'provisioning', 'provisioned', 'refused'];
const BASKET_IS = { open: 'there', bought: 'ordered', gone: 'missing' } as const satisfies Record<string, Standing>;

/** Asks the vendors what is true of an order, and adopts it; only reads there. */
export const createReconciling = ({ database, tenants, read, partsOf }: Sources): OrderVendorActivities['reconcileOrder'] => {
  const accountOf = async ({ tenant }: OrderRead): Promise<VendorsWord['account']> => {
    if (!tenant || !tenants) return undefined;
    const { id, domain } = tenant;
    const found = await tenants.find(domain);
    return { id, ref: found?.accountRef, agreed: found !== undefined && (await tenants.hasAgreed(found.accountRef)) };
  };

  return async ({ actor, progress }) => {
    const order = await read(progress.orderId);
    const account = await accountOf(order);
    const lines: LineAtVendor[] = [];
    const asked: string[] = [];
    const carts: Finding[] = [];
    const open = order.lines.filter(({ state }) => (OPEN as readonly string[]).includes(state));
    for (const { vendor, order: part } of partsOf(order, open)) {
      // Without its account, a vendor can't be asked about the lines in it: the account is what has to be put right first.
      if (vendor.tenants && account?.ref === undefined) continue;
      lines.push(...(await vendor.read(part)));
      asked.push(...part.lines.map(({ lineId }) => lineId));
      if (part.basketRef === undefined || !vendor.basketState) continue;
      const after = BASKET_IS[await vendor.basketState(part.accountRef, part.basketRef)];
      if (after !== 'there') carts.push({ of: 'cart', before: 'there', after });
    }
    return database.write(platformScope, (tx) => adoptFindings(tx, { account, lines, asked, carts }, actor, progress));
  };
};
