import { dateAt } from '../../domain/calendar/local-time.js';
import type { PlanChoice } from '../../domain/customer/create-customer.js';
import { startDateFault } from '../../domain/licence/start-date.js';
import { FieldFailure } from '../errors/issues-of.js';

/** Start dates are today or later in the customer's zone, and of this age. */
export const checkStartDates = (plans: readonly PlanChoice[], timeZone: string, now: Date): void => {
  const today = dateAt(now, timeZone);
  const faults = plans.flatMap((plan, index) => {
    const code = startDateFault(plan.startDate, today);
    return code ? [{ path: ['plans', index, 'startDate'], code }] : [];
  });
  if (faults.length > 0) throw new FieldFailure(faults);
};
