import { activeProcessStates } from '../../domain/process/process.js';
import { platformScope, type Database } from '../../prisma/client.js';
import type { StoreActivities } from '../../workflows/contracts/activities.js';
import { writeProgress } from './record-progress.js';

type LicenceStore = Pick<StoreActivities, 'beginLicence' | 'finishLicence' | 'failLicence' | 'moveLicence' | 'callOffLicence'>;

/** Writes about assigned subscriptions, each with its process and timeline in one transaction. A licence's id is its subscription's. */
export const createLicenceStore = (database: Database): LicenceStore => ({
  beginLicence: ({ licenceId, progress }) =>
    database.write(platformScope, async (tx) => {
      // A worker that was asleep may write this when its process has long ended: what is active then has nothing that would finish it.
      const living = await tx.process.findFirst({ where: { id: progress.processId, state: { in: [...activeProcessStates] } } });
      if (!living) return;
      await tx.subscription.updateMany({
        where: { id: licenceId, state: { in: ['scheduled', 'failed', 'provisioning'] }, change: { not: 'end' } },
        data: { state: 'provisioning', failureCode: null, failureNote: null, updatedAt: new Date() },
      });
      await writeProgress(tx, progress);
    }),

  finishLicence: ({ licenceId, vendorRef, progress }) =>
    database.write(platformScope, async (tx) => {
      const licence = await tx.subscription.findUniqueOrThrow({ where: { id: licenceId } });
      const ended = licence.change === 'end';
      await tx.subscription.updateMany({
        where: { id: licenceId, state: { in: ['provisioning', 'ending', 'failed'] } },
        data: {
          state: ended ? 'ended' : 'active',
          endedAt: ended ? new Date() : null,
          vendorRef,
          units: licence.targetUnits,
          failureCode: null,
          failureNote: null,
          updatedAt: new Date(),
          version: { increment: 1 },
        },
      });
      if (ended) await tx.entitlement.deleteMany({ where: { subscriptionId: licenceId } });
      await writeProgress(tx, progress);
    }),

  failLicence: ({ licenceId, failure, note, progress }) =>
    database.write(platformScope, async (tx) => {
      await tx.subscription.updateMany({
        where: { id: licenceId, state: { in: ['provisioning', 'ending'] } },
        data: { state: 'failed', failureCode: failure, failureNote: note, updatedAt: new Date(), version: { increment: 1 } },
      });
      await writeProgress(tx, progress);
    }),

  moveLicence: ({ licenceId, startDate, at, progress }) =>
    database.write(platformScope, async (tx) => {
      await tx.subscription.updateMany({
        where: { id: licenceId, state: 'scheduled' },
        data: { startDate: new Date(`${startDate}T00:00:00Z`), startsAt: at, updatedAt: new Date(), version: { increment: 1 } },
      });
      await writeProgress(tx, progress);
    }),

  callOffLicence: ({ licenceId, progress }) =>
    database.write(platformScope, async (tx) => {
      const { change, units } = await tx.subscription.findUniqueOrThrow({ where: { id: licenceId } });
      const neverStarted = change === 'start';
      await tx.subscription.updateMany({
        where: { id: licenceId, state: { in: ['scheduled', 'failed', 'provisioning', 'ending'] } },
        data: {
          // A change that was given up leaves the licence as it was before it.
          ...(neverStarted ? { state: 'ended', endedAt: new Date() } : { state: 'active', targetUnits: units, change: 'start' }),
          failureCode: null,
          failureNote: null,
          updatedAt: new Date(),
          version: { increment: 1 },
        },
      });
      if (neverStarted) await tx.entitlement.deleteMany({ where: { subscriptionId: licenceId } });
      await writeProgress(tx, progress);
    }),
});
