import { mayDo, mayImpersonate } from '../../domain/permission/permissions.js';
import type { Scope } from '../../prisma/client.js';
import { scopeOf, type SignedInUser } from '../context.js';

const includes = (scope: Scope, { tier1Id, channelId, customerId }: SignedInUser): boolean =>
  scope.kind === 'platform' || { tier1: tier1Id, channel: channelId, customer: customerId }[scope.kind] === scope.tenant;

/** True while `actor` may act as `target`: it has the right, stands above, and the target is within its scope (requirement B20). */
export const mayActAs = (actor: SignedInUser, target: SignedInUser): boolean =>
  mayDo(actor, 'user.impersonate') && mayImpersonate(actor.role, target.role) && includes(scopeOf(actor), target);
