import Boxes from 'lucide-solid/icons/boxes';
import { For, Show } from 'solid-js';
import { A } from '@solidjs/router';
import type { UserState } from '../../domain/user/user.js';
import { ButtonLink } from '../components/button.js';
import { EmptyState } from '../components/states.js';
import { StateChip } from '../components/state-chip.js';
import { formatNumber } from '../format/numbers.js';
import { formatDate } from '../format/times.js';
import { language, messages } from '../i18n.js';
import { may } from '../session/session.js';
import { subscriptionTones, userTones } from '../state-tones.js';
import { unitsText } from '../timeline/units.js';
import type { CustomerView } from './views.js';

const shell = messages('shell');
const overview = messages('overview');

/** A tile for each service, and the account's users by state. */
export const CustomerOverview = (props: { readonly view: CustomerView }) => (
  <>
    <section class="stack" aria-label={overview().services.title}>
      <h2>{overview().services.title}</h2>
      <ul class="tiles">
        <For
          each={props.view.tiles}
          fallback={
            <li class="panel tiles-empty">
              <EmptyState
                icon={Boxes}
                title={overview().services.none}
                text={may('customer.read') ? overview().services.noneAdmin : overview().services.noneUser}
              />
            </li>
          }
        >
          {(tile) => <ServiceTile tile={tile} />}
        </For>
      </ul>
    </section>
    <Show when={props.view.users.length > 0}>
      <section class="panel users-tile" aria-label={overview().users.title}>
        <div class="panel-head">
          <h2>{overview().users.title}</h2>
          <span class="soft">{overview().users.count(props.view.users.reduce((sum, one) => sum + one.count, 0))}</span>
        </div>
        <div class="panel-body stack">
          <ul class="row row-wrap users-states">
            <For each={props.view.users}>
              {(one) => (
                <li class="row">
                  <A class="state-link" href={`/users?state=${one.state}`}>
                    <StateChip tone={userTones[one.state as UserState]} label={shell().states.user[one.state as UserState]} />
                  </A>
                  {formatNumber(one.count)}
                </li>
              )}
            </For>
          </ul>
          <Show when={may('user.read')}>
            <div class="row row-wrap">
              <ButtonLink href="/users">{overview().users.open}</ButtonLink>
              <Show when={may('user.write')}>
                <ButtonLink href="/users/new">{overview().users.add}</ButtonLink>
              </Show>
            </div>
          </Show>
        </div>
      </section>
    </Show>
  </>
);

const ServiceTile = (props: { readonly tile: CustomerView['tiles'][number] }) => {
  const state = () => props.tile.state;
  const share = () => (props.tile.units === 0 ? 0 : Math.min(1, props.tile.used / props.tile.units));
  return (
    <li class="panel tile">
      <div class="tile-head">
        <h3>
          <A class="tile-link" href={`/services/${props.tile.id}`}>
            {language() === 'it' ? props.tile.nameIt : props.tile.nameEn}
          </A>
        </h3>
        <StateChip tone={subscriptionTones[state()]} label={shell().states.subscription[state()]} />
      </div>
      <Show
        when={state() !== 'scheduled'}
        fallback={<p class="soft">{overview().services.starts(formatDate(props.tile.startDate ?? ''))}</p>}
      >
        <p class="soft">{overview().services.used(formatNumber(props.tile.used), unitsText(props.tile.units, props.tile.unitType))}</p>
        <progress class="tile-bar" value={share()} max={1} aria-hidden="true" />
      </Show>
    </li>
  );
};
