import type { Sorting } from '../components/data-list.js';
import type { UrlState } from '../components/url-state.js';

/** The order of a list, as it stands in the address. The first of `sorts` is the one that nobody asked for; those of `newestFirst` begin with the last. */
export const useSorting = <Sort extends string>(url: UrlState, sorts: readonly [Sort, ...Sort[]], newestFirst: readonly Sort[]) => {
  const sort = (): Sort => url.list('sort', sorts)[0] ?? sorts[0];
  const natural = (by: string) => ((newestFirst as readonly string[]).includes(by) ? 'desc' : 'asc');
  const direction = (): 'asc' | 'desc' => {
    const said = url.text('direction');
    return said === 'asc' || said === 'desc' ? said : natural(sort());
  };
  return {
    sorting: (): Sorting => ({ by: sort(), direction: direction() }),
    order: () => ({ sort: sort(), direction: direction() }),
    onSort: (by: string) => {
      const flipped = direction() === 'asc' ? 'desc' : 'asc';
      url.set({ sort: by, direction: by === sort() ? flipped : natural(by) });
    },
  };
};
