import { minorDigits } from '../../domain/money/minor-units.js';
import { locale } from '../i18n.js';

const formats = new Map<string, Intl.NumberFormat>();

const amountFormat = (currency: string): Intl.NumberFormat => {
  const key = `${locale()}/${currency}`;
  const digits = minorDigits(currency);
  const known =
    formats.get(key) ??
    new Intl.NumberFormat(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: 'always' as never });
  formats.set(key, known);
  return known;
};

const symbolOf = (currency: string): string =>
  new Intl.NumberFormat(locale(), { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
    .formatToParts(0)
    .find(({ type }) => type === 'currency')?.value ?? currency;

/** 378000 EUR → "€ 3,780.00" or "€ 3.780,00": the sign first, as on invoices, and never apart from its number. */
export const formatMoney = (minor: number, currency: string): string =>
  `${symbolOf(currency)}\u00a0${amountFormat(currency).format(minor / 10 ** minorDigits(currency))}`;

/** The amount in minor units that was typed as 1500, 1,500.00, 1.500,00 or € 1 500; undefined when it isn't one. */
export const readMoney = (typed: string, currency: string): number | undefined => {
  const text = typed.replace(/[\s\u00a0]/gu, '').replace(symbolOf(currency), '');
  const digits = minorDigits(currency);
  const [, whole, fraction = ''] = /^(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](\d{1,2}))?$/.exec(text) ?? [];
  if (whole === undefined || fraction.length > digits) return undefined;
  const minor = Number(whole.replace(/[.,]/g, '')) * 10 ** digits + Number(fraction.padEnd(digits, '0'));
  return Number.isSafeInteger(minor) ? minor : undefined;
};
