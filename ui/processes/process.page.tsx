import { A, useParams } from '@solidjs/router';
import RotateCw from 'lucide-solid/icons/rotate-cw';
import { Show, Suspense, createSignal, lazy } from 'solid-js';
import { activeProcessStates, type ProcessState } from '../../domain/process/process.js';
import { api } from '../api.js';
import { Button } from '../components/button.js';
import { CopyableId } from '../components/copyable-id.js';
import { FactList } from '../components/fact-list.js';
import { Moment } from '../components/moment.js';
import { PageHead } from '../components/page-head.js';
import { Skeleton } from '../components/states.js';
import { StateChip } from '../components/state-chip.js';
import '../customer/customer.css';
import { messages } from '../i18n.js';
import { QueryView } from '../query-view.js';
import { may } from '../session/session.js';
import { processTones } from '../state-tones.js';
import { LiveThread, type ThreadNow } from '../timeline/live-thread.js';
import { titleIn } from '../timeline/title-in.js';
import { EnginePanel } from './engine-panel.js';
import type { ProcessRow } from './processes.data.js';
import { useQuery } from '../use-query.js';

const RetryDialog = lazy(() => import('./retry.dialog.js'));
const shell = messages('shell');
const processes = messages('processes');
const timeline = messages('timeline');

/** C2: one process: its business thread, and beside it the engine's truth. */
const ProcessPage = () => {
  const params = useParams<{ id: string }>();
  const found = useQuery(() => api.processes.get.queryOptions({ id: params.id }));
  return (
    <QueryView query={found} waiting={<Skeleton kind="thread" lines={8} />}>
      {(known) => <ProcessView process={known()} />}
    </QueryView>
  );
};

/** A process that goes on by itself or waits for somebody can be hurried; one that is over or waits for its date can't. */
const retryable = (state: ProcessState): boolean => state === 'needs_attention' || state === 'running';

const ProcessView = (props: { readonly process: ProcessRow }) => {
  const [retrying, setRetrying] = createSignal(false);
  const live = () => activeProcessStates.some((state) => state === props.process.state);
  const canRetry = () => may('process.retry') && retryable(props.process.state);
  const actionsNow = (point: ThreadNow) =>
    canRetry() && point.processId === props.process.id
      ? [{ label: timeline().actions.retry_now, primary: true, run: () => setRetrying(true) }]
      : [];
  return (
    <>
      <PageHead
        title={titleIn(props.process)}
        state={<StateChip tone={processTones[props.process.state]} label={shell().states.process[props.process.state]} />}
        below={
          <>
            <span>{shell().states.processKind[props.process.kind]}</span>
            <A href={`/customers/${props.process.customerId}`}>{props.process.customerName}</A>
            <Show when={props.process.kind === 'order'}>
              <A href={`/orders/${props.process.subjectId}`}>{processes().openOrder}</A>
            </Show>
          </>
        }
        actions={
          <Show when={canRetry()}>
            <Button kind="primary" icon={RotateCw} onClick={() => setRetrying(true)}>
              {timeline().actions.retry_now}
            </Button>
          </Show>
        }
      />
      <div class="subject subject-first">
        <div>
          <section class="panel" aria-label={processes().thread}>
            <div class="panel-head">
              <h2>{processes().thread}</h2>
            </div>
            <div class="panel-body">
              <LiveThread subject={{ processId: props.process.id }} actionsNow={actionsNow} actionsNext={() => []} />
            </div>
          </section>
        </div>
        <div>
          <Show when={may('process.engine')}>
            <EnginePanel processId={props.process.id} live={live()} />
          </Show>
          <ProcessFacts process={props.process} />
        </div>
      </div>
      <Suspense>
        <Show when={retrying()}>
          <RetryDialog targets={[props.process]} onClose={() => setRetrying(false)} />
        </Show>
      </Suspense>
    </>
  );
};

const ProcessFacts = (props: { readonly process: ProcessRow }) => (
  <section class="panel" aria-label={processes().facts.title}>
    <div class="panel-head">
      <h2>{processes().facts.title}</h2>
    </div>
    <div class="panel-body">
      <FactList
        facts={[
          { label: processes().facts.kind, value: shell().states.processKind[props.process.kind] },
          { label: processes().facts.customer, value: <A href={`/customers/${props.process.customerId}`}>{props.process.customerName}</A> },
          { label: processes().facts.started, value: <Moment at={props.process.createdAt} show="absolute" /> },
          ...(props.process.endedAt === null
            ? []
            : [{ label: processes().facts.ended, value: <Moment at={props.process.endedAt} show="absolute" /> }]),
          { label: processes().facts.workflow, value: <CopyableId id={props.process.workflowId} /> },
          { label: processes().facts.id, value: <CopyableId id={props.process.id} /> },
        ]}
      />
    </div>
  </section>
);

export default ProcessPage;
