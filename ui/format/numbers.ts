import { language, locale } from '../i18n.js';

const cache = new Map<string, unknown>();
const cached = <T>(key: string, make: () => T): T => {
  if (!cache.has(key)) cache.set(key, make());
  return cache.get(key) as T;
};

/** 12345 → "12,345" or "12.345". */
export const formatNumber = (value: number): string =>
  cached(`n/${locale()}`, () => new Intl.NumberFormat(locale(), { useGrouping: 'always' as never })).format(value);

/** 2000 hundredths of a percent → "20.0%" or "20,0%". What rounds to nothing has no sign. */
export const formatShare = (shareBp: number): string =>
  cached(
    `s/${locale()}`,
    () =>
      new Intl.NumberFormat(locale(), { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'negative' }),
  ).format(shareBp / 10_000);

/** The form that the present language uses for a count. Italian's "many" (a million) reads as "other" here. */
export const plural = (count: number, forms: { one: string; other: string }): string => {
  const rules = cached(`p/${language()}`, () => new Intl.PluralRules(language()));
  return rules.select(count) === 'one' ? forms.one : forms.other;
};

/** "Acme, Beta and Gamma". */
export const formatList = (items: readonly string[]): string =>
  cached(`l/${locale()}`, () => new Intl.ListFormat(locale(), { type: 'conjunction' })).format(items);
