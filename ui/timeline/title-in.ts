import { language, messages } from '../i18n.js';

const shell = messages('shell');

/** What a process is about, in the reader's language. */
export const titleIn = (process: { readonly title: string; readonly titleIt: string | null; readonly kind?: string }): string =>
  // A number alone doesn't say what it is the number of.
  process.kind === 'order'
    ? `${shell().states.processKind.order} ${process.title}`
    : ((language() === 'it' ? process.titleIt : null) ?? process.title);
