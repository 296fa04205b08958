import { randomUUID } from 'node:crypto';
import { aCustomer, dateAhead, daysAhead } from '../support/customers.js';
import type { Ids } from './people.js';

export interface ProcedureEntry {
  /** A valid input that names things of the customer whose ids these are. */
  readonly input?: (ids: Ids) => unknown;
  /** More inputs: other ids alone, other orders, later pages. */
  readonly alsoWith?: (ids: Ids) => unknown[];
  /**
   * What a caller gets for ids out of its scope: a failure code, or `empty` for an answer with nothing in it.
   * Absent for procedures that take no id of a tenant.
   */
  readonly foreign?: 'not_found' | 'empty' | 'input_invalid' | 'cart_empty';
  /** Ends the caller's session, so it must be called with one of its own. */
  readonly endsSession?: boolean;
}

const newCustomer = (ids: Ids) => ({ ...aCustomer(), channelId: ids.channelId });
const { idempotencyKey: _key, accountEmail: _when, plans: _plans, ...facts } = aCustomer();
const CSV = 'company,city,state_or_province,account_name,contact_first_name,contact_last_name,contact_email\nA,B,C,Dd,E,F,g@h.example\n';
const USERS_CSV = 'first_name,last_name,email\nA,B,c@d.example\n';
const aUser = () => ({ firstName: 'A', lastName: 'B', email: `${randomUUID()}@prova.example` });
const usersOf = ({ customerId, licenceId }: Ids) => ({ customerId, withService: licenceId, withoutService: licenceId });
const page = { q: 'e', direction: 'asc', limit: 5 };
const moreUsers = ({ customerId }: Ids) => [
  { customerId },
  { customerId, ...page, sort: 'name', state: ['ready'], role: ['customer_user'], cursor: ['a', randomUUID()] },
];
const laterPage = (input: (ids: Ids) => object) => (ids: Ids) => [{ ...input(ids), cursor: 2 ** 40 }];
const reason = 'a reason';

/** Every procedure of the API with an input for it. A procedure that isn't here fails the test that reads this. */
export const procedureInputs: Readonly<Record<string, ProcedureEntry>> = {
  'config.public': {},
  'auth.signIn': { input: () => ({ loginName: `${randomUUID()}@nowhere.example`, password: 'not the password' }) },
  'auth.signInWithCode': { input: () => ({ challenge: randomUUID(), code: '123456' }) },
  'auth.signOut': { endsSession: true },
  'self.confirmIdentity': { input: () => ({ password: 'not the password' }) },
  'self.factor': {},
  'self.beginFactor': {},
  'self.confirmFactor': { input: () => ({ code: '123456' }) },
  'self.renewRecoveryCodes': {},
  'self.removeFactor': {},
  'auth.me': {},
  'auth.setLanguage': { input: () => ({ language: 'en' }) },
  'auth.activation': { input: () => ({ token: randomUUID() }) },
  'auth.activate': { input: () => ({ token: randomUUID(), password: 'a long enough one' }) },
  'auth.requestActivation': { input: () => ({ token: randomUUID() }) },
  'auth.requestReset': { input: () => ({ loginName: `${randomUUID()}@nowhere.example` }) },
  'auth.resetPassword': { input: () => ({ token: randomUUID(), password: 'a long enough one' }) },
  'auth.confirmEmail': { input: () => ({ token: randomUUID() }) },
  'auth.confirmDomain': { input: () => ({ token: randomUUID() }) },
  'self.changePassword': { input: () => ({ oldPassword: 'not the password', newPassword: 'a long enough one' }) },
  'self.sessions': {},
  'self.endSessions': { input: () => ({ id: '0'.repeat(64) }) },
  'self.signInHistory': { input: () => ({ cursor: 7 }) },
  'users.list': { input: usersOf, alsoWith: moreUsers, foreign: 'empty' },
  'users.count': { input: usersOf, alsoWith: moreUsers, foreign: 'empty' },
  'users.get': { input: ({ userId }) => ({ id: userId }), foreign: 'not_found' },
  'users.signInHistory': {
    input: ({ customerId, userId }) => ({ customerId, userId }),
    alsoWith: ({ customerId, userId }) => [{ customerId, cursor: 2 ** 40 }, { userId }],
    foreign: 'empty',
  },
  'users.add': {
    input: ({ customerId, licenceId }) => ({ customerId, idempotencyKey: randomUUID(), users: [{ ...aUser(), services: [licenceId] }] }),
    foreign: 'not_found',
  },
  'users.importDryRun': { input: ({ customerId }) => ({ customerId, csv: USERS_CSV }), foreign: 'not_found' },
  'users.import': { input: ({ customerId }) => ({ customerId, csv: USERS_CSV, idempotencyKey: randomUUID() }), foreign: 'not_found' },
  'users.importStatus': { input: ({ importId }) => ({ id: importId }), foreign: 'not_found' },
  'users.update': { input: ({ userId }) => ({ id: userId, version: 1, facts: { firstName: 'X', lastName: 'Y' } }), foreign: 'not_found' },
  'users.changeLoginName': { input: ({ userId }) => ({ id: userId, loginName: randomUUID() }), foreign: 'not_found' },
  'users.changeEmail': { input: ({ userId }) => ({ id: userId, email: 'eve@evil.example' }), foreign: 'not_found' },
  'users.changeRole': {
    input: ({ userId }) => ({ id: userId, role: 'customer_admin', staffPermission: 'staff_member' }),
    foreign: 'not_found',
  },
  'users.disable': { input: ({ userId }) => ({ id: userId, reason }), foreign: 'not_found' },
  'users.enable': { input: ({ userId }) => ({ id: userId }), foreign: 'not_found' },
  'users.delete': { input: ({ userId }) => ({ id: userId, reason }), foreign: 'not_found' },
  'users.unlock': { input: ({ userId }) => ({ id: userId }), foreign: 'not_found' },
  'users.resendActivation': { input: ({ userId }) => ({ id: userId }), foreign: 'not_found' },
  'users.activateByHand': { input: ({ userId }) => ({ id: userId, password: 'a long enough one' }), foreign: 'not_found' },
  'users.setPassword': { input: ({ userId }) => ({ id: userId, password: 'a long enough one' }), foreign: 'not_found' },
  'users.sendPasswordLink': { input: ({ userId }) => ({ id: userId }), foreign: 'not_found' },
  'users.resetFactor': { input: ({ userId }) => ({ id: userId, reason }), foreign: 'not_found' },
  'users.impersonate': { input: ({ userId }) => ({ userId, reason }), foreign: 'not_found' },
  'users.stopImpersonating': {},
  'staff.list': {
    input: ({ channelId }) => ({ q: 'b', channelId, state: ['ready'], role: ['reseller_admin'], limit: 5 }),
    foreign: 'empty',
  },
  'staff.get': { input: ({ userId }) => ({ id: userId }), foreign: 'not_found' },
  'staff.invite': {
    input: ({ channelId }) => ({
      firstName: 'A',
      lastName: 'B',
      email: `${randomUUID()}@prova.example`,
      role: 'reseller_admin',
      channelId,
    }),
    foreign: 'input_invalid',
  },
  'staff.changeRole': { input: ({ userId }) => ({ id: userId, role: 'support' }), foreign: 'not_found' },
  'staff.disable': { input: ({ userId }) => ({ id: userId, reason }), foreign: 'not_found' },
  'staff.enable': { input: ({ userId }) => ({ id: userId }), foreign: 'not_found' },
  'staff.delete': { input: ({ userId }) => ({ id: userId, reason }), foreign: 'not_found' },
  'staff.unlock': { input: ({ userId }) => ({ id: userId }), foreign: 'not_found' },
  'staff.resendInvitation': { input: ({ userId }) => ({ id: userId }), foreign: 'not_found' },
  'staff.sendPasswordLink': { input: ({ userId }) => ({ id: userId }), foreign: 'not_found' },
  'staff.resetFactor': { input: ({ userId }) => ({ id: userId, reason }), foreign: 'not_found' },
  'staff.approveFactorReset': { input: ({ userId }) => ({ id: userId }), foreign: 'not_found' },
  'staff.callOffFactorReset': { input: ({ userId }) => ({ id: userId }), foreign: 'not_found' },
  'services.list': { input: ({ customerId }) => ({ customerId }), foreign: 'empty' },
  'services.change': {
    input: ({ licenceId, userId }) => ({ subscriptionId: licenceId, assign: [userId], withdraw: [userId] }),
    foreign: 'not_found',
  },
  'overview.get': {},
  'catalog.plans': {},
  'channels.list': {},
  'customers.list': {
    input: ({ channelId }) => ({ channelId }),
    alsoWith: ({ channelId }) => [{ channelId, ...page, sort: 'company', state: ['active'], cursor: ['a', randomUUID()] }],
    foreign: 'empty',
  },
  'customers.count': {
    input: ({ channelId }) => ({ channelId }),
    alsoWith: ({ channelId }) => [{ channelId, q: 'e', state: ['active', 'disabled'] }],
    foreign: 'empty',
  },
  'customers.get': { input: ({ customerId }) => ({ id: customerId }), foreign: 'not_found' },
  'customers.checkAccountName': { input: ({ channelId }) => ({ accountName: 'Prova', channelId }), foreign: 'input_invalid' },
  'customers.create': { input: newCustomer, foreign: 'input_invalid' },
  'customers.update': { input: ({ customerId }) => ({ id: customerId, version: 1, facts }), foreign: 'not_found' },
  'customers.disable': { input: ({ customerId }) => ({ id: customerId, reason }), foreign: 'not_found' },
  'customers.enable': { input: ({ customerId }) => ({ id: customerId }), foreign: 'not_found' },
  'customers.delete': { input: ({ customerId }) => ({ id: customerId, reason }), foreign: 'not_found' },
  'customers.closing': { input: ({ customerId }) => ({ id: customerId, closing: 'deleted' }), foreign: 'not_found' },
  'subscriptions.list': { input: ({ customerId }) => ({ customerId }), foreign: 'empty' },
  'subscriptions.get': { input: ({ licenceId }) => ({ id: licenceId }), foreign: 'not_found' },
  'customers.importDryRun': { input: ({ channelId }) => ({ csv: CSV, channelId }), foreign: 'input_invalid' },
  'customers.import': {
    input: ({ channelId }) => ({ csv: CSV, channelId, idempotencyKey: randomUUID(), accountEmail: { when: 'now' }, lines: [2] }),
    foreign: 'input_invalid',
  },
  'accountEmail.move': {
    input: ({ customerId, commandId }) => ({ customerId, localDateTime: daysAhead(3), commandId }),
    foreign: 'not_found',
  },
  'accountEmail.sendNow': { input: ({ customerId, commandId }) => ({ customerId, commandId }), foreign: 'not_found' },
  'accountEmail.callOff': { input: ({ customerId, commandId }) => ({ customerId, reason, commandId }), foreign: 'not_found' },
  'accountEmail.schedule': { input: ({ customerId }) => ({ customerId, accountEmail: { when: 'now' } }), foreign: 'not_found' },
  'licences.assign': {
    input: ({ customerId }) => ({
      customerId,
      idempotencyKey: randomUUID(),
      plans: [{ planId: randomUUID(), units: 1, startDate: dateAhead(2) }],
    }),
    foreign: 'not_found',
  },
  'licences.changeUnits': { input: ({ licenceId }) => ({ licenceId, units: 7, version: 1 }), foreign: 'not_found' },
  'licences.end': { input: ({ licenceId }) => ({ licenceId, reason }), foreign: 'not_found' },
  'licences.giveUp': { input: ({ licenceId }) => ({ licenceId, reason }), foreign: 'not_found' },
  'licences.retryFailed': { input: ({ customerId }) => ({ customerId }), foreign: 'empty' },
  'licences.moveStart': { input: ({ licenceId, commandId }) => ({ licenceId, startDate: dateAhead(9), commandId }), foreign: 'not_found' },
  'messages.preview': { input: ({ messageId }) => ({ id: messageId }), foreign: 'not_found' },
  'timeline.ofCustomer': {
    input: ({ customerId }) => ({ customerId }),
    alsoWith: laterPage(({ customerId }) => ({ customerId })),
    foreign: 'empty',
  },
  'timeline.ofUser': { input: ({ userId }) => ({ userId }), alsoWith: laterPage(({ userId }) => ({ userId })), foreign: 'empty' },
  'timeline.ofProcess': {
    input: ({ processId }) => ({ processId }),
    alsoWith: laterPage(({ processId }) => ({ processId })),
    foreign: 'empty',
  },
  'processes.list': {
    input: () => ({ limit: 5 }),
    alsoWith: () => [{ q: 'e', limit: 5, kind: ['licence'], state: ['waiting'], cursor: ['2026-01-01T00:00:00.000Z', randomUUID()] }],
  },
  'processes.counts': {},
  'processes.get': { input: ({ processId }) => ({ id: processId }), foreign: 'not_found' },
  'processes.engine': { input: ({ processId }) => ({ id: processId }), foreign: 'not_found' },
  'commands.get': { input: ({ commandId }) => ({ id: commandId }), foreign: 'not_found' },
  'commands.list': {
    input: ({ processId, orderId, customerId }) => ({ processId, subjectId: orderId, customerId }),
    alsoWith: ({ customerId, processId }) => [{ customerId }, { processId }],
    foreign: 'empty',
  },
  'reconcile.get': {},
  'reconcile.differences': {
    input: ({ customerId, orderId, processId }) => ({ customerId, subjectIds: [orderId, processId] }),
    alsoWith: ({ customerId, orderId }) => [{ customerId }, { subjectIds: [orderId] }],
    foreign: 'empty',
  },
  'processes.retryNow': { input: ({ processId, commandId }) => ({ id: processId, reason, commandId }), foreign: 'not_found' },
  'marketplace.search': { input: () => ({ q: 'microsft', category: 'productivity', cursor: [1, ['m', randomUUID()]], limit: 5 }) },
  'marketplace.categories': {},
  'marketplace.product': { input: () => ({ code: 'microsoft-365' }) },
  'cart.get': {},
  'cart.add': { input: () => ({ offerId: randomUUID(), quantity: 1 }) },
  'cart.change': { input: ({ cartLineId }) => ({ lineId: cartLineId, quantity: 2 }), foreign: 'not_found' },
  'cart.remove': { input: ({ cartLineId }) => ({ lineId: cartLineId }), foreign: 'not_found' },
  'checkout.tenants': {},
  'checkout.checkDomain': { input: () => ({ prefix: 'acme' }) },
  'checkout.findDomain': { input: () => ({ domain: 'acme.onmicrosoft.com' }) },
  'checkout.askDomainOwner': { input: () => ({ domain: `${randomUUID()}.example`, mailbox: 'admin' }) },
  'checkout.paymentMethods': {},
  'checkout.startCardSetup': { input: ({ orderId }) => ({ orderId }), foreign: 'not_found' },
  'checkout.buy': {
    input: ({ tenantId }) => ({
      idempotencyKey: randomUUID(),
      cartVersion: 1,
      shownTotalMinor: 100,
      currency: 'EUR',
      tenant: { kind: 'known', tenantId },
      payment: { method: 'account' },
    }),
    foreign: 'cart_empty',
  },
  'orders.list': {
    input: ({ customerId }) => ({ customerId }),
    alsoWith: ({ customerId }) => [{ customerId, q: 'e', state: ['completed'], cursor: ['2026-01-01T00:00:00.000Z', randomUUID()] }],
    foreign: 'empty',
  },
  'orders.openCounts': {},
  'orders.get': { input: ({ orderId }) => ({ id: orderId }), foreign: 'not_found' },
  'orders.vendorCosts': { input: ({ orderId }) => ({ orderId }), foreign: 'not_found' },
  'orders.retry': { input: ({ orderId, commandId }) => ({ id: orderId, reason, commandId }), foreign: 'not_found' },
  'orders.leaveOut': { input: ({ orderId, commandId }) => ({ id: orderId, reason, commandId }), foreign: 'not_found' },
  'orders.reconcile': { input: ({ orderId, commandId }) => ({ id: orderId, reason, commandId }), foreign: 'not_found' },
  'orders.giveUp': { input: ({ orderId, commandId }) => ({ id: orderId, reason, commandId }), foreign: 'not_found' },
  'orders.undo': { input: ({ orderId, commandId }) => ({ id: orderId, reason, commandId }), foreign: 'not_found' },
  'orders.correct': {
    input: ({ orderId, tenantId, commandId }) => ({ id: orderId, reason, change: { tenant: { kind: 'known', tenantId } }, commandId }),
    foreign: 'not_found',
  },
  'orders.setCreditLimit': { input: ({ customerId }) => ({ customerId, limitMinor: 10_000, reason }), foreign: 'not_found' },
  'timeline.ofOrder': { input: ({ orderId }) => ({ orderId }), alsoWith: laterPage(({ orderId }) => ({ orderId })), foreign: 'empty' },
  'search.all': { input: () => ({ q: 'Segreto' }) },
  'audit.ofCustomer': {
    input: ({ customerId }) => ({ customerId }),
    alsoWith: laterPage(({ customerId }) => ({ customerId })),
    foreign: 'empty',
  },
  'live.changes': {},
};
