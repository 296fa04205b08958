import RotateCw from 'lucide-solid/icons/rotate-cw';
import Waypoints from 'lucide-solid/icons/waypoints';
import { For, Show, Suspense, createSignal } from 'solid-js';
import { lazyDialog } from '../lazy-dialog.js';
import { processKinds, processStates, type ProcessState } from '../../domain/process/process.js';
import { Button } from '../components/button.js';
import type { Filter } from '../components/filter-bar.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState } from '../components/states.js';
import { formatNumber } from '../format/numbers.js';
import { messages } from '../i18n.js';
import { countOf } from '../list/count-of.js';
import { ListView } from '../list/list-view.js';
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
  const { url, filters } = useProcessFilters();
  const { list, counts } = useProcesses(filters);
  const counted = (where: { kind?: string; state?: string }) => countOf(counts.isSuccess ? counts.data : undefined, where);
  const [selected, setSelected] = createSignal<ReadonlySet<string>>(new Set<string>());
  const [retrying, setRetrying] = createSignal(false);
  const toggle = (id: string) => {
    const next = new Set(selected());
    if (!next.delete(id)) next.add(id);
    setSelected(next);
  };
  /** What is over, or waits for its date, has nothing to be retried. */
  const targets = () => list.rows().filter((row) => selected().has(row.id) && (row.state === 'needs_attention' || row.state === 'running'));
  const choices = (): Filter[] => [
    {
      id: 'kind',
      label: processes().kind,
      chosen: filters().kind,
      onChange: (kind) => url.set({ kind }),
      options: processKinds
        .filter((kind) => (counted({ kind }) ?? 0) > 0 || filters().kind.includes(kind))
        .map((kind) => ({ value: kind, label: shell().states.processKind[kind], count: counted({ kind }) })),
    },
    {
      id: 'state',
      label: processes().state,
      chosen: filters().state,
      onChange: (state) => url.set({ state }),
      options: processStates.map((state) => ({ value: state, label: shell().states.process[state], count: counted({ state }) })),
    },
  ];
  return (
    <>
      <PageHead title={processes().title} />
      <StateCounts chosen={filters().state} countOf={(state) => counted({ state })} onChoose={(state) => url.set({ state })} />
      <ListView
        name="processes"
        label={processes().title}
        list={list}
        columns={processColumns()}
        rowHref={(row) => `/processes/${row.id}`}
        rowTitle={titleIn}
        rowBrief={processBrief}
        url={url}
        searchLabel={processes().search}
        filters={choices()}
        selected={selected()}
        onSelect={may('process.retry') ? toggle : undefined}
        csv={{ list: 'processes' }}
        tools={
          <Show when={selected().size > 0}>
            <span class="soft">{processes().selected(selected().size)}</span>
            <Show when={targets().length > 0}>
              <Button size="small" icon={RotateCw} onClick={() => setRetrying(true)}>
                {processes().retrySelected(targets().length)}
              </Button>
            </Show>
          </Show>
        }
        none={<EmptyState icon={Waypoints} title={processes().empty} text={processes().emptyText} />}
      />
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
