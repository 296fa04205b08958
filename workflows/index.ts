// The one bundle that the engine loads: every workflow type that this product registers.
export { activateUser } from './activate-user.workflow.js';
export { applyLicence } from './retired/apply-licence.workflow.js';
export { changeLicence } from './change-licence.workflow.js';
export { deliverMessage } from './retired/deliver-message.workflow.js';
export { followBounce } from './follow-bounce.workflow.js';
export { fulfilOrder } from './fulfil-order.workflow.js';
export { importUsers } from './import-users.workflow.js';
export { openCustomer } from './retired/open-customer.workflow.js';
export { purchase } from './retired/purchase.workflow.js';
export { sendAccountEmail } from './send-account-email.workflow.js';
export { transmitMessage } from './transmit-message.workflow.js';
