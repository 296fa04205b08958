import type { Language } from '../../domain/customer/customer.js';
import { Failure } from '../../domain/failure/failure-code.js';
import type { RenderedMessage } from '../../domain/message/layout.js';
import { linkHoursOf, type MessageParams, type MessageTemplate } from '../../domain/message/message.js';
import { renderMessage } from '../../domain/message/user-messages.js';
import { linkFor, linkPurposes, signInLink } from '../../domain/message/link-purpose.js';
import type { Database, Scope } from '../../prisma/client.js';
import type { Settings } from '../../runtime/settings.js';

interface StoredFacts {
  state: string;
  user_state: string;
  template: MessageTemplate;
  params: MessageParams;
  language: Language;
  to_address: string;
  emergency_address: string | null;
  due_at: string;
  first_name: string;
  login_name: string;
  company: string;
  account_name: string;
  reseller: string;
}

const FACTS = `
  SELECT m.state, m.template, m.params, m.language, m.to_address, m.emergency_address, m.due_at, u.state AS user_state, u.first_name, u.login_name, c.company, c.account_name, ch.name AS reseller
    FROM message m JOIN app_user u ON u.id = m.user_id JOIN customer c ON c.id = m.customer_id JOIN channel ch ON ch.id = c.channel_id WHERE m.id = $1`;

/** A message as it will go out, or went; its link is shown without the token, which only the mail holds. Throws not_found. */
export const previewMessage = async (
  { database, settings }: { database: Database; settings: Settings },
  scope: Scope,
  messageId: string,
): Promise<RenderedMessage & { to: string; emergencyAddress: string | null; state: string; dueAt: string }> => {
  const [facts] = await database.read<StoredFacts>(scope, FACTS, [messageId]);
  if (!facts) throw new Failure('not_found');
  const { path, ...params } = facts.params;
  const site = settings.PUBLIC_URL.replace(/\/$/, '');
  const activated = facts.params.activated ?? (facts.state === 'queued' && facts.user_state !== 'not_activated');
  const link = () =>
    activated && facts.template === 'account_created' ? signInLink(site) : linkFor(linkPurposes[facts.template], settings.PUBLIC_URL, '…');
  const rendered = renderMessage(
    facts.template,
    {
      ...params,
      address: params.address ?? '',
      firstName: facts.first_name,
      company: facts.company,
      accountName: facts.account_name,
      loginName: facts.login_name,
      link: path === undefined ? link() : `${site}${path}`,
      activated,
      linkHours: linkHoursOf[facts.template],
      reseller: facts.reseller,
      supportEmail: settings.SUPPORT_EMAIL,
    },
    facts.language,
  );
  return { ...rendered, to: facts.to_address, emergencyAddress: facts.emergency_address, state: facts.state, dueAt: facts.due_at };
};
