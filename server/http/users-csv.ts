import { userFilters } from '../user/users.procedures.js';
import { listUsers, type UserListRow } from '../user/users.read-model.js';
import { listed, listExport } from './csv-export.js';

const HEADERS = {
  en: ['First name', 'Last name', 'State', 'Role', 'Login name', 'E-mail', 'Services', 'Last sign-in', 'Added'],
  it: ['Nome', 'Cognome', 'Stato', 'Ruolo', 'Nome di accesso', 'E-mail', 'Servizi', 'Ultimo accesso', 'Aggiunto'],
} as const;

const roleOf = ({ role, staffPermission }: UserListRow): 'administrator' | 'staff' | 'user' => {
  if (role === 'customer_admin') return 'administrator';
  return staffPermission === 'staff_member' ? 'staff' : 'user';
};

/** GET /export/users.csv: a customer's users in the list's order; the caller's own account, unless staff name another. */
export const usersCsv = listExport({
  permission: 'user.read',
  filtersOf: (query, user) => {
    const { data } = userFilters.safeParse({ ...query, state: listed(query.state), role: listed(query.role) });
    const customerId = data?.customerId ?? user.customerId;
    return data && customerId ? { ...data, customerId } : undefined;
  },
  fileName: { en: 'users.csv', it: 'utenti.csv' },
  head: HEADERS,
  cells: (row: UserListRow, { states, date }) => [
    row.firstName,
    row.lastName,
    row.invitationLost === null ? states.user[row.state] : states.invitationLost[row.invitationLost],
    states.userRole[roleOf(row)],
    row.loginName,
    row.email,
    String(row.services),
    row.lastSignInAt === null ? '' : date(row.lastSignInAt),
    date(row.createdAt),
  ],
  page: (database, scope, filters, at) => listUsers(database, scope, { ...filters, ...at }),
});
