import { randomUUID } from 'node:crypto';
import { workflowIdOf, workflowTypes } from '../domain/process/process.js';
import { loginNameKey, type NewUser } from '../domain/user/user-input.js';
import type { Tx } from './client.js';

export interface CustomerTenant {
  readonly tier1Id: string;
  readonly channelId: string;
  readonly customerId: string;
}

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

/** Writes an invitation's message and process, and the command that starts it. Returns the workflow's id. */
export const inviteUser = async (
  tx: Tx,
  tenant: CustomerTenant,
  user: { id: string; name: string; email: string; language: string },
  { mailHost, startedBy }: { mailHost: string; startedBy: string | null },
): Promise<string> => {
  const messageId = randomUUID();
  const processId = randomUUID();
  const earlier = await tx.process.count({ where: { kind: 'activation', subjectId: user.id } });
  const workflowId = workflowIdOf('activation', user.id, earlier + 1);
  const customer = await tx.customer.findUniqueOrThrow({ where: { id: tenant.customerId } });
  await tx.message.create({
    data: {
      id: messageId,
      ...tenant,
      userId: user.id,
      template: 'invitation',
      language: user.language,
      toAddress: user.email,
      emergencyAddress: customer.emergencyEmail,
      dueAt: new Date(),
      messageIdHeader: `<${messageId}@${mailHost}>`,
    },
  });
  await tx.process.create({
    data: { id: processId, ...tenant, kind: 'activation', subjectId: user.id, workflowId, title: user.name, startedBy },
  });
  const args = [{ userId: user.id, processId, messageId }];
  // createMany: `create` reads the row back, and the outbox is only the dispatcher's to read.
  await tx.outbox.createMany({
    data: [
      {
        command: 'start',
        workflowId,
        payload: { workflowType: workflowTypes.activation, args },
        nextAttemptAt: new Date(Date.now() + 1_000),
      },
    ],
  });
  return workflowId;
};

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
      kind: 'user_added',
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
