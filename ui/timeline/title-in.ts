import { language } from '../i18n.js';

/** What a process is about, in the reader's language. */
export const titleIn = (process: { readonly title: string; readonly titleIt: string | null }): string =>
  (language() === 'it' ? process.titleIt : null) ?? process.title;
