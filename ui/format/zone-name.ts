import type { Language } from '../../domain/customer/customer.js';

/** Cities whose Italian name differs from the one in the time-zone database. */
const italianCities: Readonly<Record<string, string>> = {
  Rome: 'Roma',
  London: 'Londra',
  Paris: 'Parigi',
  Berlin: 'Berlino',
  Lisbon: 'Lisbona',
  Athens: 'Atene',
  Brussels: 'Bruxelles',
  Zurich: 'Zurigo',
  Copenhagen: 'Copenaghen',
  Stockholm: 'Stoccolma',
  Warsaw: 'Varsavia',
  Prague: 'Praga',
  Bucharest: 'Bucarest',
  Moscow: 'Mosca',
  Dublin: 'Dublino',
  Luxembourg: 'Lussemburgo',
  Belgrade: 'Belgrado',
  Zagreb: 'Zagabria',
  Ljubljana: 'Lubiana',
  Cairo: 'Il Cairo',
  Jerusalem: 'Gerusalemme',
  'New York': 'New York',
  'Los Angeles': 'Los Angeles',
  Istanbul: 'Istanbul',
  Vatican: 'Città del Vaticano',
};

/** "Europe/Rome" → "Rome time" / "ora di Roma"; UTC stays UTC. */
export const zoneName = (timeZone: string, language: Language): string => {
  if (timeZone === 'UTC' || timeZone === 'Etc/UTC') return 'UTC';
  const city = (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
  return language === 'it' ? `(ora di ${italianCities[city] ?? city})` : `${city} time`;
};
