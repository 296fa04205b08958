import { platformScope, type Database } from '../../prisma/client.js';
import type { LicenceVendorActivities } from '../../workflows/contracts/activities.js';
import type { LicenceVendor } from '../../adapters/licence-vendor/client.js';

/** Provisioning at the licence vendor, from what our record says the licence should be. */
export const createLicenceVendorActivities = (database: Database, vendor: LicenceVendor): LicenceVendorActivities => {
  const find = (licenceId: string) =>
    database.write(platformScope, (tx) =>
      tx.subscription.findUniqueOrThrow({ where: { id: licenceId, source: 'assigned' }, include: { plan: true } }),
    );
  const orderOf = (licence: Awaited<ReturnType<typeof find>>, units: number, key: string) => ({
    accountRef: licence.customerId,
    licenceRef: licence.id,
    plan: licence.plan.code,
    units,
    startsOn: (licence.startDate ?? licence.startsAt).toISOString().slice(0, 10),
    key: `${licence.id}:${key}:${String(licence.version)}`,
  });
  return {
    provisionLicence: async ({ licenceId }) => {
      const licence = await find(licenceId);
      if (licence.change !== 'end') return vendor.put(orderOf(licence, licence.targetUnits, 'apply'));
      await vendor.remove(licence.customerId, licenceId);
      return { vendorRef: licence.vendorRef ?? licenceId };
    },
    withdrawLicence: async ({ licenceId }) => {
      const licence = await find(licenceId);
      if (licence.change === 'start') await vendor.remove(licence.customerId, licenceId);
      else await vendor.put(orderOf(licence, licence.units, 'withdraw'));
    },
  };
};
