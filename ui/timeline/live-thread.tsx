import { A } from '@solidjs/router';
import { For, Show, createSignal } from 'solid-js';
import { isFailureCode } from '../../domain/failure/failure-code.js';
import { leastUsualSeconds, standOf } from '../../domain/process/usual-time.js';
import { Skeleton } from '../components/states.js';
import { Thread, type NextPoint, type NowPoint, type PastPoint, type ThreadAction } from '../components/thread.js';
import { formatNumber } from '../format/numbers.js';
import { formatSpan, useNow } from '../format/times.js';
import { messages } from '../i18n.js';
import { may } from '../session/session.js';
import { pagesOf } from '../pages-of.js';
import { QueryView } from '../query-view.js';
import { standTones } from '../state-tones.js';
import type { Tone } from '../components/state-chip.js';
import { useThread, type ThreadPage, type ThreadSubject } from './thread.data.js';
import { titleIn } from './title-in.js';
import { eventText, nextText, standText } from './told.js';

const shell = messages('shell');
const timeline = messages('timeline');
const shownPast = 5;

export type ThreadNow = ThreadPage['now'][number];
export type ThreadNext = ThreadPage['next'][number];

interface LiveThreadProps {
  readonly subject: ThreadSubject;
  /** By whose clock future dates are meant. */
  readonly timeZone?: string;
  /** The name of a licence in the reader's language, by the licence's or its process's id. */
  readonly titleOf?: (id: string | null) => string | undefined;
  readonly actionsNow: (point: ThreadNow) => readonly ThreadAction[];
  readonly actionsNext: (point: ThreadNext) => readonly ThreadAction[];
  readonly linkProcesses?: boolean;
  /** What follows what is under way, by its step. */
  readonly afterwards?: (step: string) => string | undefined;
  /** The page says at its head what is wrong; "now" only leads there. */
  readonly problemToldAbove?: boolean;
  /** What stands at "now" when nothing is under way or planned. */
  readonly atRest?: string;
}

/** The events whose cause is the present problem's, which is told once, as that. The causes of earlier problems stay. */
const causesOfNow = (entries: ThreadPage['past'], now: readonly ThreadNow[]): readonly unknown[] =>
  now.map(
    ({ processId, problem }) =>
      problem && entries.find((entry) => entry.processId === processId && entry.params.failure === problem.code)?.id,
  );

const toneOf = (kind: string): Tone | undefined => {
  if (/_(failed|undeliverable|came_back|given_up|stuck)$/.test(kind)) return 'failed';
  if (/_(applied|delivered|opened|activated|completed)$|delivered_to/.test(kind)) return 'done';
  return /called_off|disabled|deleted|order_undone/.test(kind) ? 'ended' : undefined;
};

/** "usually 2–4 min": the middle half of what it took before. Two ends that read the same are one. */
const usually = ({ usuallySeconds: seconds, kind }: ThreadNow): string | undefined => {
  const [low = 0, high = 0] = seconds ?? [];
  if (seconds === null) return kind === 'activation' ? undefined : formatSpan(leastUsualSeconds[kind] * 1000 - 1);
  if (high < 60) return formatSpan(high * 1000);
  if (high >= 3_600) return [...new Set([low, high].map((each) => formatSpan(each * 1000)))].join(' – ');
  const minutes = [Math.max(1, Math.floor(low / 60)), Math.ceil(high / 60)];
  return `${[...new Set(minutes)].join('–')} min`;
};

/** The thread as the server tells it, in the reader's words, live. */
export const LiveThread = (props: LiveThreadProps) => {
  const thread = useThread(() => props.subject);
  const nowMs = useNow();
  const [allPast, setAllPast] = createSignal(false);
  const titled = (params: Readonly<Record<string, unknown>>, id: string | null) => {
    const title = props.titleOf?.(id);
    return title === undefined ? params : { ...params, title };
  };
  // On a process's own page its name is the page's title.
  const titleOfNow = (point: ThreadNow) =>
    'processId' in props.subject
      ? undefined
      : (props.titleOf?.(point.subjectId) ?? (point.kind === 'licence' ? titleIn(point) : undefined));
  const past = (pages: readonly ThreadPage[]): PastPoint[] => {
    const entries = pages.flatMap((page) => page.past);
    const toldAsNow = causesOfNow(entries, pages[0]?.now ?? []);
    return (allPast() ? entries : entries.slice(0, shownPast)).toReversed().map((entry) => ({
      id: String(entry.id),
      at: entry.at,
      text: eventText(
        entry.kind,
        titled(toldAsNow.includes(entry.id) ? { ...entry.params, failure: undefined } : entry.params, entry.processId),
        props.timeZone,
      ),
      tone: toneOf(entry.kind),
      actor: entry.actorName ?? undefined,
      technical: may('process.engine') ? <Technical entry={entry} /> : undefined,
    }));
  };
  const now = (page: ThreadPage): NowPoint[] =>
    page.now.map((point) => ({
      id: point.processId,
      text: <StepLine point={point} title={titleOfNow(point)} link={props.linkProcesses} />,
      tone: standTones[standOf(point, point.kind, nowMs())],
      since: point.since,
      // How long a step takes says nothing about how long a problem lasts.
      usually: point.problem ? undefined : usually(point),
      problem: point.problem ? (
        props.problemToldAbove === true ? undefined : (
          problemText(point.problem.code)
        )
      ) : isTroubled(point, nowMs()) ? (
        <Lateness point={point} />
      ) : undefined,
      actions: props.actionsNow(point),
    }));
  const next = (page: ThreadPage): NextPoint[] =>
    page.next.map((point) => ({
      // One subscription has several dates.
      id: `${point.processId} ${point.kind}`,
      at: point.at,
      timeZone: props.timeZone,
      text: nextText(point.kind, titled({ title: titleIn(point) }, point.subjectId), props.timeZone),
      actions: props.actionsNext(point),
    }));
  const hasEarlier = (pages: readonly ThreadPage[]) =>
    thread.hasNextPage || (!allPast() && pages.flatMap((page) => page.past).length > shownPast);
  const showEarlier = () => (allPast() ? void thread.fetchNextPage() : setAllPast(true));
  return (
    <QueryView query={pagesOf(thread, (pages) => pages)} waiting={<Skeleton kind="thread" lines={7} />}>
      {(pages) => (
        <Show when={pages()[0]}>
          {(first) => (
            <Thread
              label={timeline().label}
              past={past(pages())}
              now={now(first())}
              next={next(first())}
              onEarlier={hasEarlier(pages()) ? showEarlier : undefined}
              loadingEarlier={thread.isFetchingNextPage}
              afterwards={props.afterwards?.(first().now[0]?.step ?? '')}
              atRest={first().next.length > 0 ? shell().thread.nothingNow : (props.atRest ?? timeline().atRest)}
            />
          )}
        </Show>
      )}
    </QueryView>
  );
};

/** Facts by their names, those within others by the path to them: "lines.1.code: PLAN_RETIRED". */
const flatFacts = (value: unknown, path = ''): (readonly [name: string, value: string])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => flatFacts(inner, path === '' ? name : `${path}.${name}`))
    : [[path, String(value)]];

/** What an operator quotes: the event and its facts by their own names. */
const Technical = (props: { readonly entry: ThreadPage['past'][number] }) => (
  <>
    <div>{props.entry.kind}</div>
    <For each={flatFacts(props.entry.params)}>
      {([name, value]) => (
        <div>
          {name}: {value}
        </div>
      )}
    </For>
  </>
);

/** What is said of a process that is late, or tried again by itself: since when, why, and what comes. */
const Lateness = (props: { readonly point: ThreadNow }) => {
  const nowMs = useNow();
  const stand = () => standOf(props.point, props.point.kind, nowMs());
  const words = () => timeline().late;
  return (
    <>
      <Show when={props.point.retryAttempt}>
        {(attempt) => (
          <>
            <p>
              {words().retrying(formatNumber(attempt()), formatSpan(nowMs() - Date.parse(props.point.retrySince ?? props.point.since)))}
            </p>
            <Show when={props.point.retryFailure}>{(code) => <p>{problemText(code())}</p>}</Show>
          </>
        )}
      </Show>
      <Show when={stand() === 'late' || props.point.stuckSince}>
        <p>{props.point.state === 'waiting' ? words().due : props.point.stuckSince ? words().stuck : words().late}</p>
      </Show>
    </>
  );
};

/** Whether there is anything of that to be said. */
const isTroubled = (point: ThreadNow, nowMs: number): boolean =>
  point.retryAttempt !== null || ['late', 'needs_attention'].includes(standOf(point, point.kind, nowMs));

const problemText = (code: string): string => (isFailureCode(code) ? shell().failures[code] : code);

const StepLine = (props: { readonly point: ThreadNow; readonly title?: string; readonly link?: boolean }) => (
  <>
    {standText(props.point.step, props.point.kind, props.point.state)}
    <Show when={props.title}>
      <span class="thread-subject"> · {props.title}</span>
    </Show>
    <Show when={props.link}>
      {' '}
      <A class="thread-link" href={`/processes/${props.point.processId}`}>
        {timeline().actions.open}
      </A>
    </Show>
  </>
);
