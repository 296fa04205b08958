interface Paged<P> {
  readonly isPending: boolean;
  readonly isError: boolean;
  readonly fetchStatus?: string;
  readonly error: unknown;
  readonly data: { readonly pages: P[] } | undefined;
  readonly refetch: () => unknown;
}

/** A paged query as one answer: what `pick` makes of all the pages that have come so far. */
export const pagesOf = <P, T>(query: Paged<P>, pick: (pages: readonly P[]) => T) => ({
  get isPending() {
    return query.isPending;
  },
  get isError() {
    return query.isError;
  },
  get fetchStatus() {
    return query.fetchStatus;
  },
  get error() {
    return query.error;
  },
  get data() {
    return query.data && pick(query.data.pages);
  },
  refetch: () => query.refetch(),
});
