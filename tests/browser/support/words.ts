import { vi } from 'vitest';
import { messages as enAccess } from '../../../ui/messages/en/access.js';
import { messages as enAccount } from '../../../ui/messages/en/account.js';
import { messages as enAddUsers } from '../../../ui/messages/en/add-users.js';
import { messages as enCart } from '../../../ui/messages/en/cart.js';
import { messages as enCheckout } from '../../../ui/messages/en/checkout.js';
import { messages as enCustomer } from '../../../ui/messages/en/customer.js';
import { messages as enImport } from '../../../ui/messages/en/import-customers.js';
import { messages as enOffers } from '../../../ui/messages/en/offers.js';
import { messages as enOrders } from '../../../ui/messages/en/orders.js';
import { messages as enOverview } from '../../../ui/messages/en/overview.js';
import { messages as enProcesses } from '../../../ui/messages/en/processes.js';
import { messages as enServices } from '../../../ui/messages/en/services.js';
import { messages as enShell } from '../../../ui/messages/en/shell.js';
import { messages as enStaff } from '../../../ui/messages/en/staff.js';
import { messages as enSubscriptions } from '../../../ui/messages/en/subscriptions.js';
import { messages as enTimeline } from '../../../ui/messages/en/timeline.js';
import { messages as enUser } from '../../../ui/messages/en/user.js';
import { messages as enUsers } from '../../../ui/messages/en/users.js';
import { messages as itAccess } from '../../../ui/messages/it/access.js';
import { messages as itAccount } from '../../../ui/messages/it/account.js';
import { messages as itAddUsers } from '../../../ui/messages/it/add-users.js';
import { messages as itCart } from '../../../ui/messages/it/cart.js';
import { messages as itCheckout } from '../../../ui/messages/it/checkout.js';
import { messages as itCustomer } from '../../../ui/messages/it/customer.js';
import { messages as itImport } from '../../../ui/messages/it/import-customers.js';
import { messages as itOffers } from '../../../ui/messages/it/offers.js';
import { messages as itOrders } from '../../../ui/messages/it/orders.js';
import { messages as itOverview } from '../../../ui/messages/it/overview.js';
import { messages as itProcesses } from '../../../ui/messages/it/processes.js';
import { messages as itServices } from '../../../ui/messages/it/services.js';
import { messages as itShell } from '../../../ui/messages/it/shell.js';
import { messages as itStaff } from '../../../ui/messages/it/staff.js';
import { messages as itSubscriptions } from '../../../ui/messages/it/subscriptions.js';
import { messages as itTimeline } from '../../../ui/messages/it/timeline.js';
import { messages as itUser } from '../../../ui/messages/it/user.js';
import { messages as itUsers } from '../../../ui/messages/it/users.js';

// Counts are written in the language of the page, and there is no page here.
vi.hoisted(() => Object.assign(globalThis, { document: { documentElement: { lang: 'en' } } }));
Reflect.deleteProperty(globalThis, 'document');

const en = {
  access: enAccess,
  account: enAccount,
  addUsers: enAddUsers,
  cart: enCart,
  checkout: enCheckout,
  customer: enCustomer,
  importing: enImport,
  offers: enOffers,
  orders: enOrders,
  overview: enOverview,
  processes: enProcesses,
  services: enServices,
  shell: enShell,
  staff: enStaff,
  subscriptions: enSubscriptions,
  timeline: enTimeline,
  user: enUser,
  users: enUsers,
};
const it: typeof en = {
  access: itAccess,
  account: itAccount,
  addUsers: itAddUsers,
  cart: itCart,
  checkout: itCheckout,
  customer: itCustomer,
  importing: itImport,
  offers: itOffers,
  orders: itOrders,
  overview: itOverview,
  processes: itProcesses,
  services: itServices,
  shell: itShell,
  staff: itStaff,
  subscriptions: itSubscriptions,
  timeline: itTimeline,
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

/** An amount of euros as the pages write it: "€ 1,000.00", "€ 1.000,00". */
export const euros = (language: 'en' | 'it', minor: number): string => {
  const written = (minor / 100).toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',');
  return `€\u00a0${language === 'it' ? written.replace(/[.,]/g, (sign) => (sign === '.' ? ',' : '.')) : written}`;
};
