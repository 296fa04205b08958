import { ApplicationFailure } from '@temporalio/common';
import { isFailureCode } from '../../domain/failure/failure-code.js';
import type { LineAtVendor, ProvisioningVendor, VendorLine } from '../provisioning-vendor.js';
import type { FoundLicence, LicenceVendor } from './client.js';

const lineAt = ({ lineId }: VendorLine, { vendorRef, state }: FoundLicence): LineAtVendor => ({
  lineId,
  state: state === 'active' ? 'active' : 'provisioning',
  vendorRef,
});

/** A refusal of one line is that line's; anything else is the whole call's, which can be repeated. */
const refusalOf = ({ lineId }: VendorLine, error: unknown): LineAtVendor => {
  if (error instanceof ApplicationFailure && error.nonRetryable && isFailureCode(error.type))
    return { lineId, state: 'refused', failure: error.type, note: error.message };
  throw error;
};

/**
 * The plain REST vendor as one that provisions orders: no tenants, no basket, a licence for each line. The line's id is the
 * licence's, so that a repeated order is the same licence.
 */
export const createLicenceProvisioning = (vendor: LicenceVendor): ProvisioningVendor => {
  const placeLine = async (accountRef: string, line: VendorLine): Promise<LineAtVendor> => {
    const { lineId, planCode, quantity } = line;
    try {
      const known = await vendor.find(accountRef, lineId);
      if (known?.state === 'active' && known.units === quantity) return lineAt(line, known);
      const startsOn = new Date().toISOString().slice(0, 10);
      const key = `${lineId}:${String(quantity)}:${startsOn}`;
      const { vendorRef } = await vendor.put({ accountRef, licenceRef: lineId, plan: planCode, units: quantity, startsOn, key });
      return { lineId, state: 'active', vendorRef };
    } catch (error) {
      return refusalOf(line, error);
    }
  };
  return {
    place: ({ accountRef, lines }) => Promise.all(lines.map((line) => placeLine(accountRef, line))),
    read: async ({ accountRef, lines }) => {
      const found = await Promise.all(
        lines.map(async (line) => {
          const licence = await vendor.find(accountRef, line.lineId);
          return licence && licence.state !== 'ended' ? [lineAt(line, licence)] : [];
        }),
      );
      return found.flat();
    },
    holdings: async (accountRef) =>
      (await vendor.list(accountRef)).map(({ vendorRef, licenceRef, state, units }) => ({ vendorRef, ownId: licenceRef, state, units })),
    cancel: (accountRef, { lineId }) => vendor.remove(accountRef, lineId),
  };
};
