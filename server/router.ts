import { callOffEmail, moveEmail, scheduleEmail, sendEmailNow } from './account-email/account-email.procedures.js';
import { addToCart, changeCartLine, getCart, removeCartLine } from './cart/cart.procedures.js';
import { buy } from './checkout/buy.procedure.js';
import { askDomainOwner, confirmDomain } from './checkout/confirm-domain.procedures.js';
import { checkDomain, findDomain, knownTenants, paymentMethods, startCardSetup } from './checkout/checkout.procedures.js';
import { marketplaceCategories, marketplaceProduct, marketplaceSearch } from './marketplace/marketplace.procedures.js';
import { setCreditLimit } from './order/credit.procedure.js';
import { getOrder } from './order/get-order.procedure.js';
import { openOrderCounts, orderList } from './order/list-orders.procedure.js';
import { correct, giveUp, leaveOut, reconcile, retry, undo } from './order/order-commands.procedures.js';
import { vendorCosts } from './order/vendor-costs.procedure.js';
import { customerAudit } from './audit/audit.procedure.js';
import { channels, servicePlans } from './catalog/catalog.procedures.js';
import { getCommand, listCommands } from './command/commands.procedures.js';
import { publicConfig } from './config/config.procedures.js';
import { importCustomers, importDryRun } from './customer-import/customer-import.procedures.js';
import { checkAccountName } from './customer/check-account-name.procedure.js';
import { createCustomer } from './customer/create-customer.procedure.js';
import { deleteCustomer, disableCustomer, enableCustomer, updateCustomer } from './customer/customer-commands.procedure.js';
import { getCustomer } from './customer/get-customer.procedure.js';
import { customerCount, customerList } from './customer/list-customers.procedure.js';
import {
  assignPlans,
  changeUnits,
  endLicence,
  giveUpLicence,
  moveStart,
  retryFailedLicences,
} from './licence/licence-commands.procedures.js';
import { closingPreview } from './closing/closing-preview.procedure.js';
import { getSubscription, subscriptionList } from './subscription/subscriptions.procedures.js';
import { changes } from './live/changes.procedure.js';
import { preview } from './message/message.procedures.js';
import { overview } from './overview/overview.procedure.js';
import { processEngine, retryNow } from './process/process-engine.procedures.js';
import { getProcess, processCounts, processList } from './process/processes.procedures.js';
import { getReconcile, listDifferences } from './reconcile/reconcile.procedures.js';
import { searchAll } from './search/search.procedure.js';
import { customerThread, orderThread, processThread, userThread } from './timeline/timeline.procedures.js';
import { router } from './trpc.js';
import { changeEntitlements, services } from './entitlement/entitlements.procedures.js';
import { activate, activation } from './user/activation.procedures.js';
import { addUsers, importStatus, importUsers, usersDryRun } from './user/add-users.procedures.js';
import { startImpersonation, stopImpersonation } from './user/impersonation.procedures.js';
import { changeEmail, confirmEmail, requestActivation, requestReset, resetPassword, sendPasswordLinkTo } from './user/links.procedures.js';
import { changeOwnPassword, endOwnSessions, ownSessions } from './user/self.procedures.js';
import {
  activateByHand,
  changeLoginName,
  changeRole,
  deleteUser,
  disableUser,
  enableUser,
  resendActivation,
  setPassword,
  unlockUser,
  updateUser,
} from './user/user-commands.procedures.js';
import { getUser, ownSignInHistory, signInHistory, userCount, userList } from './user/users.procedures.js';
import { inviteStaff } from './staff/invite-staff.procedure.js';
import {
  changeStaffRole,
  deleteStaff,
  disableStaff,
  enableStaff,
  resendStaffInvitation,
  sendStaffPasswordLink,
  unlockStaff,
} from './staff/staff-commands.procedures.js';
import { approveFactorReset, callOffFactorReset, resetStaffFactor } from './staff/staff-factor.procedures.js';
import { getStaff, staffList } from './staff/staff.procedures.js';
import { resetFactor } from './factor/reset-factor.procedure.js';
import { confirmIdentity } from './factor/confirm-identity.procedure.js';
import { beginFactor, confirmFactor, ownFactor, removeFactor, renewRecoveryCodes } from './factor/own-factor.procedures.js';
import { me, setLanguage, signIn, signInWithCode, signOut } from './user/auth.procedures.js';

/** Every operation of the API, by subject. */
export const appRouter = router({
  marketplace: router({ search: marketplaceSearch, categories: marketplaceCategories, product: marketplaceProduct }),
  cart: router({ get: getCart, add: addToCart, change: changeCartLine, remove: removeCartLine }),
  checkout: router({ tenants: knownTenants, checkDomain, findDomain, askDomainOwner, paymentMethods, startCardSetup, buy }),
  orders: router({
    list: orderList,
    openCounts: openOrderCounts,
    get: getOrder,
    vendorCosts,
    retry,
    correct,
    reconcile,
    leaveOut,
    undo,
    giveUp,
    setCreditLimit,
  }),
  config: router({ public: publicConfig }),
  auth: router({
    signIn,
    signInWithCode,
    signOut,
    me,
    setLanguage,
    activation,
    activate,
    requestActivation,
    requestReset,
    resetPassword,
    confirmEmail,
    confirmDomain,
  }),
  self: router({
    changePassword: changeOwnPassword,
    sessions: ownSessions,
    endSessions: endOwnSessions,
    signInHistory: ownSignInHistory,
    confirmIdentity,
    factor: ownFactor,
    beginFactor,
    confirmFactor,
    renewRecoveryCodes,
    removeFactor,
  }),
  users: router({
    list: userList,
    count: userCount,
    get: getUser,
    signInHistory,
    add: addUsers,
    importDryRun: usersDryRun,
    import: importUsers,
    importStatus,
    update: updateUser,
    changeLoginName,
    changeEmail,
    changeRole,
    disable: disableUser,
    enable: enableUser,
    delete: deleteUser,
    unlock: unlockUser,
    resendActivation,
    activateByHand,
    setPassword,
    sendPasswordLink: sendPasswordLinkTo,
    resetFactor,
    impersonate: startImpersonation,
    stopImpersonating: stopImpersonation,
  }),
  staff: router({
    list: staffList,
    get: getStaff,
    invite: inviteStaff,
    changeRole: changeStaffRole,
    disable: disableStaff,
    enable: enableStaff,
    delete: deleteStaff,
    unlock: unlockStaff,
    resendInvitation: resendStaffInvitation,
    sendPasswordLink: sendStaffPasswordLink,
    resetFactor: resetStaffFactor,
    approveFactorReset,
    callOffFactorReset,
  }),
  services: router({ list: services, change: changeEntitlements }),
  subscriptions: router({ list: subscriptionList, get: getSubscription }),
  overview: router({ get: overview }),
  catalog: router({ plans: servicePlans }),
  channels: router({ list: channels }),
  customers: router({
    list: customerList,
    count: customerCount,
    get: getCustomer,
    checkAccountName,
    create: createCustomer,
    update: updateCustomer,
    disable: disableCustomer,
    enable: enableCustomer,
    delete: deleteCustomer,
    closing: closingPreview,
    importDryRun,
    import: importCustomers,
  }),
  accountEmail: router({ move: moveEmail, sendNow: sendEmailNow, callOff: callOffEmail, schedule: scheduleEmail }),
  licences: router({
    assign: assignPlans,
    changeUnits,
    end: endLicence,
    giveUp: giveUpLicence,
    retryFailed: retryFailedLicences,
    moveStart,
  }),
  messages: router({ preview }),
  timeline: router({ ofCustomer: customerThread, ofProcess: processThread, ofUser: userThread, ofOrder: orderThread }),
  processes: router({ list: processList, counts: processCounts, get: getProcess, engine: processEngine, retryNow }),
  commands: router({ get: getCommand, list: listCommands }),
  reconcile: router({ get: getReconcile, differences: listDifferences }),
  search: router({ all: searchAll }),
  audit: router({ ofCustomer: customerAudit }),
  live: router({ changes }),
});

export type AppRouter = typeof appRouter;
