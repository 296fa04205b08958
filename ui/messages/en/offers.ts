import { formatNumber, plural } from '../../format/numbers.js';

export interface Commitment {
  readonly months: number;
  readonly charges: number;
  readonly cycle: string;
  readonly unitPrice: string;
  readonly units: string;
  readonly charge: string;
  readonly total: string;
}

const monthsText = (months: number): string => plural(months, { one: '1 month', other: `${formatNumber(months)} months` });

/** What is sold and on what terms: the same words on the product's page, in the cart, at the checkout and in the order. */
export const messages = {
  options: {
    'P1M monthly': '1 month, renews monthly',
    'P1Y monthly': 'Annual term, billed monthly',
    'P1Y annual': 'Annual term, billed annually',
    'P3Y monthly': 'Three-year term, billed monthly',
    'P3Y annual': 'Three-year term, billed annually',
    'P3Y upfront': 'Three-year term, billed once',
  } as Record<string, string>,
  period: { monthly: 'month', annual: 'year', upfront: 'term' } as Record<string, string>,
  unitPeriod: (unit: string, period: string) => `per ${unit} and ${period}`,
  forMonths: (months: number) => `for ${monthsText(months)}`,
  wholeTerm: (total: string, unit: string, months: number) => `${total} per ${unit} over ${monthsText(months)}`,
  commitment: (c: Commitment): string => {
    const sum = `${c.unitPrice} × ${c.units} = ${c.charge}`;
    if (c.charges === 1) return `You commit for ${monthsText(c.months)}, billed once: ${sum}.`;
    return `You commit for ${monthsText(c.months)}, billed each ${c.cycle === 'annual' ? 'year' : 'month'}: ${sum} a ${c.cycle === 'annual' ? 'year' : 'month'}, ${c.total} in all.`;
  },
  cancel: {
    'prorated-by-day': (until: string) => `You can cancel with a prorated refund until ${until}.`,
    full: (until: string) => `You can cancel with a full refund until ${until}.`,
  } as Partial<Record<string, (until: string) => string>>,
  cancelUntil: (until: string) => `You can cancel until ${until}.`,
  afterWindow: {
    'keep-and-charge': 'After that the whole term is owed.',
    'end-of-term': 'After that it can be ended with its term.',
  } as Partial<Record<string, string>>,
  category: {
    productivity: 'Productivity',
    security: 'Security',
    backup: 'Backup',
    mail: 'Mail',
  } as Record<string, string>,
  vendor: { microsoft: 'Microsoft', guardia: 'Guardia' } as Record<string, string>,
};
