import type { Request } from 'express';
import type { CardProcessor } from '../adapters/card-processor/card-processor.js';
import type { VendorTenants } from '../adapters/provisioning-vendor.js';
import type { Vendors } from '../adapters/provisioning-vendors.js';
import { Failure } from '../domain/failure/failure-code.js';
import type { Role } from '../domain/permission/permissions.js';
import { platformScope, type Database, type Scope } from '../prisma/client.js';
import type { Logger } from '../runtime/log.js';
import type { Settings } from '../runtime/settings.js';
import type { Engine } from './engine/engine.js';
import type { Outbox } from './engine/outbox.js';
import type { CodeLimiter } from './factor/code-limiter.js';
import type { ChangeFeed } from './live/change-feed.js';
import type { DearLimits } from './security/dear-limits.js';
import type { GuessCounter } from './security/guess-counter.js';
import type { LinkLimiter, SignInLimiter } from './security/sign-in-limiter.js';

/** Who is asking, as the session store read them for this request. */
export interface SignedInUser {
  readonly id: string;
  readonly role: Role;
  readonly loginName: string;
  readonly displayName: string;
  readonly language: string;
  readonly timeZone: string;
  readonly tier1Id: string | null;
  readonly channelId: string | null;
  readonly customerId: string | null;
  readonly staffPermission?: string | null;
  /** Who really sits there, when somebody acts as this user; until when (instant, ISO-8601 UTC). */
  readonly actor?: { readonly id: string; readonly name: string; readonly until: string };
  readonly impersonated?: boolean;
  /** Whoever really sits there, and what they have proven. */
  readonly identity?: Identity;
  readonly factorOverdue?: boolean;
}

/** Whoever sits before a session, acting as another or not. */
export interface Identity {
  readonly id: string;
  readonly loginName: string;
  readonly hasFactor: boolean;
  /** Whether a second factor may be required of them. */
  readonly isRequired: boolean;
  /** Until when they may do without one; null where none is asked of them. */
  readonly factorDueAt: string | null;
  /** Whether they proved who they are a short while ago, and when it was. */
  readonly isConfirmed: boolean;
  readonly confirmedAt: string | null;
}

/** What lives as long as the server. */
export interface Services {
  readonly settings: Settings;
  readonly database: Database;
  readonly engine: Engine;
  readonly outbox: Outbox;
  readonly changes: ChangeFeed;
  readonly signInLimiter: SignInLimiter;
  readonly guesses: GuessCounter;
  readonly codeLimiter: CodeLimiter;
  readonly dear: DearLimits;
  readonly linkLimiter: LinkLimiter;
  /** Accounts at the vendor whose orders need one. */
  readonly tenants: VendorTenants;
  readonly vendors: Vendors;
  readonly cards: CardProcessor;
  readonly log: Logger;
}

/** What a procedure is given. */
export interface Context extends Services {
  readonly request: Request;
  readonly requestId: string;
  readonly address: string;
  readonly user: SignedInUser | undefined;
}

/** The rows that a user may reach; the whole of tenant isolation hangs on this one function. */
export const scopeOf = (user: SignedInUser): Scope => {
  if (user.role === 'operator' || user.role === 'support') return platformScope;
  if (user.role === 'reseller_admin' && user.channelId && user.tier1Id) {
    return user.channelId === user.tier1Id ? { kind: 'tier1', tenant: user.tier1Id } : { kind: 'channel', tenant: user.channelId };
  }
  if (user.customerId) return { kind: 'customer', tenant: user.customerId };
  throw new Failure('forbidden');
};

/** The actor of a timeline or audit entry: who really sits there, and in whose name. */
export const actorOf = (user: SignedInUser): { id: string; name: string } =>
  user.actor ? { id: user.actor.id, name: `${user.actor.name} → ${user.displayName}` } : { id: user.id, name: user.displayName };
