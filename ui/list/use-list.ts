import { createSteadyRows } from '../components/steady-rows.js';
import { usePages, type Paged } from './use-pages.js';

/** The rows of the present question, page after page, live and steady. With `leaves` a row that isn't of the answer any more goes. */
export const useList = <Question extends object, Row extends { readonly id: string }, Cursor>(
  path: string,
  question: () => Question,
  procedure: Paged<Question, Row, Cursor>,
  { leaves = false }: { readonly leaves?: boolean } = {},
) => {
  const pages = usePages(path, question, procedure);
  const steady = createSteadyRows<Row>(
    () => (pages.isSuccess ? { question: JSON.stringify(question()), rows: pages.data.pages.flatMap(({ rows }) => rows) } : undefined),
    (row) => row.id,
    leaves,
  );
  return {
    rows: steady.rows,
    newCount: steady.newCount,
    showNew: steady.showNew,
    hasMore: () => pages.hasNextPage,
    loadingMore: () => pages.isFetchingNextPage,
    more: () => void pages.fetchNextPage(),
    isPending: () => pages.isPending,
    /** Why the present question has no answer at all; one that had an answer stays on the screen. */
    error: () => (pages.isError && pages.data === undefined ? pages.error : undefined),
    again: () => void pages.refetch(),
  };
};

/** A list as pages show it. */
export interface ListOf<Row> extends Omit<ReturnType<typeof useList>, 'rows'> {
  readonly rows: () => readonly Row[];
}
