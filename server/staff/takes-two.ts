import { operatorLatelyDays } from '../../domain/staff/staff.js';
import type { Tx } from '../../prisma/client.js';

/**
 * Whether the factor of the user `u` is taken away by two persons. Who was an operator is read in the audit log, which nobody can change:
 * whoever takes the role away could give it back after.
 */
export const takesTwoSql = `
  (u.role = 'operator' OR EXISTS (
    SELECT FROM audit_entry e WHERE e.subject_id = u.id AND e.action = 'user.change_role' AND e.before ->> 'role' = 'operator'
       AND e.at > now() - make_interval(days => ${String(operatorLatelyDays)})))`;

export const takesTwo = async (tx: Tx, id: string): Promise<boolean> => {
  const rows = await tx.$queryRawUnsafe<object[]>(`SELECT FROM app_user u WHERE u.id = $1::uuid AND ${takesTwoSql}`, id);
  return rows.length > 0;
};
