import type { Facts } from './facts.js';
import type { Finding } from './finding.js';
import type { Row } from './look.js';

const ENDED = ['completed', 'partly_completed', 'cancelled', 'given_up'];
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
const dateOf = (row: Row | undefined): Date => (row?.at instanceof Date ? row.at : new Date());

/** What an order's line is at its vendor: the ids of whatever lives there under the line's id. */
const thereOf = ({ partner, vendor }: Facts, line: Row): { id: string; units: number }[] =>
  line.vendor === 'microsoft'
    ? partner.subscriptions
        .filter(({ friendlyName, status }) => friendlyName.endsWith(String(line.id)) && status === 'active')
        .map(({ id, quantity }) => ({ id, units: quantity }))
    : vendor.licences
        .filter(({ licenceRef, state }) => licenceRef === line.id && state === 'active')
        .map(({ licenceRef, units }) => ({ id: licenceRef, units }));

const checkLine = (facts: Facts, order: Row, line: Row): Finding[] => {
  const there = thereOf(facts, line);
  const [about, at] = [
    `order ${String(order.number)} (${String(order.state)}), line ${String(line.id)} (${String(line.state)})`,
    dateOf(order),
  ];
  if (there.length > 1)
    return [
      { kind: 'doubled', what: `${about}: the vendor has it ${String(there.length)} times: ${there.map(({ id }) => id).join(', ')}`, at },
    ];
  if (line.state === 'active' && there.length === 0) return [{ kind: 'lost', what: `${about}: the vendor doesn't have it`, at }];
  if (line.state === 'active' && there[0]?.units !== line.quantity)
    return [{ kind: 'lost', what: `${about}: ${String(line.quantity)} bought, ${String(there[0]?.units)} at the vendor`, at }];
  const isRight = line.state === 'active' || line.state === 'not_cancelled' || !ENDED.includes(String(order.state));
  if (!isRight && there.length > 0) return [{ kind: 'doubled', what: `${about}: the vendor has it for nothing`, at }];
  return [];
};

/** What the processor holds and has taken for an order, against what its lines cost. */
const checkCard = ({ cards, payments, lines }: Facts, order: Row): Finding[] => {
  const mine = cards.payments.filter(({ metadata }) => metadata.order_number === order.number);
  if (!ENDED.includes(String(order.state))) return [];
  const [about, at] = [`order ${String(order.number)} (${String(order.state)})`, dateOf(order)];
  const held = sum(mine.map(({ amount_capturable }) => amount_capturable));
  const givenBack = sum(
    cards.refunds.filter(({ payment_intent }) => mine.some(({ id }) => id === payment_intent)).map(({ amount }) => amount),
  );
  const taken = sum(mine.map(({ amount_received }) => amount_received)) - givenBack;
  const own = payments.filter(({ order_id }) => order_id === order.id);
  const kept = sum(own.map(({ captured, refunded }) => Number(captured) - Number(refunded)));
  const owed = sum(lines.filter((line) => line.order_id === order.id && line.state === 'active').map(({ charge }) => Number(charge)));
  const byCard = sum(own.filter(({ method }) => method === 'card').map(({ captured, refunded }) => Number(captured) - Number(refunded)));
  const findings: Finding[] = [];
  if (mine.filter(({ status }) => status === 'succeeded').length > 1)
    findings.push({ kind: 'doubled', what: `${about}: charged more than once`, at });
  if (held > 0) findings.push({ kind: 'stuck', what: `${about}: ${String(held)} are still held on the card`, at });
  if (taken !== byCard)
    findings.push({
      kind: taken > byCard ? 'doubled' : 'lost',
      what: `${about}: the processor took ${String(taken)}, we say ${String(byCard)}`,
      at,
    });
  if (kept !== owed && order.state !== 'given_up')
    findings.push({
      kind: kept > owed ? 'doubled' : 'lost',
      what: `${about}: ${String(kept)} were taken for lines of ${String(owed)}`,
      at,
    });
  return findings;
};

/** What the vendors have that no line and no plan of ours names. */
const checkUnknown = (facts: Facts): Finding[] => {
  const lines = new Set(facts.lines.map(({ id }) => String(id)));
  const plans = new Set(facts.plans.map(({ id }) => String(id)));
  const named = (text: string) => [...lines].some((id) => text.endsWith(id));
  const unknown = [
    ...facts.partner.subscriptions.filter(({ friendlyName, status }) => status === 'active' && !named(friendlyName)).map(({ id }) => id),
    ...facts.vendor.licences
      .filter(({ licenceRef, state }) => state === 'active' && !lines.has(licenceRef) && !plans.has(licenceRef))
      .map(({ licenceRef }) => licenceRef),
  ];
  return unknown.map((id) => ({ kind: 'doubled', what: `the vendor has ${id}, which no row of ours names`, at: new Date() }));
};

/** A cart that was bought twice for one line, even where one of the two was cancelled since. */
const checkCarts = ({ partner, lines, orders }: Facts): Finding[] =>
  lines.flatMap((line) => {
    const carts = partner.carts.filter(
      ({ status, lineItems }) =>
        status === 'Ordered' && lineItems.some((item) => String(item.friendlyName).endsWith(String(line.id)) && item.subscriptionId),
    );
    const alive = partner.subscriptions.filter(({ friendlyName, status }) => friendlyName.endsWith(String(line.id)) && status === 'active');
    const order = orders.find(({ id }) => id === line.order_id);
    if (carts.length < 2 || alive.length < 2) return [];
    return [{ kind: 'doubled' as const, what: `line ${String(line.id)}: ${String(carts.length)} carts were bought`, at: dateOf(order) }];
  });

const checkAccounts = ({ partner }: Facts): Finding[] => {
  const counts = new Map<string, number>();
  for (const { companyProfile } of partner.customers) {
    const domain = companyProfile?.domain ?? '';
    counts.set(domain, (counts.get(domain) ?? 0) + 1);
  }
  return [...counts]
    .filter(([domain, times]) => domain && times > 1)
    .map(([domain]) => ({ kind: 'doubled', what: `the vendor has ${domain} twice`, at: new Date() }));
};

/** What a payment takes of its customer's credit. */
const creditOf = ({ state, authorised, captured, refunded }: Row): number => {
  if (state === 'authorised') return Number(authorised);
  return state === 'captured' ? Number(captured) - Number(refunded) : 0;
};

/** The credit that a customer has used is what its payments on account hold and have taken. */
const checkCredit = ({ customers, payments }: Facts): Finding[] =>
  customers.flatMap((customer) => {
    const owed = sum(payments.filter((each) => each.customer_id === customer.id && each.method === 'account').map(creditOf));
    const used = Number(customer.used);
    const what = `customer ${String(customer.account_name)} has used ${String(used)} of its credit, and owes ${String(owed)}`;
    return used === owed ? [] : [{ kind: used > owed ? 'doubled' : 'lost', what, at: new Date() }];
  });

export const checkPurchases = (facts: Facts): Finding[] => [
  ...facts.orders.flatMap((order) => [
    ...facts.lines.filter(({ order_id }) => order_id === order.id).flatMap((line) => checkLine(facts, order, line)),
    ...checkCard(facts, order),
  ]),
  ...checkUnknown(facts),
  ...checkCarts(facts),
  ...checkAccounts(facts),
  ...checkCredit(facts),
];
