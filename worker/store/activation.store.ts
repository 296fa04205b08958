import { activeProcessStates } from '../../domain/process/process.js';
import { platformScope, type Database, type Tx } from '../../prisma/client.js';
import { startActivation } from '../../records/user/invite-user.js';
import { deriveLinkToken, hashToken } from '../../runtime/link-token.js';
import { activationResent } from '../../workflows/contracts/activate-user.js';
import type { StoreActivities } from '../../workflows/contracts/activities.js';
import { writeProgress } from './record-progress.js';

interface WatchedUser {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
}

/**
 * Makes the activation link of a message the only valid one of its user (requirement B16), until an instant. Repeating it changes
 * nothing, and says so by false.
 */
export const armActivationLink = async (tx: Tx, messageId: string, tokenSecret: string, expiresAt: Date): Promise<boolean> => {
  const tokenHash = hashToken(deriveLinkToken(tokenSecret, 'activation', messageId));
  if (await tx.userToken.findUnique({ where: { tokenHash } })) return false;
  const message = await tx.message.findUniqueOrThrow({ where: { id: messageId } });
  const userId = message.userId ?? '';
  const { tier1Id, channelId, customerId } = message;
  const older = { userId, purpose: 'activation', usedAt: null, revokedAt: null };
  await tx.userToken.updateMany({ where: older, data: { revokedAt: new Date() } });
  await tx.userToken.create({ data: { tokenHash, purpose: 'activation', userId, tier1Id, channelId, customerId, expiresAt } });
  return true;
};

/** Has the link of an account e-mail watched: by the process that already watches an older link of the user, or by a new one. */
const watchAccountLink = async (tx: Tx, user: WatchedUser, messageId: string, expiresAt: string, openedBy: string): Promise<void> => {
  const running = await tx.process.findFirst({
    where: { kind: 'activation', subjectId: user.id, state: { in: [...activeProcessStates] } },
  });
  if (running) {
    const payload = { signal: activationResent.name, args: [{ messageId, expiresAt }] };
    await tx.outbox.createMany({ data: [{ command: 'signal', workflowId: running.workflowId, payload }] });
    return;
  }
  const { tier1Id, channelId, customerId, startedBy } = await tx.process.findUniqueOrThrow({ where: { id: openedBy } });
  const name = `${user.firstName} ${user.lastName}`;
  await startActivation(tx, { tier1Id, channelId, customerId }, { id: user.id, name }, { messageId, expiresAt, startedBy });
};

/** Writes about invitations. */
export const createActivationStore = (
  database: Database,
  tokenSecret: string,
): Pick<StoreActivities, 'armActivation' | 'beginAccountEmail' | 'writeReminder'> => ({
  armActivation: ({ messageId, expiresAt }) =>
    database.write(platformScope, async (tx) => {
      await armActivationLink(tx, messageId, tokenSecret, new Date(expiresAt));
    }),

  beginAccountEmail: ({ messageId, expiresAt, progress }) =>
    database.write(platformScope, async (tx) => {
      if (!(await writeProgress(tx, progress))) return;
      const { userId } = await tx.message.findUniqueOrThrow({ where: { id: messageId } });
      const user = await tx.appUser.findFirst({ where: { id: userId ?? '', state: 'not_activated', deletedAt: null } });
      if (!user || !(await armActivationLink(tx, messageId, tokenSecret, new Date(expiresAt)))) return;
      await watchAccountLink(tx, user, messageId, expiresAt, progress.processId);
    }),

  writeReminder: ({ messageId, reminderId }) =>
    database.write(platformScope, async (tx) => {
      const invitation = await tx.message.findUniqueOrThrow({ where: { id: messageId } });
      if (invitation.state === 'undeliverable') return { wanted: false };
      const { tier1Id, channelId, customerId, userId, language, toAddress, emergencyAddress, messageIdHeader } = invitation;
      const host = messageIdHeader.slice(messageIdHeader.indexOf('@'));
      await tx.message.createMany({
        data: [
          {
            id: reminderId,
            tier1Id,
            channelId,
            customerId,
            userId,
            language,
            toAddress,
            emergencyAddress,
            dueAt: new Date(),
            template: 'activation_reminder',
            messageIdHeader: `<${reminderId}${host}`,
            params: { linkOf: messageId }, // the reminder carries the invitation's link, not one of its own
          },
        ],
        skipDuplicates: true,
      });
      return { wanted: true };
    }),
});
