import type { ProvisioningVendor } from '../../adapters/provisioning-vendor.js';
import { compareHoldings, type OurLine, type OurSubscription } from '../../domain/reconcile/compare-holdings.js';
import { platformScope, type Database } from '../../prisma/client.js';
import type { CustomerTenant } from '../../prisma/customer-tenant.js';
import { found, inStages, placeByPlace, tenantColumns, tenantOf, unnamed, type Comparison, type Found } from './comparison.js';

/** How one vendor's accounts, and what we have in them, are found in our rows. */
interface Rows {
  readonly code: 'microsoft' | 'guardia';
  /** `$1` after, `$2` most → accounts in order. */
  readonly accounts: string;
  /** `$1` the account. */
  readonly subscriptions: string;
  readonly lines: string;
}

const SUBSCRIPTION = `t.id, t.vendor_ref AS "vendorRef", t.state, t.units, t.term_ends_at AS "termEndsAt", t.version || '/' || t.updated_at AS version, ${tenantColumns}`;
const LINE = `t.id, t.line_number AS "lineNumber", t.state, t.vendor_ref AS "vendorRef", t.order_id AS "orderId", o.state AS "orderState",
              o.version || '/' || t.state AS version, ${tenantColumns}`;
const OF_VENDOR = (code: string): string =>
  `EXISTS (SELECT 1 FROM offer f JOIN plan pl ON pl.id = f.plan_id JOIN product pr ON pr.id = pl.product_id WHERE f.id = t.offer_id AND pr.vendor = '${code}')`;
const IN_ACCOUNT = "(SELECT v.id FROM vendor_tenant v WHERE v.vendor = 'microsoft' AND v.vendor_ref = $1)";

/** Its accounts are made at the vendor, and named by our rows. */
const microsoft: Rows = {
  code: 'microsoft',
  accounts:
    "SELECT DISTINCT vendor_ref AS account FROM vendor_tenant WHERE vendor = 'microsoft' AND vendor_ref > $1 ORDER BY vendor_ref LIMIT $2",
  subscriptions: `SELECT ${SUBSCRIPTION} FROM subscription t WHERE t.vendor_tenant_id IN ${IN_ACCOUNT}`,
  lines: `SELECT ${LINE} FROM customer_order o JOIN order_line t ON t.order_id = o.id WHERE o.vendor_tenant_id IN ${IN_ACCOUNT} AND ${OF_VENDOR('microsoft')}`,
};

/** An account is a customer of ours. Whatever a reseller assigns is provisioned here, and what is bought of this vendor. */
const guardia: Rows = {
  code: 'guardia',
  accounts: `
    SELECT c.id::text AS account FROM customer c
     WHERE c.id > $1::uuid AND (EXISTS (SELECT 1 FROM subscription s WHERE s.customer_id = c.id AND s.source = 'assigned')
                             OR EXISTS (SELECT 1 FROM order_line t WHERE t.customer_id = c.id AND ${OF_VENDOR('guardia')}))
     ORDER BY c.id LIMIT $2`,
  subscriptions: `SELECT ${SUBSCRIPTION} FROM subscription t WHERE t.customer_id = $1::uuid AND (t.source = 'assigned' OR ${OF_VENDOR('guardia')})`,
  lines: `SELECT ${LINE} FROM order_line t JOIN customer_order o ON o.id = t.order_id WHERE t.customer_id = $1::uuid AND ${OF_VENDOR('guardia')}`,
};

const vendorRows = { microsoft, guardia } as const;
const LEAST = { microsoft: '', guardia: '00000000-0000-0000-0000-000000000000' } as const;

/** Waits its turn in the share of the vendor's rate; refuses when the share is used up. */
export type Turn = () => Promise<void>;

/** What a vendor has in our customers' accounts, against our subscriptions and lines there, both ways. */
export const compareVendor = (database: Database, vendor: ProvisioningVendor, code: keyof typeof vendorRows, turn: Turn): Comparison => {
  const rows = vendorRows[code];
  const nameOf = (account: string): string => `account:${account}`;

  const look = async (account: string): Promise<{ compared: number; found: readonly Found[] }> => {
    await turn();
    // Ours are read first: what is bought in between is younger than the row that would name it, and differs only until the next look.
    const [subscriptions, lines] = await Promise.all([
      database.read<OurSubscription & CustomerTenant>(platformScope, rows.subscriptions, [account]),
      database.read<OurLine & CustomerTenant>(platformScope, rows.lines, [account]),
    ]);
    const held = await vendor.holdings(account);
    const { differences, unnamed: foreign } = compareHoldings(held, subscriptions, lines);
    const ownerOf = (subjectId: string) =>
      subscriptions.find(({ id }) => id === subjectId) ?? lines.find(({ orderId }) => orderId === subjectId);
    return {
      compared: subscriptions.length + held.length,
      found: [
        ...differences.flatMap((each) => {
          const owner = ownerOf(each.subjectId);
          return owner ? [found(nameOf(account), tenantOf(owner), each)] : [];
        }),
        ...foreign.map((each) => unnamed(nameOf(account), each)),
      ],
    };
  };

  return inStages(code, [
    {
      name: 'accounts',
      compare: async (after = LEAST[code], bounds) => {
        const accounts = await database.read<{ account: string }>(platformScope, rows.accounts, [after, bounds.rows]);
        const places = accounts.map(({ account }) => account);
        return placeByPlace(places, bounds, { keyOf: (account) => account, nameOf, look });
      },
    },
  ]);
};
