import type { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import { randomUUID } from 'node:crypto';
import { loginNameKey, type NewUser } from '../../domain/user/user-input.js';
import type { Tx } from '../../prisma/client.js';
import type { CustomerTenant } from '../../prisma/customer-tenant.js';
import { inviteUser } from './invite-user.js';

export interface AddedUser {
  readonly userId: string;
  /** The workflow that was asked for, when an invitation goes out. */
  readonly workflowId?: string;
}

/** Which of these login names are taken, in whichever tenant. */
export const takenLoginNames = async (tx: Tx, names: readonly string[]): Promise<Set<string>> => {
  const rows = await tx.$queryRaw<{ taken: string }[]>`SELECT taken FROM licenza_taken_login_names(${names.map(loginNameKey)}) AS taken`;
  return new Set(rows.map((row) => row.taken));
};

/** Of users that were added, in their order, the administrators. */
export const administratorsOf = (users: readonly NewUser[], added: readonly AddedUser[]): { id: string; name: string }[] =>
  users.flatMap(({ role, firstName, lastName }, index) =>
    role === 'customer_admin' && added[index] ? [{ id: added[index].userId, name: `${firstName} ${lastName}` }] : [],
  );

/** Writes one user of a customer: Ready at once, or Not activated with an invitation on its way (requirement B15). */
export const addUser = async (
  tx: Tx,
  tenant: CustomerTenant,
  user: NewUser,
  by: { id: string; name: string; mailHost: string },
): Promise<AddedUser> => {
  const userId = randomUUID();
  const loginName = user.loginName ?? user.email;
  const name = `${user.firstName} ${user.lastName}`;
  await tx.appUser.create({
    data: {
      id: userId,
      ...tenant,
      role: user.role,
      state: user.sendActivationEmail ? 'not_activated' : 'ready',
      staffPermission: user.staffPermission,
      loginName,
      loginNameKey: loginNameKey(loginName),
      firstName: user.firstName,
      lastName: user.lastName,
      email: user.email,
      notificationEmail: user.notificationEmail ?? null,
      language: user.language,
      timeZone: user.timeZone,
      address: user.address,
    },
  });
  await tx.timelineEvent.create({
    data: {
      ...tenant,
      subjectId: userId,
      kind: 'user_added' satisfies TimelineKind,
      params: { name, loginName },
      actorId: by.id,
      actorName: by.name,
      dedupeKey: `added:${userId}`,
    },
  });
  await tx.auditEntry.create({
    data: {
      ...tenant,
      actorId: by.id,
      actorName: by.name,
      action: 'user.add',
      subjectType: 'user',
      subjectId: userId,
      after: { loginName, email: user.email, role: user.role },
    },
  });
  if (!user.sendActivationEmail) return { userId };
  const workflowId = await inviteUser(
    tx,
    tenant,
    { id: userId, name, email: user.email, language: user.language },
    { mailHost: by.mailHost, startedBy: by.id },
  );
  return { userId, workflowId };
};
