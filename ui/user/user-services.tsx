import { For, Show, createSignal } from 'solid-js';
import { api } from '../api.js';
import { Button } from '../components/button.js';
import { Skeleton } from '../components/states.js';
import { StateChip } from '../components/state-chip.js';
import { messages } from '../i18n.js';
import { QueryView } from '../query-view.js';
import { may } from '../session/session.js';
import { subscriptionTones } from '../state-tones.js';
import { unitsText } from '../timeline/units.js';
import { createToldCommand } from './told-command.js';
import { freeUnits, isAssignable, serviceTitle, useServices, type Service, type User } from './user.data.js';

const shell = messages('shell');
const user = messages('user');
const words = () => user().services;

/** B14: every service of the account, whether this user has it, and how many units are free beside it. */
export const UserServices = (props: { readonly user: User }) => {
  const services = useServices(() => props.user.customerId);
  return (
    <section class="panel" aria-label={words().title}>
      <div class="panel-head">
        <h2>{words().title}</h2>
      </div>
      <QueryView query={services} waiting={<Skeleton kind="rows" lines={3} />}>
        {(known) => (
          <Show when={known().length > 0} fallback={<p class="panel-body soft">{words().none}</p>}>
            <table class="plain-table" aria-label={words().title}>
              <tbody>
                <For each={known()}>{(service) => <ServiceRow service={service} user={props.user} />}</For>
              </tbody>
            </table>
          </Show>
        )}
      </QueryView>
    </section>
  );
};

const ServiceRow = (props: { readonly service: Service; readonly user: User }) => {
  const command = createToldCommand();
  const [focusHere, setFocusHere] = createSignal<HTMLTableCellElement>();
  const has = () => props.user.services.some((one) => one.subscriptionId === props.service.id);
  const free = () => freeUnits(props.service);
  const change = async (part: 'assign' | 'withdraw') => {
    const act = () => api.services.change.mutate({ subscriptionId: props.service.id, [part]: [props.user.id] });
    await command.run(act, part === 'assign' ? user().done.assigned : user().done.withdrawn);
    // The button that was pressed is gone; its place keeps the focus.
    focusHere()?.querySelector('button')?.focus();
  };
  const canAssign = () => free() > 0 && isAssignable(props.service) && props.user.state !== 'disabled';
  const state = () => props.service.state;
  return (
    <tr>
      <th scope="row">
        {serviceTitle(props.service)}
        <Show when={state() !== 'active'}>
          {' '}
          <StateChip bare tone={subscriptionTones[state()]} label={shell().states.subscription[state()]} />
        </Show>
        <div class="small soft service-free" data-none={free() === 0 ? '' : undefined}>
          {free() === 0
            ? words().exhausted(unitsText(props.service.units, props.service.unitType))
            : words().free(free(), unitsText(props.service.units, props.service.unitType))}
        </div>
      </th>
      <td class="secondary">
        <Show when={has()}>
          <StateChip bare tone="done" label={words().has} />
        </Show>
      </td>
      <td class="service-act" ref={setFocusHere}>
        <Show when={may('entitlement.write')}>
          <Show
            when={has()}
            fallback={
              <Button
                size="small"
                busy={command.busy()}
                disabled={!canAssign()}
                aria-label={words().assignTo(serviceTitle(props.service))}
                onClick={() => void change('assign')}
              >
                {words().assign}
              </Button>
            }
          >
            <Button
              size="small"
              busy={command.busy()}
              aria-label={words().withdrawOf(serviceTitle(props.service))}
              onClick={() => void change('withdraw')}
            >
              {words().withdraw}
            </Button>
          </Show>
        </Show>
      </td>
    </tr>
  );
};
