import ShieldAlert from 'lucide-solid/icons/shield-alert';
import { A } from '@solidjs/router';
import { Show, createEffect } from 'solid-js';
import { formatDateTimeZone, formatRelative, useNow } from '../format/times.js';
import { messages } from '../i18n.js';
import './factor-banner.css';
import { me, refreshSession } from './session.js';

const shell = messages('shell');
const words = () => shell().factorDue;

/** C18: on every page until a second factor is set up, how long one may still do without. */
export const FactorBanner = () => <Show when={me()?.identity.factorDueAt}>{(dueAt) => <Banner dueAt={dueAt()} />}</Show>;

const Banner = (props: { readonly dueAt: string }) => {
  const now = useNow();
  createEffect(() => {
    if (now() >= Date.parse(props.dueAt)) void refreshSession();
  });
  return (
    <section class="factor-due" aria-label={words().label}>
      <ShieldAlert size={18} aria-hidden="true" />
      <p>
        <b>{words().text}</b>{' '}
        <time dateTime={props.dueAt} title={formatDateTimeZone(props.dueAt)}>
          {words().until(formatRelative(props.dueAt, now()))}
        </time>
      </p>
      <A href="/account">{words().start}</A>
    </section>
  );
};
