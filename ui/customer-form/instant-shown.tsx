import { Match, Show, Switch } from 'solid-js';
import { instantOf, isLocalDateTime, isTimeZone, occurrenceOf } from '../../domain/calendar/local-time.js';
import { formatDateTimeZone, formatLocalDateTime, localDateTimeIn, toldIn } from '../format/times.js';
import { messages } from '../i18n.js';

const words = messages('customerForm');

/** The instant that a typed time of a zone is: by that zone's clock, by the reader's own where it differs, and what a change of the clocks makes of it. */
export const InstantShown = (props: { readonly local: string; readonly timeZone: string }) => {
  const isKnown = () => isLocalDateTime(props.local) && isTimeZone(props.timeZone);
  return (
    <Show when={isKnown()}>
      <Told local={props.local} timeZone={props.timeZone} />
    </Show>
  );
};

const Told = (props: { readonly local: string; readonly timeZone: string }) => {
  const instant = () => instantOf(props.local, props.timeZone);
  const occurrence = () => occurrenceOf(props.local, props.timeZone);
  const there = () => formatDateTimeZone(instant(), props.timeZone);
  const differs = () => localDateTimeIn(instant(), toldIn()) !== localDateTimeIn(instant(), props.timeZone);
  return (
    <p class="soft instant-shown" aria-live="polite">
      <Switch fallback={words().instant.is(there())}>
        <Match when={occurrence() === 'skipped'}>
          {words().instant.skipped(formatLocalDateTime(props.local, props.timeZone), there())}
        </Match>
        <Match when={occurrence() === 'twice'}>{words().instant.twice(there())}</Match>
      </Switch>
      <Show when={differs()}> {words().instant.forReader(formatDateTimeZone(instant()))}</Show>
    </p>
  );
};
