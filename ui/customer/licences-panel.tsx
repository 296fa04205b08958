import { A } from '@solidjs/router';
import Ellipsis from 'lucide-solid/icons/ellipsis';
import { For, Show, createSignal } from 'solid-js';
import { isLiving } from '../../domain/subscription/subscription.js';
import { Button } from '../components/button.js';
import { Menu, type MenuItem } from '../components/menu.js';
import { StateChip } from '../components/state-chip.js';
import { formatNumber } from '../format/numbers.js';
import { formatDate, formatDay } from '../format/times.js';
import { messages } from '../i18n.js';
import { may, me } from '../session/session.js';
import { subscriptionTones } from '../state-tones.js';
import { unitsText } from '../timeline/units.js';
import { licenceTitle, type Customer, type Subscription } from './customer.data.js';
import type { LicenceDialogName } from './dialogs.js';
import { licenceActions } from './licence-actions.js';

const shell = messages('shell');
const customer = messages('customer');
const words = () => customer().licences;

interface LicencesPanelProps {
  readonly customer: Customer;
  readonly onAct: (name: LicenceDialogName, licenceId: string) => void;
}

/** What a customer has, assigned and bought; ended ones only when asked for. */
export const LicencesPanel = (props: LicencesPanelProps) => {
  const [withEnded, setWithEnded] = createSignal(false);
  const ended = () => props.customer.subscriptions.filter((licence) => !isLiving(licence.state)).length;
  const shown = () => props.customer.subscriptions.filter((licence) => withEnded() || isLiving(licence.state));
  return (
    <section class="panel" aria-label={words().title}>
      <div class="panel-head">
        <h2>{words().title}</h2>
        <Show when={ended() > 0 && !withEnded()}>
          <Button size="small" kind="quiet" onClick={() => setWithEnded(true)}>
            {words().showEnded(ended())}
          </Button>
        </Show>
      </div>
      <Show
        when={shown().length > 0}
        fallback={<p class="panel-body soft">{`${words().empty}. ${may('licence.write') ? words().emptyText : ''}`}</p>}
      >
        <table class="plain-table">
          <thead>
            <tr>
              <th scope="col">{words().plan}</th>
              <th scope="col" class="number secondary">
                {words().units}
              </th>
              <th scope="col" class="secondary">
                {words().start}
              </th>
              <th scope="col">{words().state}</th>
              <Show when={may('licence.write')}>
                <td class="row-actions" />
              </Show>
            </tr>
          </thead>
          <tbody>
            <For each={shown()}>{(licence) => <LicenceRow licence={licence} customer={props.customer} onAct={props.onAct} />}</For>
          </tbody>
        </table>
      </Show>
    </section>
  );
};

const LicenceRow = (props: {
  readonly licence: Subscription;
  readonly customer: Customer;
  readonly onAct: LicencesPanelProps['onAct'];
}) => {
  const units = () => {
    const { units: now, targetUnits, unitType } = props.licence;
    return now === targetUnits ? unitsText(now, unitType) : words().changing(formatNumber(now), unitsText(targetUnits, unitType));
  };
  const start = () =>
    props.licence.startDate === null ? formatDay(props.licence.startsAt, props.customer.timeZone) : formatDate(props.licence.startDate);
  const items = (): MenuItem[] =>
    licenceActions(props.licence, props.customer.state).map((name) => ({
      label: customer().actions[name],
      danger: name === 'endPlan',
      onSelect: () => props.onAct(name, props.licence.id),
    }));
  const reason = () => {
    const code = props.licence.failureCode;
    return props.licence.state === 'failed' && code !== null ? (shell().failures as Partial<Record<string, string>>)[code] : undefined;
  };
  return (
    <tr>
      <th scope="row">
        <Show when={may('order.read')} fallback={licenceTitle(props.licence)}>
          <A href={`${me()?.customer ? '' : `/customers/${props.customer.id}`}/subscriptions/${props.licence.id}`}>
            {licenceTitle(props.licence)}
          </A>
        </Show>
        <div class="only-phone small soft">
          {units()} · {start()}
        </div>
        <Show when={reason()}>{(text) => <div class="small soft">{text()}</div>}</Show>
      </th>
      <td class="number secondary">{units()}</td>
      <td class="secondary nowrap">
        {start()}
        <Show when={props.licence.endedAt}>
          {(at) => <div class="small soft">{words().ended(formatDay(at(), props.customer.timeZone))}</div>}
        </Show>
      </td>
      <td>
        <StateChip tone={subscriptionTones[props.licence.state]} label={shell().states.subscription[props.licence.state]} />
      </td>
      <Show when={may('licence.write')}>
        <td class="row-actions">
          <Show when={items().length > 0}>
            <Menu icon={Ellipsis} side="end" size="small" label={words().actions(licenceTitle(props.licence))} items={items()} />
          </Show>
        </td>
      </Show>
    </tr>
  );
};
