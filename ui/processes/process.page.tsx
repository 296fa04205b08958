import { A, useParams } from '@solidjs/router';
import { Show } from 'solid-js';
import { activeProcessStates } from '../../domain/process/process.js';
import { standOf } from '../../domain/process/usual-time.js';
import { api } from '../api.js';
import { CommandList } from '../commands/command-list.js';
import { CopyableId } from '../components/copyable-id.js';
import { FactList } from '../components/fact-list.js';
import { Moment } from '../components/moment.js';
import { PageHead } from '../components/page-head.js';
import { Skeleton } from '../components/states.js';
import { StateChip } from '../components/state-chip.js';
import '../customer/customer.css';
import { useNow } from '../format/times.js';
import { messages } from '../i18n.js';
import { QueryView } from '../query-view.js';
import { DifferenceNotice } from '../reconcile/difference-notice.js';
import { may } from '../session/session.js';
import { standTones } from '../state-tones.js';
import { LiveThread, type ThreadNow } from '../timeline/live-thread.js';
import { standWord } from '../timeline/told.js';
import { titleIn } from '../timeline/title-in.js';
import { EnginePanel } from './engine-panel.js';
import { useRemedies } from './process-remedies.js';
import type { ProcessRow } from './processes.data.js';
import { useQuery } from '../use-query.js';

const shell = messages('shell');
const processes = messages('processes');

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

const ProcessView = (props: { readonly process: ProcessRow }) => {
  const live = () => activeProcessStates.some((state) => state === props.process.state);
  const remedies = useRemedies(() => props.process);
  const now = useNow();
  const stand = () => standOf(props.process, props.process.kind, now());
  const actionsNow = (point: ThreadNow) => (point.processId === props.process.id ? remedies.actions() : []);
  return (
    <>
      <PageHead
        title={titleIn(props.process)}
        state={<StateChip tone={standTones[stand()]} label={standWord(stand())} />}
        below={
          <>
            <span>{shell().states.processKind[props.process.kind]}</span>
            <A href={`/customers/${props.process.customerId}`}>{props.process.customerName}</A>
            <Show when={props.process.kind === 'order'}>
              <A href={`/orders/${props.process.subjectId}`}>{processes().openOrder}</A>
            </Show>
          </>
        }
      />
      <DifferenceNotice of={{ subjectIds: [props.process.id, props.process.subjectId] }} />
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
          <CommandList of={{ processId: props.process.id }} />
        </div>
        <div>
          <Show when={may('process.engine')}>
            <EnginePanel processId={props.process.id} live={live()} />
          </Show>
          <ProcessFacts process={props.process} />
        </div>
      </div>
      {remedies.dialogs()}
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
