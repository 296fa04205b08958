import type { Language } from '../../domain/customer/customer.js';
import { Failure } from '../../domain/failure/failure-code.js';
import { renderAccountCreated, type RenderedMessage } from '../../domain/message/account-created.js';
import { activationLink } from '../../domain/user/link-token.js';
import { activationTtlHours } from '../../domain/user/user.js';
import type { Database, Scope } from '../../prisma/client.js';
import type { Settings } from '../../runtime/settings.js';

interface MessageFacts {
  state: string;
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
  SELECT m.state, m.language, m.to_address, m.emergency_address, m.due_at, u.first_name, u.login_name, c.company, c.account_name, ch.name AS reseller
    FROM message m JOIN app_user u ON u.id = m.user_id JOIN customer c ON c.id = m.customer_id JOIN channel ch ON ch.id = c.channel_id WHERE m.id = $1`;

/** A message as it will go out, or went; its link is shown without the token, which only the mail holds. Throws not_found. */
export const previewMessage = async (
  { database, settings }: { database: Database; settings: Settings },
  scope: Scope,
  messageId: string,
): Promise<RenderedMessage & { to: string; emergencyAddress: string | null; state: string; dueAt: string }> => {
  const [facts] = await database.read<MessageFacts>(scope, FACTS, [messageId]);
  if (!facts) throw new Failure('not_found');
  const rendered = renderAccountCreated(
    {
      firstName: facts.first_name,
      company: facts.company,
      accountName: facts.account_name,
      loginName: facts.login_name,
      link: activationLink(settings.PUBLIC_URL, '…'),
      linkHours: activationTtlHours,
      reseller: facts.reseller,
      supportEmail: settings.SUPPORT_EMAIL,
    },
    facts.language,
  );
  return { ...rendered, to: facts.to_address, emergencyAddress: facts.emergency_address, state: facts.state, dueAt: facts.due_at };
};
