/** A licence starts at most this many years ahead: further is a slip of the pen, and no engine's timer reaches another age. */
const MOST_YEARS_AHEAD = 10;

/**
 * What is wrong with a licence's start date (requirement A8), both dates "YYYY-MM-DD" in the customer's zone; undefined when
 * nothing is. Issue codes: date_past, date_too_far.
 */
export const startDateFault = (date: string, today: string): 'date_past' | 'date_too_far' | undefined => {
  if (date < today) return 'date_past';
  const latest = `${String(Number(today.slice(0, 4)) + MOST_YEARS_AHEAD)}${today.slice(4)}`;
  return date > latest ? 'date_too_far' : undefined;
};
