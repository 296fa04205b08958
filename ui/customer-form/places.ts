import { isTimeZone } from '../../domain/calendar/local-time.js';
import { zoneName } from '../format/zone-name.js';
import { language, locale } from '../i18n.js';
import type { Option } from '../components/select-input.js';

const countryCodes =
  'AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'.split(
    ' ',
  );

/** Every country by its name in the present language, in that language's order. */
export const countryOptions = (): Option[] => {
  const names = new Intl.DisplayNames(locale(), { type: 'region' });
  return countryCodes
    .map((code) => ({ value: code, label: names.of(code) ?? code }))
    .sort((a, b) => a.label.localeCompare(b.label, locale()));
};

/** "Italy" for "IT". */
export const countryName = (code: string): string => {
  try {
    return new Intl.DisplayNames(locale(), { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
};

const offsetOf = (zone: string): string =>
  isTimeZone(zone)
    ? (new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'shortOffset' })
        .formatToParts(new Date())
        .find((part) => part.type === 'timeZoneName')?.value ?? '')
    : '?';

/** Every time zone that this device knows, the given one in any case; "Europe/Rome · GMT+1". */
export const zoneOptions = (given: string): Option[] => {
  const zones = new Set(['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/')), given]);
  return [...zones]
    .filter(Boolean)
    .sort()
    .map((zone) => ({ value: zone, label: `${zone.replaceAll('_', ' ')} · ${offsetOf(zone)}` }));
};

/** "Rome time". */
export const clockName = (zone: string): string => zoneName(zone, language());
