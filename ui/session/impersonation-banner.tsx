import UserRoundCog from 'lucide-solid/icons/user-round-cog';
import { Show, createEffect, onCleanup, onMount } from 'solid-js';
import { api } from '../api.js';
import { createCommand } from '../command.js';
import { Button } from '../components/button.js';
import { failureText } from '../failure.js';
import { formatRelative, formatTime, useNow } from '../format/times.js';
import { messages } from '../i18n.js';
import './impersonation-banner.css';
import { me, type Me } from './session.js';

const shell = messages('shell');
const words = () => shell().acting;

/** B20: on every page while somebody acts as another user, who and until when, with the way back. */
export const ImpersonationBanner = () => <Show when={me()?.actor}>{(actor) => <Banner actor={actor()} />}</Show>;

const Banner = (props: { readonly actor: NonNullable<Me['actor']> }) => {
  const now = useNow();
  let bar!: HTMLElement;
  const command = createCommand();
  const acted = () => me()?.user;
  const stop = async () => {
    const back = `/users/${acted()?.id ?? ''}`;
    // A whole new page: nothing that was read as the other is left on it.
    if (await command.run(() => api.users.stopImpersonating.mutate(undefined))) globalThis.location.assign(back);
  };
  // When the time is over, the server already answers as the real person.
  createEffect(() => {
    if (now() >= Date.parse(props.actor.until)) globalThis.location.reload();
  });
  // What sticks to the top of the window sticks below the bar, however many lines it takes.
  onMount(() => {
    const root = document.documentElement;
    const observer = new ResizeObserver(() => root.style.setProperty('--acting-height', `${String(bar.offsetHeight)}px`));
    observer.observe(bar);
    onCleanup(() => {
      observer.disconnect();
      root.style.removeProperty('--acting-height');
    });
  });
  return (
    <section class="acting" ref={bar} aria-label={words().label}>
      <UserRoundCog size={18} aria-hidden="true" />
      <p>
        <b>{words().as(acted()?.displayName ?? '')}</b> <span>({words().real(props.actor.name)})</span>.{' '}
        <time dateTime={props.actor.until}>{words().ends(formatTime(props.actor.until), formatRelative(props.actor.until, now()))}</time>
        <Show when={command.failure()}>{(failure) => <span role="alert"> {failureText(failure())}</span>}</Show>
      </p>
      <Button size="small" busy={command.busy()} onClick={() => void stop()}>
        {words().stop}
      </Button>
    </section>
  );
};
