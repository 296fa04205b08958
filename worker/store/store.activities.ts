import { platformScope, type Database } from '../../prisma/client.js';
import type { Settings } from '../../runtime/settings.js';
import type { StoreActivities } from '../../workflows/contracts/activities.js';
import type { CommandActivities } from '../../workflows/contracts/command.js';
import type { BounceActivities } from '../../workflows/contracts/follow-bounce.js';
import { createActivationStore } from './activation.store.js';
import { createBounceStore } from './bounce.store.js';
import { createLicenceStore } from './licence.store.js';
import { createMessageStore } from './message.store.js';
import { createCommandStore } from './command.store.js';
import { moveProcess } from './record-progress.js';
import { createUserImportStore } from './user-import.store.js';

/** Every database write that a workflow asks for. */
export const createStoreActivities = (
  database: Database,
  settings: Pick<Settings, 'TOKEN_SECRET' | 'PUBLIC_URL'>,
): StoreActivities & CommandActivities & BounceActivities => ({
  recordProgress: async (progress) => {
    await moveProcess((sql, values) => database.run(platformScope, sql, values), progress);
  },
  ...createCommandStore(database),
  ...createMessageStore(database),
  ...createBounceStore(database),
  ...createLicenceStore(database),
  ...createActivationStore(database, settings.TOKEN_SECRET),
  ...createUserImportStore(database, new URL(settings.PUBLIC_URL).hostname),
});
