import CloudAlert from 'lucide-solid/icons/cloud-alert';
import { For, Show, createSignal, onCleanup, type JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { messages } from '../i18n.js';
import { Button, ButtonLink, type Icon } from './button.js';
import { CopyableId } from './copyable-id.js';
import './states.css';

const shell = messages('shell');
const patienceMs = 200;

/** Its content only after 200 ms: what comes quicker needs no sign of waiting. */
export const AfterAMoment = (props: { readonly children: JSX.Element }) => {
  const [waited, setWaited] = createSignal(false);
  const timer = setTimeout(() => setWaited(true), patienceMs);
  onCleanup(() => clearTimeout(timer));
  return <Show when={waited()}>{props.children}</Show>;
};

/** Grey lines in the shape of what comes. */
export const Skeleton = (props: { readonly lines: number; readonly kind?: 'text' | 'rows' | 'thread' }) => (
  <AfterAMoment>
    <div class={`skeleton skeleton-${props.kind ?? 'text'}`} role="status">
      <span class="unseen">{shell().list.loading}</span>
      <For each={Array.from({ length: props.lines }, (_, index) => index)}>{() => <div class="skeleton-line" aria-hidden="true" />}</For>
    </div>
  </AfterAMoment>
);

interface EmptyStateProps {
  readonly icon: Icon;
  readonly title: string;
  readonly text: JSX.Element;
  readonly action?: JSX.Element;
}

/** Nothing here yet, and the first thing to do about it. */
export const EmptyState = (props: EmptyStateProps) => (
  <div class="state-box">
    <Dynamic component={props.icon} size={24} aria-hidden="true" />
    <p class="state-title">{props.title}</p>
    <p class="soft">{props.text}</p>
    {props.action}
  </div>
);

interface ErrorStateProps {
  readonly title?: string;
  readonly text: string;
  readonly errorId?: string;
  readonly onRetry?: () => void;
  /** The way back, where asking again wouldn't help. */
  readonly onBack?: () => void;
}

/** What happened, what to do next, and the id to quote. */
export const ErrorState = (props: ErrorStateProps) => (
  <div class="state-box" role="alert">
    <CloudAlert size={24} aria-hidden="true" />
    <p class="state-title">{props.title ?? shell().failure.title}</p>
    <p class="soft">{props.text}</p>
    <Show when={props.onRetry}>
      <Button onClick={() => props.onRetry?.()}>{shell().actions.retry}</Button>
    </Show>
    <Show when={props.onBack}>
      <div class="row row-wrap">
        <Button onClick={() => props.onBack?.()}>{shell().actions.back}</Button>
        <ButtonLink href="/">{shell().notFound.home}</ButtonLink>
      </div>
    </Show>
    <Show when={props.errorId}>{(id) => <ErrorId id={id()} />}</Show>
  </div>
);

/** The id by which support finds this failure in the logs. */
export const ErrorId = (props: { readonly id: string }) => (
  <p class="small soft row row-wrap">
    {shell().failure.quote} <CopyableId id={props.id} />
  </p>
);
