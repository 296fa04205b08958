import { QueryClient } from '@tanstack/query-core';
import { failureOf } from './failure.js';

const attempts = 2;

/** Answers are shown at once from memory and asked again; live changes say when. A refusal isn't repeated, a lost connection is. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => failureOf(error).network && count < attempts,
      retryDelay: (count) => 500 * 2 ** count,
    },
    mutations: { retry: false },
  },
});

// Asks again when the window is looked at again, or the network is back.
queryClient.mount();
