import { isDate, isTimeZone, startOfDate } from '../../domain/calendar/local-time.js';
import { formatDateTimeZone } from '../format/times.js';
import { messages } from '../i18n.js';

const words = messages('customerForm');

/** Under a start date: the instant at which it begins by the customer's clock, once there is one; until then what is asked for. A licence of today starts at once. */
export const startHint = (date: string, today: string, timeZone: string): string =>
  isDate(date) && date > today && isTimeZone(timeZone)
    ? words().plans.startsAt(formatDateTimeZone(startOfDate(date, timeZone), timeZone))
    : words().plans.startHint;
