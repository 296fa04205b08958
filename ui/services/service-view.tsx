import { A } from '@solidjs/router';
import UserRoundPlus from 'lucide-solid/icons/user-round-plus';
import { For, Show, Suspense, createSignal, type JSX } from 'solid-js';
import { lazyDialog } from '../lazy-dialog.js';
import { api } from '../api.js';
import { Button } from '../components/button.js';
import '../components/dialog.css';
import { PageHead } from '../components/page-head.js';
import { Skeleton } from '../components/states.js';
import { StateChip } from '../components/state-chip.js';
import '../customer/customer.css';
import { messages } from '../i18n.js';
import { pagesOf } from '../pages-of.js';
import { QueryView } from '../query-view.js';
import { may } from '../session/session.js';
import { subscriptionTones, userTones } from '../state-tones.js';
import { unitsText } from '../timeline/units.js';
import { createToldCommand } from '../user/told-command.js';
import { freeUnits, isAssignable, serviceTitle, type Service } from '../user/user.data.js';
import type { AccountScope } from '../users/account-scope.js';
import { AccountSections } from '../users/account-sections.js';
import { nameOf } from '../users/user-columns.js';
import type { UserRow } from '../users/users.data.js';
import { useHolders } from './services.data.js';
import './services.css';

const AssignDialog = lazyDialog(() => import('./assign-users.dialog.js'));
const shell = messages('shell');
const services = messages('services');

interface ServiceViewProps {
  readonly service: Service;
  readonly scope: AccountScope;
}

/** B14: who has a service, how many units are free, and giving it to several at once. */
export const ServiceView = (props: ServiceViewProps) => {
  const [assigning, setAssigning] = createSignal(false);
  const state = () => props.service.state;
  const units = () => unitsText(props.service.units, props.service.unitType);
  const free = () => freeUnits(props.service);
  return (
    <>
      <PageHead
        title={serviceTitle(props.service)}
        state={<StateChip tone={subscriptionTones[state()]} label={shell().states.subscription[state()]} />}
        below={services().free(free(), units())}
        actions={
          <Show when={may('entitlement.write')}>
            <Button
              kind="primary"
              icon={UserRoundPlus}
              disabled={free() === 0 || !isAssignable(props.service)}
              onClick={() => setAssigning(true)}
            >
              {services().assign}
            </Button>
          </Show>
        }
      />
      <AccountSections scope={props.scope} />
      <progress class="units-bar" value={Math.min(props.service.used, props.service.units)} max={props.service.units} aria-hidden="true" />
      <Show when={free() === 0}>
        <p class="notice" data-tone="needs-you" role="status">
          {services().full(units())}
        </p>
      </Show>
      <Holders service={props.service} scope={props.scope} />
      <Suspense>
        <Show when={assigning()}>
          <AssignDialog service={props.service} customerId={props.scope.customerId()} onClose={() => setAssigning(false)} />
        </Show>
      </Suspense>
    </>
  );
};

/** Who has a subscription's seats, with giving them to others, as a part of its page. */
export const Seats = (props: ServiceViewProps) => {
  const [assigning, setAssigning] = createSignal(false);
  const free = () => freeUnits(props.service);
  const canAssign = () => may('entitlement.write') && isAssignable(props.service);
  return (
    <>
      <Holders service={props.service} scope={props.scope}>
        <span class="soft">{services().free(free(), unitsText(props.service.units, props.service.unitType))}</span>
        <Show when={canAssign()}>
          <Button size="small" icon={UserRoundPlus} disabled={free() === 0} onClick={() => setAssigning(true)}>
            {services().assign}
          </Button>
        </Show>
      </Holders>
      <Suspense>
        <Show when={assigning()}>
          <AssignDialog service={props.service} customerId={props.scope.customerId()} onClose={() => setAssigning(false)} />
        </Show>
      </Suspense>
    </>
  );
};

const Holders = (props: ServiceViewProps & { readonly children?: JSX.Element }) => {
  const holders = useHolders(() => ({ customerId: props.scope.customerId(), withService: props.service.id }));
  return (
    <section class="panel" aria-label={services().holders}>
      <div class="panel-head">
        <h2>{services().holders}</h2>
        {props.children}
      </div>
      <QueryView query={pagesOf(holders, (pages) => pages.flatMap((page) => page.rows))} waiting={<Skeleton kind="rows" lines={4} />}>
        {(rows) => (
          <Show when={rows().length > 0} fallback={<p class="panel-body soft">{services().noHolders}</p>}>
            <table class="plain-table" aria-label={services().holders}>
              <tbody>
                <For each={rows()}>{(user) => <HolderRow user={user} service={props.service} />}</For>
              </tbody>
            </table>
            <Show when={holders.hasNextPage}>
              <div class="data-list-more">
                <Button busy={holders.isFetchingNextPage} onClick={() => void holders.fetchNextPage()}>
                  {shell().list.more}
                </Button>
              </div>
            </Show>
          </Show>
        )}
      </QueryView>
    </section>
  );
};

const HolderRow = (props: { readonly user: UserRow; readonly service: Service }) => {
  const command = createToldCommand();
  const act = () => api.services.change.mutate({ subscriptionId: props.service.id, withdraw: [props.user.id] });
  const withdraw = () => command.run(act, services().withdrawn);
  return (
    <tr>
      <th scope="row">
        <A href={`/users/${props.user.id}`}>{nameOf(props.user)}</A>
      </th>
      <td class="secondary">{props.user.loginName}</td>
      <td>
        <StateChip bare tone={userTones[props.user.state]} label={shell().states.user[props.user.state]} />
      </td>
      <td class="holder-act">
        <Show when={may('entitlement.write')}>
          <Button
            size="small"
            busy={command.busy()}
            aria-label={services().withdrawFrom(nameOf(props.user))}
            onClick={() => void withdraw()}
          >
            {services().withdraw}
          </Button>
        </Show>
      </td>
    </tr>
  );
};
