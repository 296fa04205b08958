import { ApplicationFailure } from '@temporalio/common';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ProvisioningVendor } from '../../adapters/provisioning-vendor.js';
import { failureKinds, isFailureCode, type FailureCode } from '../../domain/failure/failure-code.js';
import type { OrderStep } from '../../domain/order/order.js';
import { allowedCommands, type OrderCommand } from '../../domain/order/remedies.js';
import type { Operation } from '../../sandbox/partner-center/fault-schema.js';
import { partnerErrorCodes, type PartnerErrorCode } from '../../sandbox/partner-center/partner-errors.js';
import { failures as english } from '../../ui/messages/en/failures.js';
import { failures as italian } from '../../ui/messages/it/failures.js';
import { mendPartner, partnerFaults } from '../support/partner.js';
import { freeDomain, orderLine, readyTenant, rememberedOrder, signer, tenantRequest, tenantsOf, vendorsWith } from './support/orders.js';

let vendor: ProvisioningVendor;
beforeAll(() => {
  vendor = vendorsWith().microsoft;
});

/** What only a broken request of ours brings: no remedy of its own, but the plain refusal's. */
const general: readonly PartnerErrorCode[] = [3000, 20003, 2011, 800002, 800008, 800065, 900127];
/** What the vendor calls a refusal, and is none: an agreement that is there, a subscription that has ended. */
const done: Readonly<Partial<Record<Operation, readonly PartnerErrorCode[]>>> = {
  'create-agreement': [600061],
  'change-subscription': [2011],
};

/** What an error of the adapter is called, or undefined when there is none. */
const failureOf = async (work: Promise<unknown>): Promise<FailureCode | undefined> => {
  try {
    await work;
    return undefined;
  } catch (error) {
    const { type } = error as ApplicationFailure;
    if (!(error instanceof ApplicationFailure) || !isFailureCode(type)) throw error;
    return type;
  }
};

const commandsAt = (step: OrderStep, failure: FailureCode, lines = { refused: 0, staying: 0, inAccount: 0 }): readonly OrderCommand[] =>
  allowedCommands({ state: 'needs_attention', step, failure, undoing: undefined, lines });

/** It has words of its own in both languages, and isn't the plain refusal where the vendor says more than that. */
const isNamed = (failure: FailureCode, code: PartnerErrorCode): void => {
  expect(english[failure].length, failure).toBeGreaterThan(20);
  expect(italian[failure], failure).not.toBe(english[failure]);
  if (!general.includes(code)) expect(failure).not.toBe('vendor_refused');
};

// Where the whole account is being made: whatever it is refused for, the account can be put right, or it is no matter of the customer's.
describe.each([
  ['create-customer', 'preparing_tenant', (domain: string) => tenantsOf(vendor).create(tenantRequest(domain))],
  [
    'set-qualification',
    'preparing_tenant',
    (domain: string) => tenantsOf(vendor).create(tenantRequest(domain, { qualification: 'education' })),
  ],
  [
    'create-agreement',
    'accepting_agreement',
    async (domain: string) => tenantsOf(vendor).acceptAgreement((await tenantsOf(vendor).create(tenantRequest(domain))).accountRef, signer),
  ],
] as const)('every documented refusal of %s', (operation, step, work) => {
  it.each(partnerErrorCodes)('%i has its words and its remedies', async (code) => {
    const domain = freeDomain();
    await partnerFaults({ mode: 'refuse', code, match: { domain, operation } });
    const failure = await failureOf(work(domain));
    await mendPartner(domain);
    if (done[operation]?.includes(code)) return expect(failure).toBeUndefined();
    isNamed(failure!, code);
    const allowed = commandsAt(step, failure!);
    expect(allowed).toEqual(expect.arrayContaining(['retry', 'reconcile', 'undo']));
    const ofTheInput = /^(tenant|agreement)_/.test(failure!);
    expect(allowed.includes('correct'), failure).toBe(ofTheInput);
    return undefined;
  });
});

// One of two lines is at fault: the other one is bought, and the first can be left out, whatever it is refused for.
describe.each(['create-cart', undefined] as const)('every documented refusal of a line, at %s or at the checkout', (operation) => {
  const transient = (code: PartnerErrorCode) =>
    operation === 'create-cart' && [800001, 800003, 800005, 800060, 800064, 2055, 900278, 900420].includes(code);
  const ofAccount = (code: PartnerErrorCode) => operation === 'create-cart' && [1000, 13605, 20002, 60003, 900118].includes(code);

  // An agreement that is there is no answer to an order.
  it.each(partnerErrorCodes.filter((code) => code !== 600061))(
    '%i keeps the other line, and offers to leave this one out',
    async (code) => {
      const domain = freeDomain();
      const accountRef = await readyTenant(vendor, domain);
      const [good, bad] = [orderLine(), orderLine()];
      await partnerFaults({ mode: 'refuse', code, match: { domain, line: bad.lineId, ...(operation ? { operation } : {}) } });
      const placed = rememberedOrder(vendor, accountRef, [good, bad]).place();
      if (transient(code) || ofAccount(code)) {
        const failure = await failureOf(placed);
        isNamed(failure!, code);
        expect(failureKinds[failure!].retry).toBe(transient(code) ? 'yes' : 'no');
        if (ofAccount(code))
          expect(commandsAt('ordering', failure!)).toEqual(expect.arrayContaining(['correct', 'reconcile', 'retry', 'undo']));
        await mendPartner(domain);
        return;
      }
      const lines = await placed;
      await mendPartner(domain);
      expect(lines).toMatchObject([
        { lineId: good.lineId, state: 'active' },
        { lineId: bad.lineId, state: 'refused' },
      ]);
      const refused = lines.find(({ state }) => state === 'refused')!;
      const failure = refused.state === 'refused' ? refused.failure : undefined;
      isNamed(failure!, code);
      const staying = { refused: 1, staying: 1, inAccount: 1 };
      expect(commandsAt('provisioning', failure!, staying), failure).toEqual(['retry', 'reconcile', 'leave_out', 'undo']);
      expect(commandsAt('provisioning', failure!, { ...staying, staying: 0, inAccount: 0 })).not.toContain('leave_out');
      if (failureKinds[failure!].retry === 'no') expect(failureKinds[failure!].remedies, failure).toContain('retry_now');
    },
  );
});

describe('every documented refusal of a cancellation', () => {
  it.each(partnerErrorCodes)('%i waits for a person, who tries again or gives it up', async (code) => {
    const domain = freeDomain();
    const accountRef = await readyTenant(vendor, domain);
    const line = orderLine();
    await rememberedOrder(vendor, accountRef, [line]).place();
    await partnerFaults({ mode: 'refuse', code, match: { domain, operation: 'change-subscription' } });
    const failure = await failureOf(vendor.cancel(accountRef, line));
    await mendPartner(domain);
    if (done['change-subscription']?.includes(code)) return expect(failure).toBeUndefined();
    isNamed(failure!, code);
    expect(['vendor_cancel_refused', 'vendor_error', 'vendor_sign_in_refused']).toContain(failure);
    const stuck = { state: 'needs_attention', step: 'provisioning', failure, lines: { refused: 0, staying: 1, inAccount: 1 } } as const;
    expect(allowedCommands({ ...stuck, undoing: 'cancel_at_vendor' })).toEqual(['retry', 'give_up']);
    return undefined;
  });
});
