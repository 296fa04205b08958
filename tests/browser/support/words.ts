import { vi } from 'vitest';
import { messages as enAccess } from '../../../ui/messages/en/access.js';
import { messages as enAccount } from '../../../ui/messages/en/account.js';
import { messages as enAddUsers } from '../../../ui/messages/en/add-users.js';
import { messages as enImport } from '../../../ui/messages/en/import-customers.js';
import { messages as enOverview } from '../../../ui/messages/en/overview.js';
import { messages as enServices } from '../../../ui/messages/en/services.js';
import { messages as enShell } from '../../../ui/messages/en/shell.js';
import { messages as enUser } from '../../../ui/messages/en/user.js';
import { messages as enUsers } from '../../../ui/messages/en/users.js';
import { messages as itAccess } from '../../../ui/messages/it/access.js';
import { messages as itAccount } from '../../../ui/messages/it/account.js';
import { messages as itAddUsers } from '../../../ui/messages/it/add-users.js';
import { messages as itImport } from '../../../ui/messages/it/import-customers.js';
import { messages as itOverview } from '../../../ui/messages/it/overview.js';
import { messages as itServices } from '../../../ui/messages/it/services.js';
import { messages as itShell } from '../../../ui/messages/it/shell.js';
import { messages as itUser } from '../../../ui/messages/it/user.js';
import { messages as itUsers } from '../../../ui/messages/it/users.js';

// Counts are written in the language of the page, and there is no page here.
vi.hoisted(() => Object.assign(globalThis, { document: { documentElement: { lang: 'en' } } }));
Reflect.deleteProperty(globalThis, 'document');

const en = {
  access: enAccess,
  account: enAccount,
  addUsers: enAddUsers,
  importing: enImport,
  overview: enOverview,
  services: enServices,
  shell: enShell,
  user: enUser,
  users: enUsers,
};
const it: typeof en = {
  access: itAccess,
  account: itAccount,
  addUsers: itAddUsers,
  importing: itImport,
  overview: itOverview,
  services: itServices,
  shell: itShell,
  user: itUser,
  users: itUsers,
};

/** What the pages say, so that one scenario can be told in each language. */
export const spoken = { en, it } as const;
export type Words = typeof en;
export const tongues = [
  ['English', 'en'],
  ['Italian', 'it'],
] as const;
