import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ProvisioningVendor } from '../../adapters/provisioning-vendor.js';
import { callsToVendor, licencesAtVendor, vendorFault } from '../support/vendor.js';
import { orderLine, rememberedOrder, vendorsWith } from './support/orders.js';

let vendor: ProvisioningVendor;
beforeAll(() => {
  vendor = vendorsWith().guardia;
});

const endpoints = (quantity = 40) => orderLine({ planCode: 'EG-STD', offerCode: 'EG-STD', quantity });
const keys = () => orderLine({ planCode: 'DV-KEY', offerCode: 'DV-KEY', quantity: 12 });

describe('orders at a plain REST vendor, counted in endpoints and keys (B30)', () => {
  it('needs no tenant and no basket: a line is a licence', async () => {
    expect(vendor.tenants).toBeUndefined();
    expect(vendor, 'it tells no prices').not.toHaveProperty('costs');
    const accountRef = randomUUID();
    const order = rememberedOrder(vendor, accountRef, [endpoints(), keys()]);
    const placed = await order.place();
    expect(placed.map(({ state }) => state)).toEqual(['active', 'active']);
    expect(await order.read()).toEqual(placed);
    expect(order.basketRefs()).toEqual([]);
    const licences = (await licencesAtVendor(accountRef)).map(({ plan, units, state }) => `${plan} ${units} ${state}`);
    expect(licences.sort()).toEqual(['DV-KEY 12 active', 'EG-STD 40 active']);
  });

  it('places a line once, also when the answer was lost', async () => {
    const [accountRef, line] = [randomUUID(), endpoints()];
    await vendorFault({ match: { accountRef, method: 'PUT' }, mode: 'drop-after-work', times: 1 });
    const order = rememberedOrder(vendor, accountRef, [line]);
    await expect(order.place()).rejects.toMatchObject({ type: 'vendor_unreachable' });
    expect(await order.place()).toMatchObject([{ state: 'active' }]);
    await order.place();
    expect(await licencesAtVendor(accountRef)).toMatchObject([{ revision: 1 }]);
    expect(await callsToVendor('PUT', accountRef, line.lineId)).toBe(1);
  });

  it('leaves a refused line to itself, and finishes one that was begun', async () => {
    const [accountRef, refused, begun] = [randomUUID(), endpoints(100_001), keys()];
    const order = rememberedOrder(vendor, accountRef, [refused, keys()]);
    expect(await order.place()).toMatchObject([{ state: 'refused', failure: 'vendor_units_out_of_range' }, { state: 'active' }]);
    await vendorFault({ match: { accountRef, licenceRef: begun.lineId }, mode: 'half', times: 1 });
    await vendorFault({ match: { accountRef, licenceRef: begun.lineId, method: 'PUT' }, mode: 'half', times: 1 });
    const other = rememberedOrder(vendor, accountRef, [begun]);
    await expect(other.place()).rejects.toMatchObject({ type: 'vendor_error' });
    await expect(other.place()).rejects.toMatchObject({ type: 'vendor_error' });
    expect(await other.read()).toMatchObject([{ state: 'provisioning' }]);
    expect(await other.place()).toMatchObject([{ state: 'active' }]);
  });

  it('ends a line, and one that was never placed', async () => {
    const [accountRef, line] = [randomUUID(), endpoints()];
    const order = rememberedOrder(vendor, accountRef, [line]);
    await order.place();
    await vendor.cancel(accountRef, line);
    await vendor.cancel(accountRef, line);
    expect(await order.read()).toEqual([]);
    await vendor.cancel(accountRef, endpoints());
  });
});
