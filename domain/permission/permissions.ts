/** The roles that sign in. Operator and support are staff of the platform; the others belong to a tenant. */
export const roles = ['operator', 'support', 'reseller_admin', 'customer_admin', 'customer_user'] as const;
export type Role = (typeof roles)[number];

/** Everything a procedure can ask for; a procedure without one of these can't be called by anybody. */
export const permissions = [
  'public',
  'self',
  'factor.own',
  'factor.reset',
  'catalog.read',
  'channel.read',
  'customer.read',
  'customer.create',
  'customer.write',
  'customer.delete',
  'customer.import',
  'account_email.write',
  'message.read',
  'licence.write',
  'user.read',
  'user.write',
  'user.delete',
  'user.password',
  'user.credentials',
  'user.address',
  'user.grant_admin',
  'user.impersonate',
  'staff.read',
  'staff.write',
  'staff.factor',
  'entitlement.write',
  'marketplace.read',
  'cart.write',
  'order.place',
  'order.read',
  'order.change',
  'order.give_up',
  'order.cost',
  'credit.write',
  'process.read',
  'process.engine',
  'process.payloads',
  'process.retry',
  'audit.read',
  'search',
  'live',
] as const;
export type Permission = (typeof permissions)[number];

/** Whether the password or the second factor is asked again before it, if the session's last proof is too old (requirement C18). */
export const confirmation: Readonly<Record<Permission, 'asked' | 'none'>> = {
  public: 'none',
  self: 'none',
  'factor.own': 'asked',
  'factor.reset': 'asked',
  'catalog.read': 'none',
  'channel.read': 'none',
  'customer.read': 'none',
  'customer.create': 'none',
  'customer.write': 'none',
  'customer.delete': 'asked',
  'customer.import': 'none',
  'account_email.write': 'none',
  'message.read': 'none',
  'licence.write': 'none',
  'user.read': 'none',
  'user.write': 'none',
  'user.delete': 'asked',
  'user.password': 'asked',
  'user.credentials': 'asked',
  'user.address': 'asked',
  'user.grant_admin': 'asked',
  'user.impersonate': 'none',
  'staff.read': 'none',
  'staff.write': 'asked',
  'staff.factor': 'asked',
  'entitlement.write': 'none',
  'marketplace.read': 'none',
  'cart.write': 'none',
  'order.place': 'none',
  'order.read': 'none',
  'order.change': 'none',
  'order.give_up': 'none',
  'order.cost': 'none',
  'credit.write': 'asked',
  'process.read': 'none',
  'process.engine': 'none',
  'process.payloads': 'none',
  'process.retry': 'none',
  'audit.read': 'none',
  search: 'none',
  live: 'none',
};

const everyone: readonly Permission[] = ['public', 'self', 'factor.own', 'search', 'live', 'catalog.read'];
const reads: readonly Permission[] = [
  'customer.read',
  'channel.read',
  'message.read',
  'audit.read',
  'process.read',
  'user.read',
  'order.read',
  'marketplace.read',
];
const sells: readonly Permission[] = [
  'customer.create',
  'customer.write',
  'customer.delete',
  'customer.import',
  'account_email.write',
  'licence.write',
  'user.write',
  'user.delete',
  'user.credentials',
  'user.address',
  'user.grant_admin',
  'user.impersonate',
  'factor.reset',
  'entitlement.write',
  'order.change',
  'credit.write',
];

/** Role → permissions. What isn't listed is denied. */
export const permissionTable = {
  operator: [
    ...everyone,
    ...reads,
    ...sells,
    'staff.read',
    'staff.write',
    'staff.factor',
    'process.engine',
    'process.payloads',
    'process.retry',
    'order.give_up',
    'order.cost',
  ],
  support: [
    ...everyone,
    ...reads,
    'account_email.write',
    'user.write',
    'user.delete',
    'user.credentials',
    'user.impersonate',
    'staff.read',
    'staff.factor',
    'process.engine',
    'process.retry',
    'order.change',
    'order.give_up',
    'order.cost',
  ],
  reseller_admin: [...everyone, ...reads, ...sells, 'staff.read', 'staff.write'],
  customer_admin: [
    ...everyone,
    'customer.read',
    'audit.read',
    'user.read',
    'user.write',
    'user.delete',
    'user.password',
    'user.credentials',
    'user.address',
    'user.grant_admin',
    'user.impersonate',
    'factor.reset',
    'entitlement.write',
    'marketplace.read',
    'cart.write',
    'order.place',
    'order.read',
    'order.change',
  ],
  customer_user: [...everyone],
} as const satisfies Record<Role, readonly Permission[]>;

/** What a customer's user may do beyond its role when it has staff-member roles (requirement B12). */
export const staffMemberPermissions: readonly Permission[] = ['customer.read', 'user.read', 'entitlement.write'];

/** Who asks, as far as permissions go. */
export interface Holder {
  readonly role: Role;
  readonly staffPermission?: string | null;
  /** True while somebody else acts as this user. */
  readonly impersonated?: boolean;
  /** True once the time is over in which they could do without a second factor. */
  readonly factorOverdue?: boolean;
}

/** What is left to whoever owes a second factor. */
const untilFactor: readonly Permission[] = ['public', 'self', 'factor.own'];

/** What nobody may do in another's name: it would outlast the impersonation, or climb from it. */
const notImpersonated: readonly Permission[] = [
  'user.password',
  'user.credentials',
  'user.address',
  'user.grant_admin',
  'user.impersonate',
  'factor.own',
  'factor.reset',
  'customer.delete',
  'order.place',
];

/** All that a holder may do. */
export const permissionsOf = ({ role, staffPermission, impersonated, factorOverdue }: Holder): readonly Permission[] => {
  const staff = role === 'customer_user' && staffPermission === 'staff_member' ? staffMemberPermissions : [];
  const all: readonly Permission[] = [...permissionTable[role], ...staff];
  if (factorOverdue) return untilFactor;
  return impersonated ? all.filter((permission) => !notImpersonated.includes(permission)) : all;
};

/** True when the holder has the permission; `public` needs nobody at all. */
export const mayDo = (holder: Holder | undefined, permission: Permission): boolean =>
  permission === 'public' || (holder !== undefined && permissionsOf(holder).includes(permission));

/** True when the role alone has the permission; `public` needs no role at all. */
export const allows = (role: Role | undefined, permission: Permission): boolean => mayDo(role && { role }, permission);

/** From least to most; one may act as, lock or change only who stands below. */
const rank: Readonly<Record<Role, number>> = { customer_user: 0, customer_admin: 1, reseller_admin: 2, support: 3, operator: 4 };

/** True when `actor` may sign in as `target`: strictly below in rights, and only customers' users. */
export const mayImpersonate = (actor: Role, target: Role): boolean =>
  rank[actor] > rank[target] && (target === 'customer_admin' || target === 'customer_user');
