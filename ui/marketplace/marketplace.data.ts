import { keepPreviousData } from '@tanstack/query-core';
import { api, type Outputs } from '../api.js';
import { useInfiniteQuery, useQuery } from '../use-query.js';

export type ProductCard = Outputs['marketplace']['search']['rows'][number];
export type Plan = Awaited<ReturnType<typeof api.marketplace.product.query>>['plans'][number];
export type Offer = Plan['offers'][number];
type Page = Outputs['marketplace']['search'];

const pageSize = 24;

interface Question {
  readonly q: string | undefined;
  readonly category: string | undefined;
}

/** What is sold, page after page; what an earlier question found stays in sight while the next one is asked. */
export const useProducts = (question: () => Question) =>
  useInfiniteQuery(() => {
    const { q, category } = question();
    return {
      queryKey: ['marketplace.search', { q, category }] as const,
      queryFn: ({ pageParam: cursor, signal }: { pageParam: Page['nextCursor']; signal: AbortSignal }) =>
        api.marketplace.search.query({ q, category, cursor, limit: pageSize }, signal),
      initialPageParam: undefined as Page['nextCursor'],
      getNextPageParam: (last: Page) => last.nextCursor,
      placeholderData: keepPreviousData,
    };
  });

export const useCategories = () => useQuery(() => api.marketplace.categories.queryOptions(undefined));

/** One product with its plans and their offers. */
export const useProduct = (code: () => string) => useQuery(() => api.marketplace.product.queryOptions({ code: code() }));
