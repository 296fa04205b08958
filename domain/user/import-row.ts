import type { CsvRegistry } from '../csv/csv-columns.js';
import { newUser, type NewUser } from './user-input.js';

/** Columns of a user file, in the template's order, each with the field it fills. */
export const userCsvColumns = {
  first_name: 'firstName',
  last_name: 'lastName',
  email: 'email',
  notification_email: 'notificationEmail',
  login_name: 'loginName',
  role: 'role',
  staff_permission: 'staffPermission',
  send_activation_email: 'sendActivationEmail',
  language: 'language',
  time_zone: 'timeZone',
} as const satisfies Record<string, keyof NewUser>;
export type UserCsvColumn = keyof typeof userCsvColumns;

/** What a file of users may hold, for whoever reads, explains or fills it. */
export const userCsv: CsvRegistry = {
  columns: Object.keys(userCsvColumns),
  required: ['first_name', 'last_name', 'email'],
  likely: {
    nome: 'first_name',
    cognome: 'last_name',
    surname: 'last_name',
    e_mail: 'email',
    mail: 'email',
    login: 'login_name',
    username: 'login_name',
    nome_utente: 'login_name',
    nome_di_accesso: 'login_name',
    ruolo: 'role',
    lingua: 'language',
    fuso_orario: 'time_zone',
  },
};

const YES = new Set(['', 'yes', 'y', 'true', '1', 'sì', 'si', 's', 'vero']);
const NO = new Set(['no', 'n', 'false', '0', 'falso']);
const ROLES: Readonly<Record<string, NewUser['role']>> = {
  '': 'customer_user',
  user: 'customer_user',
  utente: 'customer_user',
  customer_user: 'customer_user',
  administrator: 'customer_admin',
  admin: 'customer_admin',
  amministratore: 'customer_admin',
  customer_admin: 'customer_admin',
};

const valueOf = (column: UserCsvColumn, text: string): unknown => {
  const word = text.trim().toLowerCase();
  // A word that is neither goes on as it is, and is refused: `ys` isn't no.
  if (column === 'send_activation_email') return YES.has(word) ? true : NO.has(word) ? false : text;
  if (column === 'role') return ROLES[word] ?? text;
  return text.trim() === '' ? undefined : text;
};

export interface UserRowFault {
  readonly column: UserCsvColumn | null;
  readonly code: string;
}

/** Reads one row of a user file by the form's own schema. Column names are those of {@link userCsvColumns}. */
export const readUserRow = (row: Readonly<Record<string, string>>): { user: NewUser } | { faults: UserRowFault[] } => {
  const columns = Object.entries(userCsvColumns) as [UserCsvColumn, keyof NewUser][];
  const parsed = newUser.safeParse(Object.fromEntries(columns.map(([column, field]) => [field, valueOf(column, row[column] ?? '')])));
  if (parsed.success) return { user: parsed.data };
  const columnOf = (field: PropertyKey | undefined) => columns.find(([, name]) => name === field)?.[0] ?? null;
  return {
    faults: parsed.error.issues.map((issue) => ({
      column: columnOf(issue.path[0]),
      code: issue.path[0] === 'sendActivationEmail' ? 'yes_or_no' : /^[a-z_]+$/.test(issue.message) ? issue.message : 'invalid',
    })),
  };
};

/** The row of a file that this user would stand in, for a file of those who were refused. */
export const userRowOf = (user: NewUser): Record<string, string> => {
  const cells: Record<string, string> = {};
  for (const [column, field] of Object.entries(userCsvColumns)) {
    const value = user[field];
    cells[column] = typeof value === 'boolean' ? (value ? 'yes' : 'no') : (value ?? '').toString();
  }
  return cells;
};
