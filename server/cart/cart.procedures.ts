import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import type { Tx } from '../../prisma/client.js';
import { tenantVendor } from '../../records/tenant/tenant-row.js';
import { FieldFailure } from '../errors/issues-of.js';
import { procedureFor, type UserContext } from '../trpc.js';
import { readCart } from './cart.read-model.js';

/** How long a price that was shown is the price that is charged. */
const PRICE_HOLDS_MS = 24 * 3_600_000;
/** A basket is looked over on one screen. */
const MOST_LINES = 50;

const quantity = z
  .number({ error: 'not_a_number' })
  .int({ error: 'not_a_number' })
  .min(1, { error: 'too_small' })
  .max(1_000_000, { error: 'too_big' });

const ownCart = async (tx: Tx, ctx: UserContext) => {
  const { customerId, channelId, tier1Id } = ctx.user;
  if (!customerId || !channelId || !tier1Id) throw new Failure('forbidden');
  const customer = await tx.customer.findUnique({ where: { id: customerId } });
  if (customer?.state !== 'active') throw new Failure('state_conflict', { state: customer?.state ?? 'unknown' });
  await tx.cart.createMany({ data: [{ customerId, channelId, tier1Id, userId: ctx.user.id }], skipDuplicates: true });
  // Touched first, so that two tabs write one after the other and each sees what the other did.
  return tx.cart.update({
    where: { userId: ctx.user.id },
    data: { version: { increment: 1 }, updatedAt: new Date() },
    include: { lines: true },
  });
};

const soldOffer = async (tx: Tx, offerId: string, units: number) => {
  const offer = await tx.offer.findUnique({ where: { id: offerId }, include: { plan: { include: { product: true } } } });
  const now = new Date();
  const sold =
    offer && offer.plan.active && offer.plan.product.active && offer.validFrom <= now && (!offer.validUntil || offer.validUntil > now);
  if (!sold) throw new Failure('offer_unavailable');
  if (units < offer.minSeats) throw new FieldFailure([{ path: ['quantity'], code: 'too_small', params: { min: offer.minSeats } }]);
  if (units > offer.maxSeats) throw new FieldFailure([{ path: ['quantity'], code: 'too_big', params: { max: offer.maxSeats } }]);
  return offer;
};

/** What is paid together is of one currency; the database has the last word. */
const checkCurrency = (lines: readonly { id: string; currency: string }[], offer: { currency: string }, instead?: string): void => {
  const other = lines.find(({ id, currency }) => id !== instead && currency !== offer.currency);
  if (other) throw new FieldFailure([{ path: ['offerId'], code: 'currency_mixed', params: { currency: other.currency } }]);
};

const snapshotOf = (offer: { unitPriceMinor: bigint; currency: string }) => ({
  unitPriceMinor: offer.unitPriceMinor,
  currency: offer.currency,
  priceHoldsUntil: new Date(Date.now() + PRICE_HOLDS_MS),
});

const cartOf = (ctx: UserContext) => readCart(ctx.database, ctx.scope, ctx.user.id, tenantVendor);

/** The caller's basket (B32). */
export const getCart = procedureFor('cart.write').query(({ ctx }) => cartOf(ctx));

/** Puts an offer into the basket; one that is there already gets more. Errors: offer_unavailable; too_small, too_big at `quantity`. */
export const addToCart = procedureFor('cart.write')
  .input(z.strictObject({ offerId: z.uuid(), quantity }))
  .mutation(async ({ ctx, input }) => {
    await ctx.database.write(ctx.scope, async (tx) => {
      const cart = await ownCart(tx, ctx);
      const there = cart.lines.find(({ offerId }) => offerId === input.offerId);
      const wanted = (there?.quantity ?? 0) + input.quantity;
      const offer = await soldOffer(tx, input.offerId, wanted);
      checkCurrency(cart.lines, offer, there?.id);
      const { tier1Id, channelId, customerId } = cart;
      if (there) await tx.cartLine.update({ where: { id: there.id }, data: { quantity: wanted, ...snapshotOf(offer) } });
      else if (cart.lines.length >= MOST_LINES)
        throw new FieldFailure([{ path: ['offerId'], code: 'too_many', params: { max: MOST_LINES } }]);
      else
        await tx.cartLine.create({
          data: { tier1Id, channelId, customerId, cartId: cart.id, offerId: offer.id, quantity: wanted, ...snapshotOf(offer) },
        });
    });
    return cartOf(ctx);
  });

/** Changes a line's quantity or option, or takes its new price (B32). Errors: not_found, offer_unavailable; too_small, too_big at `quantity`. */
export const changeCartLine = procedureFor('cart.write')
  .input(z.strictObject({ lineId: z.uuid(), quantity: quantity.optional(), offerId: z.uuid().optional() }))
  .mutation(async ({ ctx, input }) => {
    await ctx.database.write(ctx.scope, async (tx) => {
      const cart = await ownCart(tx, ctx);
      const line = cart.lines.find(({ id }) => id === input.lineId);
      if (!line) throw new Failure('not_found');
      const offerId = input.offerId ?? line.offerId;
      const twin = cart.lines.find((other) => other.offerId === offerId && other.id !== line.id);
      const wanted = (input.quantity ?? line.quantity) + (twin?.quantity ?? 0);
      const offer = await soldOffer(tx, offerId, wanted);
      checkCurrency(
        cart.lines.filter(({ id }) => id !== twin?.id),
        offer,
        line.id,
      );
      if (twin) await tx.cartLine.delete({ where: { id: twin.id } });
      await tx.cartLine.update({ where: { id: line.id }, data: { offerId, quantity: wanted, ...snapshotOf(offer) } });
    });
    return cartOf(ctx);
  });

/** Takes a line out. Error: not_found for one that is out already. */
export const removeCartLine = procedureFor('cart.write')
  .input(z.strictObject({ lineId: z.uuid() }))
  .mutation(async ({ ctx, input }) => {
    await ctx.database.write(ctx.scope, async (tx) => {
      const cart = await ownCart(tx, ctx);
      const { count } = await tx.cartLine.deleteMany({ where: { id: input.lineId, cartId: cart.id } });
      if (count === 0) throw new Failure('not_found');
    });
    return cartOf(ctx);
  });
