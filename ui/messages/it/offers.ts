import { formatNumber, plural } from '../../format/numbers.js';
import type { messages as english } from '../en/offers.js';

const monthsText = (months: number): string => plural(months, { one: '1 mese', other: `${formatNumber(months)} mesi` });

export const messages: typeof english = {
  options: {
    'P1M monthly': '1 mese, si rinnova ogni mese',
    'P1Y monthly': 'Durata annuale, fattura mensile',
    'P1Y annual': 'Durata annuale, fattura annuale',
    'P3Y monthly': 'Durata triennale, fattura mensile',
    'P3Y annual': 'Durata triennale, fattura annuale',
    'P3Y upfront': 'Durata triennale, fattura unica',
  },
  period: { monthly: 'mese', annual: 'anno', upfront: 'periodo' },
  unitPeriod: (unit, period) => `per ${unit} e ${period}`,
  forMonths: (months) => `per ${monthsText(months)}`,
  wholeTerm: (total, unit, months) => `${total} per ${unit} in ${monthsText(months)}`,
  commitment: (c) => {
    const sum = `${c.unitPrice} × ${c.units} = ${c.charge}`;
    if (c.charges === 1) return `Impegno di ${monthsText(c.months)}, con un’unica fattura: ${sum}.`;
    return `Impegno di ${monthsText(c.months)}, con una fattura ${c.cycle === 'annual' ? 'all’anno' : 'al mese'}: ${sum} ${c.cycle === 'annual' ? 'all’anno' : 'al mese'}, ${c.total} in tutto.`;
  },
  cancel: {
    'prorated-by-day': (until) => `È possibile annullare con rimborso proporzionale fino al ${until}.`,
    full: (until) => `È possibile annullare con rimborso completo fino al ${until}.`,
  },
  cancelUntil: (until) => `È possibile annullare fino al ${until}.`,
  afterWindow: {
    'keep-and-charge': 'In seguito è dovuto l’intero periodo.',
    'end-of-term': 'In seguito si può disdire a fine periodo.',
  },
  category: { productivity: 'Produttività', security: 'Sicurezza', backup: 'Backup', mail: 'Posta' },
  vendor: { microsoft: 'Microsoft', guardia: 'Guardia' },
};
