/** The calendar and the amounts a second time, without a library and without `Date`: a day after the other, each counted by hand. */
export interface PlainDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const lengthOfMonth = ({ year, month }: PlainDay): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

export const plainDay = (date: string): PlainDay => {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return { year, month, day };
};
export const plainDate = ({ year, month, day }: PlainDay): string =>
  `${String(year)}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

export const nextDay = (today: PlainDay): PlainDay => {
  if (today.day < lengthOfMonth(today)) return { ...today, day: today.day + 1 };
  return today.month < 12 ? { ...today, month: today.month + 1, day: 1 } : { year: today.year + 1, month: 1, day: 1 };
};
const dayBefore = (today: PlainDay): PlainDay => {
  if (today.day > 1) return { ...today, day: today.day - 1 };
  const month = today.month > 1 ? { year: today.year, month: today.month - 1, day: 1 } : { year: today.year - 1, month: 12, day: 1 };
  return { ...month, day: lengthOfMonth(month) };
};

/** Whether a monthly cycle that is counted from a day of the month begins on a day. */
const beginsCycle = (today: PlainDay, dayOfMonth: number): boolean => today.day === Math.min(dayOfMonth, lengthOfMonth(today));

/** How many days the monthly cycle has that a day is in. */
export const daysOfCycle = (date: string, dayOfMonth: number): number => {
  let first = plainDay(date);
  while (!beginsCycle(first, dayOfMonth)) first = dayBefore(first);
  let days = 1;
  for (let today = nextDay(first); !beginsCycle(today, dayOfMonth); today = nextDay(today)) days += 1;
  return days;
};

/** All dates from one to another, both included. */
export const datesBetween = (from: string, through: string): string[] => {
  const dates: string[] = [];
  for (let today = plainDay(from); plainDate(today) <= through; today = nextDay(today)) dates.push(plainDate(today));
  return dates;
};

/** What so many units cost for some dates of a cycle: a price for each date added up, and rounded by what is left over. */
export const plainAmount = (unitPriceMinor: number, units: number, dates: number, cycleDays: number): number => {
  let parts = 0n;
  for (let date = 0; date < dates; date += 1) parts += BigInt(unitPriceMinor) * BigInt(units);
  const whole = parts / BigInt(cycleDays);
  return Number(whole) + ((parts % BigInt(cycleDays)) * 2n >= BigInt(cycleDays) ? 1 : 0);
};
