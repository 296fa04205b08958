import type { Language } from '../../domain/customer/customer.js';
import { linkHoursOf, type MessageParams, type MessageTemplate } from '../../domain/message/message.js';
import { renderMessage } from '../../domain/message/user-messages.js';
import { linkFor, linkPurposes, signInLink } from '../../domain/user/link-token.js';
import { activationTtlHours } from '../../domain/user/user.js';
import { platformScope, type Database, type Tx } from '../../prisma/client.js';
import { deriveLinkToken } from '../../runtime/link-token.js';
import type { Settings } from '../../runtime/settings.js';
import type { MailActivities } from '../../workflows/contracts/activities.js';
import { armActivationLink } from '../store/activation.store.js';
import type { Mailer } from '../../adapters/mail/smtp.js';

type MailSettings = Pick<Settings, 'PUBLIC_URL' | 'TOKEN_SECRET' | 'SUPPORT_EMAIL'>;
type MessageRow = NonNullable<Awaited<ReturnType<Tx['message']['findUnique']>>>;

/**
 * The link that a message carries, with its token. Its process has armed it, by the workflow's clock; only an account e-mail whose
 * process was at its sending before processes did so is armed here.
 */
const linkOf = async (tx: Tx, message: MessageRow, activated: boolean, { PUBLIC_URL, TOKEN_SECRET }: MailSettings): Promise<string> => {
  const { linkOf: other, path } = message.params as MessageParams;
  if (path !== undefined) return `${PUBLIC_URL.replace(/\/$/, '')}${path}`;
  const purpose = linkPurposes[message.template as MessageTemplate];
  if (activated && message.template === 'account_created') return signInLink(PUBLIC_URL);
  if (purpose === 'activation' && !activated && !other) {
    await armActivationLink(tx, message.id, TOKEN_SECRET, new Date(Date.now() + activationTtlHours * 3_600_000));
  }
  return linkFor(purpose, PUBLIC_URL, deriveLinkToken(TOKEN_SECRET, purpose, other ?? message.id));
};

/** Sending of messages by SMTP. */
export const createMailActivities = (database: Database, mailer: Mailer, settings: MailSettings): MailActivities => ({
  sendMessage: async ({ messageId, to }) => {
    const mail = await database.write(platformScope, async (tx) => {
      const message = await tx.message.findUniqueOrThrow({ where: { id: messageId } });
      const customer = await tx.customer.findUniqueOrThrow({ where: { id: message.customerId }, include: { channel: true } });
      const user = await tx.appUser.findUniqueOrThrow({ where: { id: message.userId ?? '' } });
      const language = message.language as Language;
      const template = message.template as MessageTemplate;
      const activated = user.state !== 'not_activated';
      // Kept for who looks at the message afterwards: by then the user's state tells nothing of when it went.
      if (activated && template === 'account_created')
        await tx.message.update({ where: { id: messageId }, data: { params: { ...(message.params as MessageParams), activated } } });
      const rendered = renderMessage(
        template,
        {
          firstName: user.firstName,
          company: customer.company,
          accountName: customer.accountName,
          loginName: user.loginName,
          link: await linkOf(tx, message, activated, settings),
          activated,
          linkHours: linkHoursOf[template],
          reseller: customer.channel.name,
          supportEmail: settings.SUPPORT_EMAIL,
          ...(message.params as Pick<MessageParams, 'service' | 'units' | 'order'>),
          address: (message.params as MessageParams).address ?? '',
        },
        language,
      );
      const address = to === 'main' ? message.toAddress : (message.emergencyAddress ?? message.toAddress);
      return { ...rendered, to: address, messageId: message.messageIdHeader, language };
    });
    await mailer.send(mail);
  },
});
