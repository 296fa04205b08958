import { platformScope, type Database, type Tx } from '../../prisma/client.js';
import { deriveLinkToken, hashToken } from '../../runtime/link-token.js';
import type { StoreActivities } from '../../workflows/contracts/activities.js';

/** Makes the activation link of a message the only valid one of its user (requirement B16), until an instant. Repeating it changes nothing. */
export const armActivationLink = async (tx: Tx, messageId: string, tokenSecret: string, expiresAt: Date): Promise<void> => {
  const tokenHash = hashToken(deriveLinkToken(tokenSecret, 'activation', messageId));
  if (await tx.userToken.findUnique({ where: { tokenHash } })) return;
  const message = await tx.message.findUniqueOrThrow({ where: { id: messageId } });
  const userId = message.userId ?? '';
  const { tier1Id, channelId, customerId } = message;
  const older = { userId, purpose: 'activation', usedAt: null, revokedAt: null };
  await tx.userToken.updateMany({ where: older, data: { revokedAt: new Date() } });
  await tx.userToken.create({ data: { tokenHash, purpose: 'activation', userId, tier1Id, channelId, customerId, expiresAt } });
};

/** Writes about invitations. */
export const createActivationStore = (
  database: Database,
  tokenSecret: string,
): Pick<StoreActivities, 'armActivation' | 'writeReminder'> => ({
  armActivation: ({ messageId, expiresAt }) =>
    database.write(platformScope, (tx) => armActivationLink(tx, messageId, tokenSecret, new Date(expiresAt))),

  writeReminder: ({ messageId, reminderId }) =>
    database.write(platformScope, async (tx) => {
      const invitation = await tx.message.findUniqueOrThrow({ where: { id: messageId } });
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
    }),
});
