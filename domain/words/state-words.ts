import type { Language } from '../customer/customer.js';
import { states as en } from './en/states.js';
import { states as it } from './it/states.js';

/** The words of all states in both languages, for what is written away from a screen. A screen loads those of its own language. */
export const stateWords: Readonly<Record<Language, typeof en>> = { en, it };
