import { QueryClient } from '@tanstack/solid-query';
import { failureOf } from './failure.js';

const attempts = 2;

/** Answers are shown at once from memory and asked again; live changes say when. A refusal isn't repeated, a lost connection is. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => failureOf(error).network && count < attempts,
      retryDelay: (count) => 500 * 2 ** count,
      // The answer is merged into what is shown, so that only what changed is drawn again.
      reconcile: 'id',
    },
    mutations: { retry: false },
  },
});
