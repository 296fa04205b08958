import { dateAhead } from '../../support/customers.js';

/** The day of a zone's calendar so many days from now, as a person types it: "01/12/2026". */
export const typedDay = (days: number, timeZone?: string): string => dateAhead(days, timeZone).split('-').reverse().join('/');
