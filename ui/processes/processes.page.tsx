import SearchX from 'lucide-solid/icons/search-x';
import RotateCw from 'lucide-solid/icons/rotate-cw';
import Waypoints from 'lucide-solid/icons/waypoints';
import { For, Show, Suspense, createSignal } from 'solid-js';
import { lazyDialog } from '../lazy-dialog.js';
import { processKinds, processStates, type ProcessState } from '../../domain/process/process.js';
import { Button } from '../components/button.js';
import { CsvLink } from '../components/csv-link.js';
import { DataList } from '../components/data-list.js';
import { ColumnMenu, FilterBar } from '../components/filter-bar.js';
import { createHiddenColumns } from '../components/hidden-columns.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState, ErrorState } from '../components/states.js';
import { failureOf, failureText } from '../failure.js';
import { formatNumber } from '../format/numbers.js';
import { messages } from '../i18n.js';
import { may } from '../session/session.js';
import { processTones } from '../state-tones.js';
import { titleIn } from '../timeline/title-in.js';
import { processBrief, processColumns } from './process-columns.js';
import './processes.css';
import { useProcesses, useProcessFilters } from './processes.data.js';

const RetryDialog = lazyDialog(() => import('./retry.dialog.js'));
const shell = messages('shell');
const processes = messages('processes');

/** C1: every long-running process in one list. */
const ProcessesPage = () => {
  const filters = useProcessFilters();
  const { url } = filters;
  const { list, countOf, steady } = useProcesses(filters);
  const columns = createHiddenColumns('processes');
  const [selected, setSelected] = createSignal<ReadonlySet<string>>(new Set<string>());
  const [retrying, setRetrying] = createSignal(false);
  const toggle = (id: string) => {
    const next = new Set(selected());
    if (!next.delete(id)) next.add(id);
    setSelected(next);
  };
  /** What is over, or waits for its date, has nothing to be retried. */
  const targets = () =>
    steady.rows().filter((row) => selected().has(row.id) && (row.state === 'needs_attention' || row.state === 'running'));
  const question = () => filters.filters();
  const filtered = () => question().q !== undefined || question().kind.length > 0 || question().state.length > 0;
  const failure = () => failureOf(list.error);
  return (
    <>
      <PageHead title={processes().title} />
      <StateCounts chosen={question().state} countOf={(state) => countOf({ state })} onChoose={(state) => url.set({ state })} />
      <div class="stack">
        <FilterBar
          search={question().q ?? ''}
          searchLabel={processes().search}
          onSearch={(q) => url.set({ q })}
          onClear={() => url.set({ q: undefined, kind: undefined, state: undefined })}
          filters={[
            {
              id: 'kind',
              label: processes().kind,
              chosen: question().kind,
              onChange: (kind) => url.set({ kind }),
              options: processKinds
                .filter((kind) => (countOf({ kind }) ?? 0) > 0 || question().kind.includes(kind))
                .map((kind) => ({ value: kind, label: shell().states.processKind[kind], count: countOf({ kind }) })),
            },
            {
              id: 'state',
              label: processes().state,
              chosen: question().state,
              onChange: (state) => url.set({ state }),
              options: processStates.map((state) => ({ value: state, label: shell().states.process[state], count: countOf({ state }) })),
            },
          ]}
        >
          <Show when={selected().size > 0}>
            <span class="soft">{processes().selected(selected().size)}</span>
            <Show when={targets().length > 0}>
              <Button size="small" icon={RotateCw} onClick={() => setRetrying(true)}>
                {processes().retrySelected(targets().length)}
              </Button>
            </Show>
          </Show>
          <ColumnMenu columns={processColumns()} hidden={columns.hidden()} onToggle={columns.toggle} />
          <CsvLink list="processes" />
        </FilterBar>
        <DataList
          label={processes().title}
          rows={steady.rows()}
          columns={processColumns().filter((column) => !columns.hidden().includes(column.id))}
          rowId={(row) => row.id}
          rowHref={(row) => `/processes/${row.id}`}
          rowTitle={titleIn}
          rowBrief={processBrief}
          selected={selected()}
          onSelect={may('process.retry') ? toggle : undefined}
          newCount={steady.newCount()}
          onShowNew={steady.showNew}
          hasMore={list.hasNextPage}
          loadingMore={list.isFetchingNextPage}
          onMore={() => void list.fetchNextPage()}
          loading={list.isPending && steady.rows().length === 0}
          stale={list.isPending}
          failure={
            list.isError && list.data === undefined ? (
              <ErrorState text={failureText(failure())} errorId={failure().errorId} onRetry={() => void list.refetch()} />
            ) : undefined
          }
          empty={
            <Show when={filtered()} fallback={<EmptyState icon={Waypoints} title={processes().empty} text={processes().emptyText} />}>
              <EmptyState icon={SearchX} title={shell().list.noMatch} text={shell().list.noMatchHint} />
            </Show>
          }
        />
      </div>
      <Suspense>
        <Show when={retrying()}>
          <RetryDialog targets={targets()} onClose={() => setRetrying(false)} onDone={() => setSelected(new Set<string>())} />
        </Show>
      </Suspense>
    </>
  );
};

interface StateCountsProps {
  readonly chosen: readonly ProcessState[];
  readonly countOf: (state: ProcessState) => number | undefined;
  readonly onChoose: (state: ProcessState[]) => void;
}

const countedStates: readonly ProcessState[] = ['needs_attention', 'running', 'waiting', 'failed', 'done'];

/** How many there are of each state; each count is also the filter that shows them. */
const StateCounts = (props: StateCountsProps) => (
  <div class="state-counts" role="group" aria-label={processes().states.label}>
    <For each={countedStates}>
      {(state) => {
        const chosen = () => props.chosen.length === 1 && props.chosen[0] === state;
        return (
          <button
            type="button"
            class="state-count"
            data-tone={processTones[state]}
            data-none={props.countOf(state) === 0 ? '' : undefined}
            aria-pressed={chosen()}
            onClick={() => props.onChoose(chosen() ? [] : [state])}
          >
            <span class="state-count-number">{props.countOf(state) === undefined ? '–' : formatNumber(props.countOf(state) ?? 0)}</span>
            <span>{shell().states.process[state]}</span>
          </button>
        );
      }}
    </For>
  </div>
);

export default ProcessesPage;
