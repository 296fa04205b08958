import { A } from '@solidjs/router';
import CircleCheck from 'lucide-solid/icons/circle-check';
import { For, Show } from 'solid-js';
import { api } from '../api.js';
import { CopyableId } from '../components/copyable-id.js';
import { Moment } from '../components/moment.js';
import { PageHead } from '../components/page-head.js';
import { StateChip, type Tone } from '../components/state-chip.js';
import { EmptyState, Skeleton } from '../components/states.js';
import { failureText } from '../failure.js';
import { isFailureCode } from '../../domain/failure/failure-code.js';
import type { FindingState } from '../../domain/reconcile/difference.js';
import { formatNumber } from '../format/numbers.js';
import { messages } from '../i18n.js';
import { QueryView } from '../query-view.js';
import { useQuery } from '../use-query.js';
import { causeText, subjectHref, subjectTitle } from './difference-words.js';
import '../customer/customer.css';
import './reconcile.css';

const words = messages('reconcile');

type Known = Awaited<ReturnType<typeof api.reconcile.get.query>>;

const tones: Readonly<Record<FindingState, Tone>> = { seen: 'waiting', confirmed: 'needs-you', unknown: 'ended', gone: 'done' };

/** C7: what was compared with the outside, when, and what differs. */
const ReconcilePage = () => {
  const found = useQuery(() => ({ ...api.reconcile.get.queryOptions(), refetchInterval: 10_000 }));
  return (
    <>
      <PageHead title={words().title} below={<span>{words().intro}</span>} />
      <QueryView query={found} waiting={<Skeleton kind="rows" lines={8} />}>
        {(known) => (
          <div class="stack">
            <Areas known={known()} />
            <Findings known={known()} />
          </div>
        )}
      </QueryView>
    </>
  );
};

const standOf = ({ isUnderWay, failure }: Known['areas'][number]): string => {
  if (failure !== null)
    return words().rests(failureText({ network: false, code: isFailureCode(failure) ? failure : 'internal', issues: [] }));
  return isUnderWay ? words().underWay : '';
};

const Areas = (props: { readonly known: Known }) => (
  <section class="panel table-scroll" aria-label={words().title} tabIndex={0}>
    <table class="compared">
      <thead>
        <tr>
          <th scope="col">{words().columns.area}</th>
          <th scope="col">{words().columns.last}</th>
          <th scope="col" class="number">
            {words().columns.compared}
          </th>
          <th scope="col" class="number">
            {words().columns.differ}
          </th>
          <th scope="col" class="number">
            {words().columns.unknown}
          </th>
          <th scope="col" class="number">
            {words().columns.unread}
          </th>
        </tr>
      </thead>
      <tbody>
        <For each={props.known.areas}>
          {(area) => (
            <tr>
              <th scope="row">{words().areas[area.area]}</th>
              <td>
                <Show when={area.endedAt} fallback={<span class="soft">{words().never}</span>}>
                  {(at) => <Moment at={at()} show="both" brief past />}
                </Show>
                <Show when={standOf(area)}>{(stand) => <span class="small soft"> · {stand()}</span>}</Show>
              </td>
              <td class="number">{formatNumber(area.compared)}</td>
              <td class="number">{formatNumber(area.differed)}</td>
              <td class="number">{formatNumber(area.unknown)}</td>
              <td class="number">{formatNumber(area.unread)}</td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  </section>
);

const Findings = (props: { readonly known: Known }) => (
  <section class="panel" aria-label={words().findings}>
    <div class="panel-head">
      <h2>{words().findings}</h2>
    </div>
    <Show when={props.known.findings.length > 0} fallback={<EmptyState icon={CircleCheck} title={words().none} text={words().noneText} />}>
      <ul class="findings">
        <For each={props.known.findings}>
          {(finding) => (
            <li>
              <div class="row row-wrap">
                <StateChip bare tone={tones[finding.state]} label={words().states[finding.state]} />
                <b>{words().areas[finding.area]}</b>
                <Show when={subjectHref(finding)}>
                  {(href) => (
                    <A href={href()}>
                      {finding.customerName}
                      {finding.title === finding.customerName ? '' : ` · ${subjectTitle(finding)}`}
                    </A>
                  )}
                </Show>
                <span class="soft small">
                  <Moment at={finding.firstSeenAt} show="both" brief past />
                </span>
              </div>
              <p>{causeText(finding.cause)}</p>
              <details class="finding-facts">
                <summary>{words().facts}</summary>
                <div>
                  {words().object}: <CopyableId id={finding.object} />
                </div>
                <For each={Object.entries(finding.detail).filter(([, value]) => value !== null)}>
                  {([name, value]) => (
                    <div>
                      {name}: {String(value)}
                    </div>
                  )}
                </For>
              </details>
            </li>
          )}
        </For>
      </ul>
    </Show>
  </section>
);

export default ReconcilePage;
