import { api } from '../api.js';
import { usePages } from '../list/use-pages.js';

type Question = { readonly customerId: string | undefined; readonly withService: string };

/** The users who have a service, by name, page after page. */
export const useHolders = (question: () => Question) => usePages('users.list', question, api.users.list);
