import ArrowDown from 'lucide-solid/icons/arrow-down';
import ArrowUp from 'lucide-solid/icons/arrow-up';
import { A } from '@solidjs/router';
import { For, Show, createSignal, onCleanup, onMount, type JSX } from 'solid-js';
import { messages } from '../i18n.js';
import { Button } from './button.js';
import './data-list.css';
import { useListKeys } from './list-keys.js';
import { Skeleton } from './states.js';

const shell = messages('shell');

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: Row) => JSX.Element;
  readonly number?: boolean;
  /** 1 is always shown, 2 from tablets on, 3 on wide screens only. */
  readonly priority: 1 | 2 | 3;
  readonly sort?: string;
  /** `lead`, of which a list has one, takes what the others leave. */
  readonly width?: 'narrow' | 'moment' | 'medium' | 'wide' | 'lead';
}

export interface Sorting {
  readonly by: string;
  readonly direction: 'asc' | 'desc';
}

interface DataListProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowId: (row: Row) => string;
  readonly rowHref: (row: Row) => string;
  readonly rowTitle: (row: Row) => string;
  /** Where the list is narrow: what stands under the first cell, of the columns that have no room there. */
  readonly rowBrief: (row: Row) => JSX.Element;
  readonly sorting?: Sorting;
  readonly onSort?: (by: string) => void;
  readonly selected?: ReadonlySet<string>;
  readonly onSelect?: (id: string) => void;
  readonly newCount: number;
  readonly onShowNew: () => void;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  readonly onMore: () => void;
  readonly loading: boolean;
  /** The rows answer an earlier question; the present one's answer is awaited. */
  readonly stale?: boolean;
  readonly failure?: JSX.Element;
  readonly empty: JSX.Element;
}

/**
 * A list of one kind of thing. Each row is one real link stretched over the row, so that Ctrl-click, the middle
 * button and the context menu do what they do on any link; j and k walk along these links.
 */
export const DataList = <Row,>(props: DataListProps<Row>) => {
  let frame!: HTMLDivElement;
  const narrow = createNarrow(() => frame);
  const onNear = () => {
    if (props.hasMore && !props.loadingMore) props.onMore();
  };
  useListKeys(
    () => frame,
    (id) => props.onSelect?.(id),
  );
  return (
    <div class="data-list panel" ref={frame} aria-busy={props.loading || props.stale} data-stale={props.stale ? '' : undefined}>
      <Show when={props.newCount > 0}>
        <div class="data-list-new">
          <Button size="small" kind="primary" icon={ArrowUp} onClick={() => props.onShowNew()}>
            {shell().list.newRows(props.newCount)}
          </Button>
        </div>
      </Show>
      <Show when={!props.failure} fallback={props.failure}>
        <Show when={!props.loading} fallback={<Skeleton kind="rows" lines={12} />}>
          <Show when={props.rows.length > 0} fallback={props.empty}>
            <Table {...props} narrow={narrow()} />
            <Show when={props.hasMore}>
              <div class="data-list-more" ref={(element) => observeEnd(element, onNear)}>
                <Button busy={props.loadingMore} onClick={() => props.onMore()}>
                  {shell().list.more}
                </Button>
              </div>
            </Show>
          </Show>
        </Show>
      </Show>
    </div>
  );
};

/** Below this width of its own a list hides all but its first columns (data-list.css). */
const narrowPx = 680;

/** Whether the element is as narrow as that. */
const createNarrow = (element: () => HTMLElement) => {
  const [narrow, setNarrow] = createSignal(false);
  onMount(() => {
    const observer = new ResizeObserver(([entry]) => setNarrow((entry?.contentRect.width ?? Infinity) <= narrowPx));
    observer.observe(element());
    onCleanup(() => observer.disconnect());
  });
  return narrow;
};

/** Calls when the end of the list comes near, so that the next page is there before it is asked for. */
const observeEnd = (element: HTMLElement, near: () => void) => {
  const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && near(), { rootMargin: '400px' });
  observer.observe(element);
  onCleanup(() => observer.disconnect());
};

const Table = <Row,>(props: DataListProps<Row> & { readonly narrow: boolean }) => (
  <table aria-label={props.label}>
    <thead>
      <tr>
        <Show when={props.onSelect}>
          <td class="data-list-check" />
        </Show>
        <For each={props.columns}>{(column) => <Heading column={column} sorting={props.sorting} onSort={props.onSort} />}</For>
      </tr>
    </thead>
    <tbody>
      <For each={props.rows}>
        {(row) => (
          <tr data-id={props.rowId(row)} data-selected={props.selected?.has(props.rowId(row)) ? '' : undefined}>
            <Show when={props.onSelect}>
              <td class="data-list-check">
                <input
                  type="checkbox"
                  aria-label={shell().list.selectRow(props.rowTitle(row))}
                  checked={props.selected?.has(props.rowId(row))}
                  onChange={() => props.onSelect?.(props.rowId(row))}
                />
              </td>
            </Show>
            <For each={props.columns}>
              {(column, index) => (
                <td class={cellClass(column)}>
                  <Show when={index() === 0} fallback={column.cell(row)}>
                    <A class="row-link" href={props.rowHref(row)}>
                      {column.cell(row)}
                    </A>
                    <Show when={props.narrow}>
                      <span class="row-brief">{props.rowBrief(row)}</span>
                    </Show>
                  </Show>
                </td>
              )}
            </For>
          </tr>
        )}
      </For>
    </tbody>
  </table>
);

const cellClass = <Row,>(column: Column<Row>): string =>
  `priority-${column.priority} ${column.number === true ? 'number' : ''} width-${column.width ?? 'usual'}`;

interface HeadingProps<Row> {
  readonly column: Column<Row>;
  readonly sorting?: Sorting;
  readonly onSort?: (by: string) => void;
}

const Heading = <Row,>(props: HeadingProps<Row>) => {
  const sorted = () => (props.column.sort !== undefined && props.sorting?.by === props.column.sort ? props.sorting.direction : undefined);
  const ariaSort = () => (sorted() === 'asc' ? 'ascending' : sorted() === 'desc' ? 'descending' : undefined);
  return (
    <th scope="col" class={cellClass(props.column)} aria-sort={ariaSort()}>
      <Show when={props.column.sort} fallback={props.column.title}>
        {(key) => (
          <button type="button" class="sort" onClick={() => props.onSort?.(key())}>
            {props.column.title}
            <Show when={sorted()}>
              {(direction) =>
                direction() === 'asc' ? <ArrowUp size={14} aria-hidden="true" /> : <ArrowDown size={14} aria-hidden="true" />
              }
            </Show>
          </button>
        )}
      </Show>
    </th>
  );
};
