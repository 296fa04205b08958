import { A } from '@solidjs/router';
import CircleCheck from 'lucide-solid/icons/circle-check';
import { For, Show } from 'solid-js';
import type { ProcessState } from '../../domain/process/process.js';
import { isFailureCode } from '../../domain/failure/failure-code.js';
import { lateCause } from '../../domain/process/usual-time.js';
import { Moment } from '../components/moment.js';
import { StateChip } from '../components/state-chip.js';
import { formatNumber } from '../format/numbers.js';
import { formatSpan, useNow } from '../format/times.js';
import { messages } from '../i18n.js';
import '../processes/processes.css';
import { causeText, subjectHref, subjectTitle } from '../reconcile/difference-words.js';
import { may } from '../session/session.js';
import { processTones } from '../state-tones.js';
import type { StaffView } from './views.js';
import { standText } from '../timeline/told.js';
import { titleIn } from '../timeline/title-in.js';

const shell = messages('shell');
const overview = messages('overview');
const timeline = messages('timeline');

const countedStates: readonly ProcessState[] = ['needs_attention', 'running', 'waiting'];

/** Where an item leads: operators to the process with the engine beside it, resellers to the customer. */
const itemHref = (item: { readonly processId: string; readonly customerId: string }): string =>
  may('process.engine') ? `/processes/${item.processId}` : `/customers/${item.customerId}`;

/** What stands where, what needs somebody, what comes next. */
export const StaffOverview = (props: { readonly view: StaffView }) => {
  const countOf = (state: ProcessState) =>
    props.view.processes.filter((one) => one.state === state).reduce((sum, one) => sum + one.count, 0);
  return (
    <>
      <div class="overview-counts">
        <For each={countedStates}>{(state) => <Count state={state} count={countOf(state)} />}</For>
        <A class="state-count" href="/customers">
          <span class="state-count-number plain-number">{formatNumber(props.view.counts.activeCustomers)}</span>
          <span>{overview().counts.customers}</span>
        </A>
        <A class="state-count" href="/customers?sort=created">
          <span class="state-count-number plain-number">{formatNumber(props.view.counts.newCustomers)}</span>
          <span>{overview().counts.newCustomers}</span>
        </A>
      </div>
      <div class="overview-columns">
        <Attention view={props.view} />
        <Upcoming view={props.view} />
      </div>
    </>
  );
};

/** A count; for operators also the way to the list that it counts. */
const Count = (props: { readonly state: ProcessState; readonly count: number }) => {
  const content = () => (
    <>
      <span class="state-count-number">{formatNumber(props.count)}</span>
      <span>{shell().states.process[props.state]}</span>
    </>
  );
  const attributes = () => ({
    class: 'state-count',
    'data-tone': processTones[props.state],
    'data-none': props.count === 0 ? '' : undefined,
  });
  return (
    <Show when={may('process.read')} fallback={<div {...attributes()}>{content()}</div>}>
      <A {...attributes()} href={`/processes?state=${props.state}`}>
        {content()}
      </A>
    </Show>
  );
};

const Attention = (props: { readonly view: StaffView }) => {
  const now = useNow();
  const cause = (code: string) => (isFailureCode(code) ? shell().failures[code] : timeline().late.stuck);
  /** Why it is late, where the engine tries it again and knows. */
  const causeOf = (item: StaffView['attention'][number]) =>
    cause(item.cause === lateCause ? (item.retryFailure ?? item.cause) : item.cause);
  return (
    <section class="panel" aria-label={overview().attention.title}>
      <div class="panel-head">
        <h2>{overview().attention.title}</h2>
        <Show when={may('process.read') && props.view.attention.length > 0}>
          <A class="small" href="/processes?state=needs_attention">
            {overview().attention.all}
          </A>
        </Show>
      </div>
      <Show
        when={props.view.attention.length + props.view.differences.length > 0}
        fallback={
          <div class="panel-body overview-calm">
            <CircleCheck size={20} aria-hidden="true" />
            <div>
              <p>{overview().attention.none}</p>
              <p class="small soft">{overview().attention.noneText}</p>
            </div>
          </div>
        }
      >
        <ul class="overview-list">
          <For each={props.view.attention}>
            {(item) => (
              <li>
                <A href={itemHref(item)}>
                  <span class="overview-line">
                    <b class="clip">{item.customerName}</b>
                    <span class="soft clip">{item.title === item.customerName ? '' : titleIn(item)}</span>
                    <StateChip bare tone="needs-you" label={overview().attention.since(formatSpan(now() - Date.parse(item.openedAt)))} />
                  </span>
                  <span class="small soft">
                    {standText(item.step, item.kind, item.state)} · {causeOf(item)}
                  </span>
                </A>
              </li>
            )}
          </For>
          <For each={props.view.differences}>
            {(item) => (
              <li>
                <A href={subjectHref(item) ?? '/'}>
                  <span class="overview-line">
                    <b class="clip">{item.customerName}</b>
                    <span class="soft clip">{item.title === item.customerName ? '' : subjectTitle(item)}</span>
                    <StateChip bare tone="needs-you" label={overview().attention.since(formatSpan(now() - Date.parse(item.openedAt)))} />
                  </span>
                  <span class="small soft">{causeText(item.cause)}</span>
                </A>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  );
};

const Upcoming = (props: { readonly view: StaffView }) => (
  <section class="panel" aria-label={overview().upcoming.title}>
    <div class="panel-head">
      <h2>{overview().upcoming.title}</h2>
      <Show when={may('process.read') && props.view.upcoming.length > 0}>
        <A class="small" href="/processes?state=waiting">
          {overview().upcoming.all}
        </A>
      </Show>
    </div>
    <ul class="overview-list">
      <For each={props.view.upcoming} fallback={<li class="panel-body soft">{overview().upcoming.none}</li>}>
        {(item) => (
          <li>
            <A href={itemHref(item)}>
              <span class="overview-line">
                <b class="clip">{item.customerName}</b>
                <span class="overview-when">
                  <Moment at={item.at} />
                </span>
              </span>
              <span class="small soft">
                {overview().upcoming.kinds[item.kind] ?? item.kind}
                {item.title === item.customerName ? '' : ` · ${titleIn(item)}`} · <Moment at={item.at} show="absolute" brief />
              </span>
            </A>
          </li>
        )}
      </For>
    </ul>
  </section>
);
