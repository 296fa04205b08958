import { A } from '@solidjs/router';
import { For, Show } from 'solid-js';
import type { Role } from '../../domain/permission/permissions.js';
import { StateChip } from '../components/state-chip.js';
import { messages } from '../i18n.js';
import { may, me } from '../session/session.js';
import { userTones } from '../state-tones.js';
import type { Customer } from './customer.data.js';

const shell = messages('shell');
const customer = messages('customer');
const words = () => customer().users;

/** The users of a customer. Each row can be addressed, so that search leads to it. */
export const UsersPanel = (props: { readonly customer: Customer }) => (
  <section class="panel" aria-label={words().title}>
    <div class="panel-head">
      <h2>{words().title}</h2>
      <Show when={may('user.read')}>
        <A href={me()?.customer ? '/users' : `/customers/${props.customer.id}/users`}>{words().all}</A>
      </Show>
    </div>
    <Show when={props.customer.users.length > 0} fallback={<p class="panel-body soft">{words().empty}</p>}>
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col">{words().name}</th>
            <th scope="col" class="secondary">
              {words().loginName}
            </th>
            <th scope="col" class="secondary">
              {words().role}
            </th>
            <th scope="col">{words().state}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.customer.users}>
            {(user) => (
              <tr id={`user-${user.id}`}>
                <th scope="row">
                  <Show when={may('user.read')} fallback={`${user.firstName} ${user.lastName}`}>
                    <A href={`/users/${user.id}`}>
                      {user.firstName} {user.lastName}
                    </A>
                  </Show>
                  <div class="only-phone small soft">{user.loginName}</div>
                </th>
                <td class="secondary">{user.loginName}</td>
                <td class="secondary">{shell().states.role[user.role as Role]}</td>
                <td>
                  <StateChip tone={userTones[user.state]} label={shell().states.user[user.state]} />
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </Show>
  </section>
);
