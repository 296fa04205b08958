import { Show } from 'solid-js';
import { formatDateTime, formatDateTimeZone, formatRelative, useNow } from '../format/times.js';
import './moment.css';

interface MomentProps {
  readonly at: string;
  /** The zone whose clock is meant; the device's own where none is given. */
  readonly timeZone?: string;
  /** `relative`: "in 3 h", the absolute time on hover. `both`: the absolute time beside it. `absolute`: the other way round. */
  readonly show?: 'relative' | 'both' | 'absolute';
  /** Leaves the zone to the hover text, where many times of one clock stand together. */
  readonly brief?: boolean;
  /** It has happened: never told as "in …", though the clock here is read only now and then and may be behind the server's. */
  readonly past?: boolean;
}

/** A point in time, in words and exactly. */
export const Moment = (props: MomentProps) => {
  const now = useNow();
  const relative = () => formatRelative(props.at, props.past ? Math.max(now(), Date.parse(props.at)) : now());
  const exact = () => formatDateTimeZone(props.at, props.timeZone);
  const absolute = () => (props.brief ? formatDateTime(props.at, props.timeZone) : exact());
  return (
    <time class="moment" dateTime={props.at} title={props.show === 'absolute' ? `${relative()} · ${exact()}` : exact()}>
      <Show when={props.show !== 'absolute'} fallback={absolute()}>
        {relative()}
      </Show>
      <Show when={props.show === 'both'}>
        <span class="moment-exact"> · {absolute()}</span>
      </Show>
    </time>
  );
};
