import type { Request, Response } from 'express';
import { scopeOf, type Services } from '../context.js';
import { userFilters } from '../user/users.procedures.js';
import { listUsers, type UserListRow } from '../user/users.read-model.js';
import { exporterOf, listed, readingOf, streamCsv } from './csv-export.js';

const HEADERS = {
  en: ['First name', 'Last name', 'State', 'Role', 'Login name', 'E-mail', 'Services', 'Last sign-in', 'Added'],
  it: ['Nome', 'Cognome', 'Stato', 'Ruolo', 'Nome di accesso', 'E-mail', 'Servizi', 'Ultimo accesso', 'Aggiunto'],
} as const;
type Words<Key extends string> = Readonly<Record<'en' | 'it', Readonly<Record<Key, string>>>>;
const STATES: Words<UserListRow['state']> = {
  en: { ready: 'Ready', locked: 'Locked', not_activated: 'Not activated', disabled: 'Disabled' },
  it: { ready: 'Pronto', locked: 'Bloccato', not_activated: 'Non attivato', disabled: 'Disabilitato' },
};
const LOST: Words<'bounced' | 'undeliverable'> = {
  en: { bounced: 'Not activated · invitation bounced', undeliverable: 'Not activated · invitation undeliverable' },
  it: { bounced: 'Non attivato · invito respinto', undeliverable: 'Non attivato · invito non consegnabile' },
};
const ROLES: Words<'administrator' | 'staff' | 'user'> = {
  en: { administrator: 'Administrator', staff: 'Staff member', user: 'User' },
  it: { administrator: 'Amministratore', staff: 'Membro del personale', user: 'Utente' },
};
const PAGE = 200;

const roleOf = ({ role, staffPermission }: UserListRow): 'administrator' | 'staff' | 'user' => {
  if (role === 'customer_admin') return 'administrator';
  return staffPermission === 'staff_member' ? 'staff' : 'user';
};

/** GET /export/users.csv: a customer's users with the list's filters and order; the caller's own account, unless staff name another. */
export const usersCsv =
  (services: Services) =>
  async (request: Request, response: Response): Promise<void> => {
    const user = await exporterOf(services, request, response, 'user.read');
    if (!user) return;
    const { state, role } = request.query;
    const parsed = userFilters.safeParse({ ...request.query, state: listed(state), role: listed(role) });
    const customerId = parsed.data?.customerId ?? user.customerId;
    if (!parsed.success || !customerId) {
      response.status(400).type('text/plain').send('input_invalid');
      return;
    }
    const { language, date } = readingOf(user);
    await streamCsv<UserListRow>(response, {
      fileName: language === 'it' ? 'utenti.csv' : 'users.csv',
      head: HEADERS[language],
      cells: (row) => [
        row.firstName,
        row.lastName,
        row.invitationLost === null ? STATES[language][row.state] : LOST[language][row.invitationLost],
        ROLES[language][roleOf(row)],
        row.loginName,
        row.email,
        String(row.services),
        row.lastSignInAt === null ? '' : date(row.lastSignInAt),
        date(row.createdAt),
      ],
      pageAfter: (cursor) =>
        listUsers(services.database, scopeOf(user), { ...parsed.data, customerId, limit: PAGE, ...(cursor ? { cursor } : {}) }),
    });
  };
