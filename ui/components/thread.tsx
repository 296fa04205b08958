import ChevronUp from 'lucide-solid/icons/chevron-up';
import { Index, Show, createSignal, type JSX } from 'solid-js';
import { formatSpan, useNow } from '../format/times.js';
import { messages } from '../i18n.js';
import { Button } from './button.js';
import { Moment } from './moment.js';
import type { Tone } from './state-chip.js';
import './thread.css';

const shell = messages('shell');

export interface ThreadAction {
  readonly label: string;
  readonly run: () => void;
  readonly primary?: boolean;
  readonly busy?: boolean;
}

export interface PastPoint {
  readonly id: string;
  readonly at: string;
  readonly text: JSX.Element;
  readonly tone?: Tone;
  readonly actor?: string;
  /** The technical fact, one click deeper. */
  readonly technical?: JSX.Element;
}

export interface NowPoint {
  readonly id: string;
  readonly text: JSX.Element;
  readonly tone: Tone;
  readonly since: string;
  /** "2–4 min", where enough of its kind were seen before. */
  readonly usually?: string;
  readonly problem?: JSX.Element;
  readonly actions: readonly ThreadAction[];
  readonly href?: string;
}

export interface NextPoint {
  readonly id: string;
  readonly at: string;
  readonly timeZone?: string;
  readonly text: JSX.Element;
  readonly detail?: JSX.Element;
  readonly actions: readonly ThreadAction[];
}

interface ThreadProps {
  readonly label: string;
  readonly past: readonly PastPoint[];
  readonly now: readonly NowPoint[];
  readonly next: readonly NextPoint[];
  readonly onEarlier?: () => void;
  readonly loadingEarlier?: boolean;
  /** What stands at "now" when nothing is under way. */
  readonly atRest?: JSX.Element;
  /** What follows by itself, without a date; stands at "next" when nothing has one. */
  readonly afterwards?: JSX.Element;
}

/**
 * The thread: what happened, what is happening, and what will, in the order of time. The past shows its last
 * few points, so that the present is in sight without scrolling; what came earlier is one click above.
 * Points are kept by their place, not made anew, so a live change neither moves the focus nor restarts the motion.
 */
export const Thread = (props: ThreadProps) => (
  <section class="thread" aria-label={props.label}>
    <h3 class="thread-part">{shell().thread.past}</h3>
    <Show when={props.onEarlier}>
      <Button size="small" kind="quiet" icon={ChevronUp} busy={props.loadingEarlier} onClick={() => props.onEarlier?.()}>
        {shell().thread.earlier}
      </Button>
    </Show>
    <ol class="thread-line thread-past" classList={{ 'thread-cut': props.onEarlier !== undefined }}>
      <Index each={props.past}>{(point) => <PastItem point={point()} />}</Index>
    </ol>
    <h3 class="thread-part">{shell().thread.now}</h3>
    <ol class="thread-line thread-now">
      <Index each={props.now} fallback={<li class="thread-point thread-rest soft">{props.atRest ?? shell().thread.nothingNow}</li>}>
        {(point) => <NowItem point={point()} />}
      </Index>
    </ol>
    <h3 class="thread-part">{shell().thread.next}</h3>
    <ol class="thread-line thread-next">
      <Index each={props.next} fallback={<li class="thread-point thread-rest soft">{props.afterwards ?? shell().thread.nothingNext}</li>}>
        {(point) => <NextItem point={point()} />}
      </Index>
    </ol>
  </section>
);

const Actions = (props: { readonly actions: readonly ThreadAction[] }) => (
  <Show when={props.actions.length > 0}>
    <div class="thread-actions">
      <Index each={props.actions}>
        {(action) => (
          <Button size="small" kind={action().primary ? 'primary' : 'plain'} busy={action().busy} onClick={() => action().run()}>
            {action().label}
          </Button>
        )}
      </Index>
    </div>
  </Show>
);

const NextItem = (props: { readonly point: NextPoint }) => (
  <li class="thread-point">
    <p class="thread-when">
      <Moment at={props.point.at} timeZone={props.point.timeZone} show="both" />
    </p>
    <p class="thread-text">{props.point.text}</p>
    <Show when={props.point.detail}>
      <div class="small soft">{props.point.detail}</div>
    </Show>
    <Actions actions={props.point.actions} />
  </li>
);

const NowItem = (props: { readonly point: NowPoint }) => {
  const now = useNow();
  const since = () => shell().thread.since(formatSpan(now() - Date.parse(props.point.since)));
  return (
    <li class="thread-point" data-tone={props.point.tone}>
      <p class="thread-text">{props.point.text}</p>
      <p class="thread-when">
        <time dateTime={props.point.since}>{since()}</time>
        <Show when={props.point.usually}>{(span) => <span class="soft"> · {shell().thread.usually(span())}</span>}</Show>
      </p>
      <Show when={props.point.problem}>
        <div class="thread-problem">{props.point.problem}</div>
      </Show>
      <Actions actions={props.point.actions} />
    </li>
  );
};

/** The events whose detail is open, by their ids: rows are kept by their place, and newer events come above. */
const [opened, setOpened] = createSignal<ReadonlySet<string>>(new Set<string>());
const setOpen = (id: string, open: boolean): void => {
  const next = new Set(opened());
  if (open) next.add(id);
  else next.delete(id);
  setOpened(next);
};

const PastItem = (props: { readonly point: PastPoint }) => (
  <li class="thread-point" data-tone={props.point.tone}>
    <p class="thread-text">{props.point.text}</p>
    <p class="thread-when">
      <Moment at={props.point.at} show="both" brief past />
      <Show when={props.point.actor}>{(name) => <span class="soft"> · {shell().thread.by(name())}</span>}</Show>
    </p>
    <Show when={props.point.technical}>
      <details
        class="thread-technical"
        open={opened().has(props.point.id)}
        onToggle={(event) => {
          const { open } = event.currentTarget;
          if (open !== opened().has(props.point.id)) setOpen(props.point.id, open);
        }}
      >
        <summary>{shell().thread.technical}</summary>
        <div>{props.point.technical}</div>
      </details>
    </Show>
  </li>
);
