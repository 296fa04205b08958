import SearchX from 'lucide-solid/icons/search-x';
import { Show, untrack, type JSX } from 'solid-js';
import { CsvLink } from '../components/csv-link.js';
import { DataList, type Column, type Sorting } from '../components/data-list.js';
import { ColumnMenu, FilterBar, type Filter } from '../components/filter-bar.js';
import { createHiddenColumns } from '../components/hidden-columns.js';
import { EmptyState, ErrorState } from '../components/states.js';
import type { UrlState } from '../components/url-state.js';
import { failureOf, failureText } from '../failure.js';
import { messages } from '../i18n.js';
import type { ListOf } from './use-list.js';

const shell = messages('shell');

type Csv = Parameters<typeof CsvLink>[0];

interface ListViewProps<Row> {
  /** What it is called where a person's hidden columns are kept. */
  readonly name: string;
  readonly label: string;
  readonly list: ListOf<Row>;
  readonly columns: readonly Column<Row>[];
  readonly rowHref: (row: Row) => string;
  readonly rowTitle: (row: Row) => string;
  readonly rowBrief: (row: Row) => JSX.Element;
  /** Where search and filters have their home. A filter's id is its name there. */
  readonly url: UrlState;
  readonly searchLabel: string;
  readonly filters: readonly Filter[];
  readonly sorting?: Sorting;
  readonly onSort?: (by: string) => void;
  readonly selected?: ReadonlySet<string>;
  readonly onSelect?: ((id: string) => void) | undefined;
  /** The list as a file, where there is one. */
  readonly csv?: Csv;
  /** What can be done with what is selected. */
  readonly tools?: JSX.Element;
  /** What stands there while nothing is in the list at all. Filters that match nothing say so by themselves. */
  readonly none: JSX.Element;
}

/** The frame of a list: search, filters, columns, file, and the rows with all that may become of them. */
export const ListView = <Row extends { readonly id: string }>(props: ListViewProps<Row>) => {
  const columns = createHiddenColumns(untrack(() => props.name));
  const search = () => props.url.text('q');
  const filtered = () => search() !== '' || props.filters.some(({ chosen }) => chosen.length > 0);
  const clear = () => {
    props.url.set({ q: undefined, ...Object.fromEntries(props.filters.map(({ id }) => [id, undefined])) });
  };
  return (
    <div class="stack">
      <FilterBar
        search={search()}
        searchLabel={props.searchLabel}
        onSearch={(q) => props.url.set({ q })}
        filters={props.filters}
        onClear={clear}
      >
        {props.tools}
        <ColumnMenu columns={props.columns} hidden={columns.hidden()} onToggle={columns.toggle} />
        <Show when={props.csv}>{(csv) => <CsvLink {...csv()} />}</Show>
      </FilterBar>
      <DataList
        label={props.label}
        rows={props.list.rows()}
        columns={props.columns.filter(({ id }) => !columns.hidden().includes(id))}
        rowId={(row) => row.id}
        rowHref={props.rowHref}
        rowTitle={props.rowTitle}
        rowBrief={props.rowBrief}
        sorting={props.sorting}
        onSort={props.onSort}
        selected={props.selected}
        onSelect={props.onSelect}
        newCount={props.list.newCount()}
        onShowNew={props.list.showNew}
        hasMore={props.list.hasMore()}
        loadingMore={props.list.loadingMore()}
        onMore={props.list.more}
        loading={props.list.isPending() && props.list.rows().length === 0}
        stale={props.list.isPending()}
        failure={props.list.error() ? <ListFailure error={props.list.error()} onRetry={props.list.again} /> : undefined}
        empty={
          <Show when={filtered()} fallback={props.none}>
            <EmptyState icon={SearchX} title={shell().list.noMatch} text={shell().list.noMatchHint} />
          </Show>
        }
      />
    </div>
  );
};

const ListFailure = (props: { readonly error: unknown; readonly onRetry: () => void }) => {
  const failure = () => failureOf(props.error);
  return <ErrorState text={failureText(failure())} errorId={failure().errorId} onRetry={props.onRetry} />;
};
