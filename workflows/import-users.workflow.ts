import type { ImportUsersInput, ImportUsersResult } from './contracts/import-users.js';
import { entryKeys } from './entry-keys.js';
import { store } from './proxies.js';

/** Adds many users in small steps, so that progress shows and a killed worker goes on where it was. */
export async function importUsers({ importId, processId }: ImportUsersInput): Promise<ImportUsersResult> {
  const nextKey = entryKeys();
  await store.recordProgress({ processId, state: 'running', step: 'adding_users', events: [] });
  let progress;
  do progress = await store.addImportedUsers({ importId, processId });
  while (progress.done < progress.total);
  const { added, skipped } = progress;
  await store.recordProgress({
    processId,
    state: 'done',
    step: 'users_added',
    events: [{ kind: 'users_imported', key: nextKey(), params: { added, skipped } }],
  });
  return { added, skipped };
}
