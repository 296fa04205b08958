import { commandEnds, commandTransitions } from '../domain/command/command.js';
import { customerTransitions } from '../domain/customer/customer.js';
import { subscriptionEnds, subscriptionTransitions } from '../domain/subscription/subscription.js';
import { messageTransitions } from '../domain/message/message.js';
import { checkTransitions } from '../domain/process/check-transitions.js';
import { orderEnds, orderLineEnds, orderLineTransitions, orderTransitions, paymentTransitions } from '../domain/order/order.js';
import { processTransitions } from '../domain/process/process.js';
import { vendorTenantTransitions } from '../domain/tenant/vendor-tenant.js';
import { userTransitions } from '../domain/user/user.js';

/** Refuses to boot with a state that nothing leads out of, or a transition to an unknown one. */
export const checkTransitionTables = (): void => {
  checkTransitions('command', commandTransitions, commandEnds);
  checkTransitions('customer', customerTransitions, ['deleted']);
  checkTransitions('subscription', subscriptionTransitions, subscriptionEnds);
  checkTransitions('message', messageTransitions, ['called_off']);
  checkTransitions('order', orderTransitions, orderEnds);
  checkTransitions('order line', orderLineTransitions, orderLineEnds);
  checkTransitions('payment', paymentTransitions, ['released', 'declined', 'refunded']);
  checkTransitions('process', processTransitions, ['failed', 'done', 'ended']);
  checkTransitions('user', userTransitions, []);
  checkTransitions('vendor tenant', vendorTenantTransitions, []);
};
