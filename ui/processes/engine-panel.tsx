import ExternalLink from 'lucide-solid/icons/external-link';
import RefreshCw from 'lucide-solid/icons/refresh-cw';
import { For, Show } from 'solid-js';
import { api } from '../api.js';
import { ButtonLink, IconButton } from '../components/button.js';
import { CopyableId } from '../components/copyable-id.js';
import { FactList } from '../components/fact-list.js';
import { Moment } from '../components/moment.js';
import { Skeleton } from '../components/states.js';
import { formatNumber } from '../format/numbers.js';
import { messages } from '../i18n.js';
import { QueryView } from '../query-view.js';
import './processes.css';
import type { EngineView } from './processes.data.js';
import { useQuery } from '../use-query.js';

const processes = messages('processes');
const words = () => processes().engine;
const readAgainMs = 5_000;

/** C2: what the engine itself knows, read from it and not from our own tables. */
export const EnginePanel = (props: { readonly processId: string; readonly live: boolean }) => {
  const engine = useQuery(() => ({
    ...api.processes.engine.queryOptions({ id: props.processId }),
    // Attempts come and go without a row of ours changing.
    refetchInterval: props.live ? readAgainMs : false,
  }));
  return (
    <section class="panel" aria-label={words().title}>
      <div class="panel-head">
        <h2>{words().title}</h2>
        <IconButton size="small" icon={RefreshCw} label={words().refresh} tipSide="end" onClick={() => void engine.refetch()} />
      </div>
      <div class="panel-body stack">
        <QueryView query={engine} waiting={<Skeleton lines={6} />}>
          {(known) => (
            <Show when={known()} fallback={<p class="soft">{words().unknown}</p>}>
              {(view) => <EngineFacts view={view()} />}
            </Show>
          )}
        </QueryView>
      </div>
    </section>
  );
};

const EngineFacts = (props: { readonly view: EngineView & { readonly uiUrl: string | null } }) => (
  <>
    <FactList
      facts={[
        { label: words().status, value: <code>{props.view.status}</code> },
        { label: words().history, value: words().events(props.view.historyLength) },
        { label: words().started, value: <Moment at={props.view.startedAt} show="both" brief /> },
        ...(props.view.closedAt === null ? [] : [{ label: words().closed, value: <Moment at={props.view.closedAt} show="both" brief /> }]),
        { label: words().run, value: <CopyableId id={props.view.runId} /> },
      ]}
    />
    <Activities view={props.view} />
    <Timers view={props.view} />
    <Show when={props.view.pendingChildren.length > 0}>
      <div>
        <h3>{words().children}</h3>
        <For each={props.view.pendingChildren}>
          {(child) => (
            <div class="engine-item">
              <CopyableId id={child.workflowId} />
            </div>
          )}
        </For>
      </div>
    </Show>
    <Show when={props.view.uiUrl}>
      {(url) => (
        <div>
          <ButtonLink size="small" icon={ExternalLink} href={url()} external>
            {words().open}
          </ButtonLink>
        </div>
      )}
    </Show>
  </>
);

const Activities = (props: { readonly view: EngineView }) => (
  <div>
    <h3>{words().activities}</h3>
    <For each={props.view.pendingActivities} fallback={<p class="soft">{words().noActivities}</p>}>
      {(activity) => (
        <div class="engine-item">
          <div class="row row-wrap">
            <code>{activity.type}</code>
            <span class="soft">{words().attempt(activity.attempt, activity.maximumAttempts)}</span>
          </div>
          <Show when={activity.lastFailure}>
            {(failure) => (
              <div class="engine-failure" title={words().lastFailure}>
                {failure().type}: {failure().message}
              </div>
            )}
          </Show>
          <div class="small soft">
            <Show when={activity.nextRetryAt} fallback={words().running}>
              {(at) => (
                <>
                  {words().nextTry} <Moment at={at()} show="both" brief />
                </>
              )}
            </Show>
          </div>
        </div>
      )}
    </For>
  </div>
);

const Timers = (props: { readonly view: EngineView }) => (
  <div>
    <h3>{words().timers}</h3>
    <For each={props.view.timers} fallback={<p class="soft">{words().noTimers}</p>}>
      {(timer) => (
        <div class="engine-item row row-wrap">
          <code>#{formatNumber(Number(timer.id) || 0)}</code>
          <span>
            {words().fires} <Moment at={timer.dueAt} show="both" />
          </span>
        </div>
      )}
    </For>
  </div>
);
