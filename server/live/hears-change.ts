import { mayDo, type Permission } from '../../domain/permission/permissions.js';
import type { Scope } from '../../prisma/client.js';
import type { SignedInUser } from '../context.js';
import type { FeedRow } from './change-feed.js';

/**
 * Whether a scope includes a row of the feed: what the policy on `change_feed` says, said again for the one reader that sees all tenants'
 * rows. A test compares the two for every scope.
 */
export const includesRow = (scope: Scope, row: Pick<FeedRow, 'tier1Id' | 'channelId' | 'customerId'>): boolean => {
  if (scope.kind === 'platform') return true;
  const tenants = { tier1: row.tier1Id, channel: row.channelId, customer: row.customerId };
  return tenants[scope.kind] === scope.tenant.toLowerCase();
};

/** What one must be allowed to read to be told that it has changed, by the kind of a change. Other kinds go with the customer. */
const readBy: Readonly<Record<string, Permission>> = {
  user: 'user.read',
  order: 'order.read',
  message: 'message.read',
  finding: 'process.engine',
};

/** What users without any right of their own hear of: themselves, and that something of their services has changed. */
const ofOneself: readonly string[] = ['licence', 'subscription'];

/**
 * What a user is told of a row that its scope includes: the row, the row without its subject, or nothing. Ids of colleagues, orders and
 * processes are for those who may read them.
 */
export const toldOf = (
  user: SignedInUser,
  { kind, customerId, subjectId }: FeedRow,
): { customerId: string | null; subjectId: string } | undefined => {
  if (subjectId === user.id) return { customerId, subjectId };
  if (mayDo(user, readBy[kind] ?? 'customer.read')) return { customerId, subjectId };
  // A customer's administrators follow their messages by the customer, though they may not read them one by one.
  if (kind === 'message' && mayDo(user, 'customer.read')) return { customerId, subjectId };
  return ofOneself.includes(kind) ? { customerId, subjectId: user.id } : undefined;
};
