import { createSignal } from 'solid-js';
import type { Language } from '../domain/customer/customer.js';
import { loaders, type Area, type Messages } from './messages/areas.js';
import { keepPreference } from './preferences.js';

const isLanguage = (tag: string): tag is Language => tag === 'en' || tag === 'it';
const fromPage = document.documentElement.lang;

const [language, setLanguage] = createSignal<Language>(isLanguage(fromPage) ? fromPage : 'en');
const dictionaries = new Map<string, unknown>();
const neededAreas = new Set<Area>();

/** The language on screen; reading it in JSX makes that piece follow a switch. */
export { language };

/** The tag that dates, numbers and plurals are written by; English dates are day first, as the business is European. */
export const locale = (): string => (language() === 'it' ? 'it-IT' : 'en-GB');

const loadInto = async (area: Area, tongue: Language): Promise<void> => {
  const key = `${tongue}/${area}`;
  if (!dictionaries.has(key)) dictionaries.set(key, (await loaders[tongue][area]()).messages);
};

/** Brings the words of these areas in the present language; awaited before a page that uses them is shown. */
export const loadMessages = async (...areas: Area[]): Promise<void> => {
  areas.forEach((area) => neededAreas.add(area));
  await Promise.all(areas.map((area) => loadInto(area, language())));
};

const onSwitch = new Set<() => void>();
/** Runs something whenever the language is changed. */
export const whenLanguageChanges = (run: () => void): void => void onSwitch.add(run);

/** Switches at once, without a reload: the words arrive first, then everything on screen changes together. */
export const changeLanguage = async (next: Language): Promise<void> => {
  let missing = [...neededAreas];
  while (missing.length > 0) {
    await Promise.all(missing.map((area) => loadInto(area, next)));
    missing = [...neededAreas].filter((area) => !dictionaries.has(`${next}/${area}`));
  }
  document.documentElement.lang = next;
  keepPreference('language', next);
  // What was said in the other language is put away.
  onSwitch.forEach((run) => run());
  setLanguage(next);
};

/** The words of one area in the present language. The area must have been loaded. */
export const messages = <A extends Area>(area: A) => {
  const words = (): Messages[A] => dictionaries.get(`${language()}/${area}`) as Messages[A];
  return words;
};
