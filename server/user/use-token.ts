import { Failure } from '../../domain/failure/failure-code.js';
import type { PasswordContext } from '../../domain/user/guessable-password.js';
import type { LinkPurpose } from '../../domain/message/link-purpose.js';
import { platformScope, type Database, type Tx } from '../../prisma/client.js';
import type { CustomerTenant } from '../../prisma/customer-tenant.js';
import { hashToken } from '../../runtime/link-token.js';

type Purpose = Exclude<LinkPurpose, 'none'>;

export interface UsedLink {
  readonly id: string;
  readonly userId: string;
  /** Absent for staff and resellers, who belong to no customer. */
  readonly tenant: CustomerTenant | undefined;
  readonly detail: unknown;
}

const LIVING = `
  SELECT u.login_name AS "loginName", u.email, u.first_name AS "firstName", u.last_name AS "lastName", c.company
    FROM user_token t JOIN app_user u ON u.id = t.user_id LEFT JOIN customer c ON c.id = t.customer_id
   WHERE t.token_hash = $1 AND t.purpose = $2 AND t.used_at IS NULL AND t.revoked_at IS NULL AND t.expires_at > now() AND (c.id IS NULL OR c.state = 'active')`;

/** Refuses a link that is worth nothing before anything dear is done for it; what is known of its user. Throws token_invalid. */
export const checkToken = async (database: Database, token: string, purpose: Purpose): Promise<PasswordContext> => {
  const [living] = await database.read<PasswordContext>(platformScope, LIVING, [Buffer.from(hashToken(token)), purpose]);
  if (!living) throw new Failure('token_invalid');
  return living;
};

/** Uses a token up; whoever comes second gets nothing. Its user's row is locked first, as by everything that voids links. Throws token_invalid. */
export const useToken = async (tx: Tx, token: string, purpose: Purpose): Promise<UsedLink> => {
  const now = new Date();
  const tokenHash = hashToken(token);
  await tx.$queryRaw`SELECT id FROM app_user WHERE id = (SELECT user_id FROM user_token WHERE token_hash = ${tokenHash}) FOR UPDATE`;
  const { count } = await tx.userToken.updateMany({
    where: { tokenHash, purpose, usedAt: null, revokedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  const link = count === 1 ? await tx.userToken.findUnique({ where: { tokenHash } }) : null;
  if (!link) throw new Failure('token_invalid');
  const { id, userId, detail, tier1Id, channelId, customerId } = link;
  const tenant = tier1Id && channelId && customerId ? { tier1Id, channelId, customerId } : undefined;
  if (tenant && !(await tx.customer.findFirst({ where: { id: tenant.customerId, state: 'active' } }))) throw new Failure('token_invalid');
  return { id, userId, tenant, detail };
};
