import { language } from '../i18n.js';

/** The name for the reader: products and plans carry one in each language. */
export const named = (en: string, it: string): string => (language() === 'it' ? it : en);
