import { useInfiniteQuery } from '../use-query.js';

const pageSize = 50;

export interface Page<Row, Cursor> {
  readonly rows: readonly Row[];
  readonly nextCursor?: Cursor | undefined;
}

/** A procedure that answers pages: it is asked the question, where the page begins, and how many rows it has. */
export interface Paged<Question, Row, Cursor> {
  query(asked: Question & { readonly cursor: Cursor | undefined; readonly limit: number }, signal: AbortSignal): Promise<Page<Row, Cursor>>;
}

/** What a procedure of the server answers to a question, page after page by its cursor. `path` is the procedure's, by which changes find it. */
export const usePages = <Question extends object, Row, Cursor>(
  path: string,
  question: () => Question,
  procedure: Paged<Question, Row, Cursor>,
) =>
  useInfiniteQuery(() => {
    const asked = question();
    return {
      queryKey: [path, asked] as const,
      queryFn: ({ pageParam, signal }: { pageParam?: unknown; signal: AbortSignal }) =>
        procedure.query({ ...asked, cursor: pageParam as Cursor | undefined, limit: pageSize }, signal),
      initialPageParam: undefined as Cursor | undefined,
      getNextPageParam: (last: Page<Row, Cursor>) => last.nextCursor,
    };
  });
