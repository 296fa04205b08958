import { loginNameKey, type NewUser } from '../../domain/user/user-input.js';
import { addUser, administratorsOf, takenLoginNames } from '../../records/user/add-user.js';
import { platformScope, type Database } from '../../prisma/client.js';
import { tellAdministrators } from '../../records/user/tell-administrators.js';
import type { StoreActivities } from '../../workflows/contracts/activities.js';

/** Rows that one step adds: a short transaction, and a progress bar that moves. */
const STEP = 25;

interface ImportRow {
  readonly line: number;
  readonly user: NewUser;
}

export interface UserImportResult {
  readonly line: number;
  readonly loginName: string;
  readonly outcome: 'added' | 'skipped';
  readonly code?: string;
}

/** Adds imported users step by step; how far it is stands in the same row that the step writes. */
export const createUserImportStore = (database: Database, mailHost: string): Pick<StoreActivities, 'addImportedUsers'> => ({
  addImportedUsers: ({ importId }) =>
    database.write(platformScope, async (tx) => {
      await tx.$executeRaw`SELECT 1 FROM user_import WHERE id = ${importId}::uuid FOR UPDATE`;
      const job = await tx.userImport.findUniqueOrThrow({ where: { id: importId } });
      const rows = (job.rows as unknown as ImportRow[]).slice(job.done, job.done + STEP);
      const by = await tx.appUser.findUniqueOrThrow({ where: { id: job.requestedBy } });
      const { tier1Id, channelId, customerId } = job;
      const taken = await takenLoginNames(
        tx,
        rows.map(({ user }) => user.loginName ?? user.email),
      );
      const teller = { id: by.id, name: `${by.firstName} ${by.lastName}`, mailHost };
      const administrators: { id: string; name: string }[] = [];
      const results = [...(job.results as unknown as UserImportResult[])];
      for (const { line, user } of rows) {
        const loginName = user.loginName ?? user.email;
        const key = loginNameKey(loginName);
        if (taken.has(key)) results.push({ line, loginName, outcome: 'skipped', code: 'login_name_taken' });
        else {
          const added = await addUser(tx, { tier1Id, channelId, customerId }, user, teller);
          administrators.push(...administratorsOf([user], [added]));
          taken.add(key);
          results.push({ line, loginName, outcome: 'added' });
        }
      }
      await tellAdministrators(tx, { tier1Id, channelId, customerId }, administrators, teller);
      const done = job.done + rows.length;
      const ended = done >= job.total;
      await tx.userImport.update({
        where: { id: importId },
        data: { done, results: JSON.parse(JSON.stringify(results)) as object[], endedAt: ended ? new Date() : null },
      });
      const added = results.filter(({ outcome }) => outcome === 'added').length;
      return { done, total: job.total, added, skipped: results.length - added };
    }),
});
