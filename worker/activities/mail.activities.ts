import { ApplicationFailure } from '@temporalio/common';
import type { Language } from '../../domain/customer/customer.js';
import type { FailureCode } from '../../domain/failure/failure-code.js';
import { linkHoursOf, type MessageParams, type MessageTemplate } from '../../domain/message/message.js';
import { renderMessage } from '../../domain/message/user-messages.js';
import { linkFor, linkPurposes, signInLink } from '../../domain/message/link-purpose.js';
import { activationTtlHours } from '../../domain/user/user.js';
import { platformScope, type Database } from '../../prisma/client.js';
import { bounceAddress } from '../../runtime/bounce-address.js';
import { deriveLinkToken } from '../../runtime/link-token.js';
import type { Settings } from '../../runtime/settings.js';
import type { MailActivities } from '../../workflows/contracts/activities.js';
import { armActivationLink } from '../store/activation.store.js';
import type { Mailer } from '../../adapters/mail/smtp.js';

type MailSettings = Pick<Settings, 'PUBLIC_URL' | 'TOKEN_SECRET' | 'SUPPORT_EMAIL' | 'BOUNCE_DOMAIN'>;

interface MessageToSend {
  readonly template: MessageTemplate;
  readonly language: Language;
  readonly params: MessageParams;
  readonly toAddress: string;
  readonly emergencyAddress: string | null;
  readonly header: string;
  readonly round: number;
  readonly firstName: string;
  readonly loginName: string;
  readonly isActivated: boolean;
  readonly company: string;
  readonly accountName: string;
  readonly reseller: string;
  /** Its user is there, and the customer open. */
  readonly isWanted: boolean;
}

const READ = `
  SELECT m.template, m.language, m.params, m.to_address AS "toAddress", m.emergency_address AS "emergencyAddress", m.message_id_header AS header, m.round,
         u.first_name AS "firstName", u.login_name AS "loginName", u.state <> 'not_activated' AS "isActivated",
         coalesce(c.company, h.name, 'Licenza') AS company, coalesce(c.account_name, '') AS "accountName", coalesce(h.name, 'Licenza') AS reseller,
         u.deleted_at IS NULL AND coalesce(c.state = 'active', true) AS "isWanted"
    FROM message m JOIN app_user u ON u.id = m.user_id LEFT JOIN customer c ON c.id = m.customer_id LEFT JOIN channel h ON h.id = coalesce(c.channel_id, m.channel_id)
   WHERE m.id = $1`;

const WAS_ACTIVATED = `UPDATE message SET params = params || '{"activated": true}' WHERE id = $1`;

const read = async (database: Database, messageId: string): Promise<MessageToSend> => {
  const [message] = await database.read<MessageToSend>(platformScope, READ, [messageId]);
  if (!message) throw new Error(`there is no message ${messageId}`);
  return message;
};

/**
 * The link that a message carries, with its token. Its process has armed it, by the workflow's clock; only an account e-mail whose
 * process was at its sending before processes did so is armed here.
 */
const linkOf = async (
  database: Database,
  messageId: string,
  { template, params: { linkOf: other, path }, isActivated }: MessageToSend,
  { PUBLIC_URL, TOKEN_SECRET }: MailSettings,
): Promise<string> => {
  if (path !== undefined) return `${PUBLIC_URL.replace(/\/$/, '')}${path}`;
  if (isActivated && template === 'account_created') return signInLink(PUBLIC_URL);
  const purpose = linkPurposes[template];
  if (purpose === 'activation' && !isActivated && !other) {
    const expiresAt = new Date(Date.now() + activationTtlHours * 3_600_000);
    await database.write(platformScope, (tx) => armActivationLink(tx, messageId, TOKEN_SECRET, expiresAt));
  }
  return linkFor(purpose, PUBLIC_URL, deriveLinkToken(TOKEN_SECRET, purpose, other ?? messageId));
};

/** Renders a message and hands it over by SMTP, if anybody is to get it still. Fails with mail_* codes. */
export const createMessageSender =
  (database: Database, mailer: Mailer, settings: MailSettings): MailActivities['sendMessage'] =>
  async ({ messageId, to }) => {
    const message = await read(database, messageId);
    if (!message.isWanted) throw ApplicationFailure.nonRetryable('its user or customer is closed', 'mail_unwanted' satisfies FailureCode);
    const { template, language, params, toAddress, emergencyAddress, header, firstName, loginName, company, accountName, reseller } =
      message;
    const activated = message.isActivated;
    // Kept for who looks at the message afterwards: by then the user's state tells nothing of when it went.
    if (activated && template === 'account_created') await database.run(platformScope, WAS_ACTIVATED, [messageId]);
    const rendered = renderMessage(
      template,
      {
        firstName,
        company,
        accountName,
        loginName,
        link: await linkOf(database, messageId, message, settings),
        activated,
        linkHours: linkHoursOf[template],
        reseller,
        supportEmail: settings.SUPPORT_EMAIL,
        ...(params as Pick<MessageParams, 'service' | 'units' | 'order' | 'names' | 'by' | 'change'>),
        address: params.address ?? '',
      },
      language,
    );
    const returnTo =
      settings.BOUNCE_DOMAIN &&
      bounceAddress(settings.TOKEN_SECRET, settings.BOUNCE_DOMAIN, { messageId, to, round: message.round }, new Date());
    await mailer.send({
      ...rendered,
      to: to === 'main' ? toAddress : (emergencyAddress ?? toAddress),
      messageId: header,
      language,
      returnTo,
    });
  };
