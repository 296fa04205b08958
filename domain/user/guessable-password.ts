/** What the most used passwords of leaked lists are built from, in letters alone; English, Italian, and what lies side by side on a keyboard. */
const COMMON =
  `password passwort passw pass passphrase welcome benvenuto benvenuta letmein login admin administrator amministratore amministrazione root user
utente guest ospite test testtest prova default changeme change cambiami secret segreto master super superman superuser iloveyou loveyou love tiamo amore
amoremio princess principessa sunshine sole football calcio baseball basketball soccer dragon monkey scimmia shadow michael jordan jennifer jessica charlie
andrew daniel thomas robert matthew ashley nicole hannah francesco francesca alessandro alessandra andrea marco matteo giuseppe giovanni antonio maria
valentina martina chiara federica roberto stefano luca davide simone juventus forzajuve forzamilan forzainter forzanapoli forzaroma milan inter napoli roma
ferrari italia milano torino summer winter spring autumn estate inverno primavera autunno monday sunday january february december gennaio febbraio dicembre
qwerty qwertyui qwertyuiop qwertyuiopasdfghjklzxcvbnm asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc azerty azertyuiop abcdef abcdefg abcdefgh
abcdefghij abcdefghijkl abcdefghijklmnopqrstuvwxyz trustno whatever nothing hello ciao computer internet samsung google facebook linkedin microsoft windows
office apple android iphone starwars pokemon batman matrix freedom liberta hunter killer ninja access accesso company azienda ufficio work lavoro business
licenza licenze licence license correcthorsebatterystaple`
    .split(/\s+/)
    .sort((a, b) => b.length - a.length);

/** Letters that people write as digits or signs. */
const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
  '€': 'e',
};

const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
const unleet = (text: string): string => [...text].map((sign) => LEET[sign] ?? sign).join('');

/** As many signs of somebody's own are needed beside what anybody would try. */
const OWN_SIGNS = 6;

/** What is left of a text when every one of these words is taken out of it. */
const without = (text: string, words: readonly string[]): string => words.reduce((left, word) => left.replaceAll(word, ''), text);

/** Digits in their order, a year, and signs at the end are what everybody adds. */
const ownSigns = (text: string): number =>
  text
    .replace(/(?:19|20)\d\d/g, '')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/\d+$/, '')
    .replace(/^\d+/, '').length;

const repeats = (text: string): boolean => /^(.{1,6}?)\1{1,}.{0,5}$/su.test(text);
const isSequence = (text: string): boolean => {
  const signs = [...text].map((sign) => sign.codePointAt(0)!);
  const steps = signs.slice(1).map((code, index) => code - signs[index]!);
  const even = steps.filter((step, index) => step === steps[index - 1]).length;
  return even >= steps.length - 4;
};

/**
 * True for a password that anybody would try first: one of the most used ones with digits, signs or other letters in place of some, a
 * sequence, or one piece again and again.
 */
export const isCommonPassword = (password: string): boolean => {
  const plain = fold(password);
  return [plain, unleet(plain)].some((text) => repeats(text) || isSequence(text) || ownSigns(without(text, COMMON)) < OWN_SIGNS);
};

/** What is known of whoever chooses a password. */
export interface PasswordContext {
  readonly loginName?: string;
  readonly email?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly company?: string | null;
}

/** True for a password that is made of its owner's name, company or address, and little else. */
export const isBuiltFromContext = (password: string, context: PasswordContext): boolean => {
  const facts = Object.values(context).flatMap((fact: string | null | undefined) => (fact ? fold(fact).split(/[^\p{L}\p{N}]+/u) : []));
  const words = [...new Set(facts)].filter((word) => word.length >= 3).sort((a, b) => b.length - a.length);
  const plain = fold(password);
  return [plain, unleet(plain)].some((text) => {
    const left = without(text, words);
    return left.length < text.length && ownSigns(without(left, COMMON)) < OWN_SIGNS;
  });
};
