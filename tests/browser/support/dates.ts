/** The day of a zone's calendar so many days from now, as the API takes it: "2026-12-01". */
export const dayAhead = (days: number, timeZone = 'Europe/Rome'): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone }).format(Date.now() + days * 86_400_000);

/** The same day as a person types it: "01/12/2026". */
export const typedDay = (days: number, timeZone?: string): string => dayAhead(days, timeZone).split('-').reverse().join('/');
