import { describe, expect, it } from 'vitest';
import { allows, permissions, permissionTable, roles, type Permission, type Role } from '../../domain/permission/permissions.js';

const holders = (permission: Permission): readonly Role[] => roles.filter((role) => allows(role, permission));

describe('the permission table', () => {
  it('has a line for each role and names only known permissions, each once', () => {
    expect(Object.keys(permissionTable).sort()).toEqual([...roles].sort());
    for (const role of roles) {
      const held: readonly Permission[] = permissionTable[role];
      expect(permissions).toEqual(expect.arrayContaining([...held]));
      expect(new Set(held).size).toBe(held.length);
    }
  });

  it('denies what it does not list', () => {
    for (const role of roles) {
      const held: readonly Permission[] = permissionTable[role];
      for (const permission of permissions) expect(allows(role, permission)).toBe(permission === 'public' || held.includes(permission));
      expect(allows(role, 'customer.burn' as Permission)).toBe(false);
      expect(allows(role, '__proto__' as Permission)).toBe(false);
    }
  });

  it('lets nobody in but to what is public', () => {
    for (const permission of permissions) expect(allows(undefined, permission)).toBe(permission === 'public');
  });

  it('has no permission that nobody holds', () => {
    for (const permission of permissions) expect(holders(permission), permission).not.toHaveLength(0);
  });

  it('keeps the engine and its remedies with the platform, and selling away from support and customers', () => {
    expect(holders('process.engine')).toEqual(['operator', 'support']);
    expect(holders('process.retry')).toEqual(['operator', 'support']);
    expect(holders('order.give_up')).toEqual(['operator', 'support']);
    expect(holders('order.cost')).toEqual(['operator', 'support']);
    expect(holders('process.payloads')).toEqual(['operator']);
    for (const permission of ['customer.create', 'customer.write', 'customer.delete', 'customer.import', 'licence.write'] as const) {
      expect(holders(permission)).toEqual(['operator', 'reseller_admin']);
    }
  });

  it('lets a plain user of a customer read no customer, no process and no audit', () => {
    for (const permission of ['customer.read', 'process.read', 'audit.read', 'message.read', 'channel.read'] as const) {
      expect(allows('customer_user', permission)).toBe(false);
    }
  });
});
