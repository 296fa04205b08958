import { randomUUID } from 'node:crypto';
import { chargeOf } from '../../domain/order/amounts.js';
import { workflowIdOf, workflowTypes } from '../../domain/process/process.js';
import { windowEndOf, type WindowClock } from '../../domain/subscription/cancellation-window.js';
import { termEndOf } from '../../domain/subscription/term.js';
import type { Tx } from '../../prisma/client.js';
import { alivePayment, chargeOfLines, tenantOf, type LineRow, type OrderRow } from './order-rows.js';

const readOffers = (tx: Tx, order: OrderRow) =>
  tx.offer.findMany({
    where: { id: { in: order.lines.map(({ offerId }) => offerId) } },
    include: { cancellationPolicy: true, plan: { include: { product: true } } },
  });
type OfferRow = Awaited<ReturnType<typeof readOffers>>[number];

/** A line becomes a subscription with its first lot. The lot's deadline is fixed here and never computed again. */
const subscribe = async (tx: Tx, order: OrderRow, line: LineRow, offer: OfferRow, at: string): Promise<void> => {
  const subscriptionId = randomUUID();
  const tenant = tenantOf(order);
  const { windowHours, windowClock } = offer.cancellationPolicy;
  await tx.subscription.create({
    data: {
      id: subscriptionId,
      ...tenant,
      offerId: offer.id,
      vendorTenantId: offer.plan.product.vendor === 'microsoft' ? order.vendorTenantId : null,
      vendorRef: line.vendorRef,
      state: 'active',
      units: line.quantity,
      termStartsAt: at,
      termEndsAt: termEndOf(at, offer.termDuration),
    },
  });
  await tx.seatLot.create({
    data: {
      ...tenant,
      subscriptionId,
      units: line.quantity,
      unitPriceMinor: line.unitPriceMinor,
      currency: order.currency,
      boughtAt: at,
      cancellableUntil: windowEndOf({ windowHours, windowClock: windowClock as WindowClock }, at),
      chargedMinor: chargeOf({ unitPriceMinor: Number(line.unitPriceMinor), quantity: line.quantity }),
    },
  });
  await tx.orderLine.update({ where: { id: line.id }, data: { state: 'active', subscriptionId } });
};

/** The mail that a service is ready (B37), to who bought it; its delivery is a process of its own. */
const tellReady = async (tx: Tx, order: OrderRow, line: LineRow, offer: OfferRow, mailHost: string): Promise<void> => {
  const user = await tx.appUser.findUnique({ where: { id: order.placedBy } });
  if (!user || user.deletedAt || user.customerId !== order.customerId) return;
  const id = randomUUID();
  const service =
    user.language === 'it' ? `${offer.plan.product.nameIt} ${offer.plan.nameIt}` : `${offer.plan.product.nameEn} ${offer.plan.nameEn}`;
  await tx.message.create({
    data: {
      id,
      ...tenantOf(order),
      userId: user.id,
      template: 'service_ready',
      language: user.language,
      params: { service, units: String(line.quantity), order: order.number, path: `/orders/${order.id}` },
      toAddress: user.notificationEmail ?? user.email,
      dueAt: new Date(),
      messageIdHeader: `<${id}@${mailHost}>`,
    },
  });
  const args = [{ messageId: id, processId: id }];
  await tx.outbox.createMany({
    data: [{ command: 'start', workflowId: workflowIdOf('message', id), payload: { workflowType: workflowTypes.message, args } }],
  });
};

/** Posts what is owed on account; the rest of what was held is free again. A card was charged before. */
const post = async (tx: Tx, order: OrderRow, owedMinor: number): Promise<void> => {
  const payment = alivePayment(order);
  if (payment?.method !== 'account' || payment.state !== 'authorised') return;
  await tx.payment.update({ where: { id: payment.id }, data: { state: 'captured', capturedMinor: owedMinor, updatedAt: new Date() } });
  const free = payment.authorisedMinor - BigInt(owedMinor);
  if (free > 0) await tx.customer.update({ where: { id: order.customerId }, data: { creditUsedMinor: { decrement: free } } });
};

/** Ends a purchase whose lines are there. Returns what was charged (minor units). */
export const completeLines = async (tx: Tx, order: OrderRow, at: string, mailHost: string): Promise<number> => {
  const offers = new Map((await readOffers(tx, order)).map((offer) => [offer.id, offer]));
  const owedMinor = chargeOfLines(order.lines, ['provisioned']);
  for (const line of order.lines.filter(({ state }) => state === 'provisioned')) {
    const offer = offers.get(line.offerId)!;
    await subscribe(tx, order, line, offer, at);
    await tellReady(tx, order, line, offer, mailHost);
  }
  await post(tx, order, owedMinor);
  return owedMinor;
};
