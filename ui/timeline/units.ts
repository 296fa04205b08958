import { formatNumber, plural } from '../format/numbers.js';
import { messages } from '../i18n.js';

const shell = messages('shell');

/** "seats" for a count of them. */
export const unitWord = (count: number, unitType: string): string => {
  const words = (shell().states.unit as Partial<Record<string, { one: string; other: string }>>)[unitType];
  return words === undefined ? '' : plural(count, words);
};

/** "25 seats". */
export const unitsText = (count: number, unitType: string): string => `${formatNumber(count)} ${unitWord(count, unitType)}`.trim();
