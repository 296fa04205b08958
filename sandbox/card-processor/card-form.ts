import { cardOfNumber, type FoundCard } from './test-cards.js';
import type { PageText } from './page-texts.js';

export type CardField = 'number' | 'expiry' | 'cvc';

/** As typed. */
export type CardForm = Record<CardField, string>;

export type CardFormFaults = Partial<Record<CardField, PageText>>;

export interface EnteredCard {
  card: FoundCard;
  month: number;
  year: number;
}

/** Luhn's check digit: a number with one wrong digit isn't a card's. */
function isCardNumber(digits: string): boolean {
  if (!/^\d{13,19}$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

function readExpiry(text: string, now: Date): { month: number; year: number } | PageText {
  const [, month, year] = /^\s*(\d{1,2})\s*[/-]?\s*((?:20)?\d{2})\s*$/.exec(text) ?? [];
  if (!month || !year || Number(month) < 1 || Number(month) > 12) return 'expiry_invalid';
  const expires = { month: Number(month), year: (Number(year) % 100) + 2000 };
  return Date.UTC(expires.year, expires.month) > now.getTime() ? expires : 'expiry_past';
}

/** The card that was entered, or what is wrong with each field. A card that its bank declines is wrong in its number. */
export function readCardForm(form: CardForm, now = new Date()): EnteredCard | CardFormFaults {
  const digits = form.number.replace(/[\s-]/g, '');
  const card = cardOfNumber(digits);
  const expires = readExpiry(form.expiry, now);
  const faults: CardFormFaults = {};
  if (!isCardNumber(digits)) faults.number = 'number_invalid';
  else if (!card) faults.number = 'number_unknown';
  if (typeof expires === 'string') faults.expiry = expires;
  if (!/^\d{3,4}$/.test(form.cvc.trim())) faults.cvc = 'cvc_invalid';
  if (!card || typeof expires === 'string' || Object.keys(faults).length > 0) return faults;
  const { decline, savable } = card.behaviour;
  if (!savable && decline) return { number: (decline.decline_code ?? decline.code) as PageText };
  return { card, ...expires };
}
