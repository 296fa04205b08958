import { A } from '@solidjs/router';
import { For, Show } from 'solid-js';
import { Button, ButtonLink } from '../components/button.js';
import { PageHead } from '../components/page-head.js';
import { StateChip } from '../components/state-chip.js';
import '../customer/customer.css';
import { messages } from '../i18n.js';
import { may } from '../session/session.js';
import { nameOf } from '../users/user-columns.js';
import type { UserDraft } from './draft.js';

const words = messages('addUsers');
const done = () => words().done;

export type AddedUser = UserDraft & { readonly id: string };

interface AddedUsersProps {
  readonly users: readonly AddedUser[];
  readonly base: string;
  readonly onMore: () => void;
}

/** What became of each row, and what usually comes next. */
export const AddedUsers = (props: AddedUsersProps) => (
  <>
    <PageHead title={done().title(props.users.length)} />
    <div class="panel">
      <table class="plain-table" aria-label={done().title(props.users.length)}>
        <tbody>
          <For each={props.users}>
            {(user) => (
              <tr>
                <th scope="row">
                  <A href={`/users/${user.id}`}>{nameOf(user)}</A>
                </th>
                <td class="secondary">{user.loginName || user.email}</td>
                <td>
                  <StateChip
                    bare
                    tone={user.sendActivationEmail ? 'waiting' : 'done'}
                    label={user.sendActivationEmail ? done().invited : done().ready}
                  />
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
    <div class="row row-wrap">
      <ButtonLink kind="primary" href={`${props.base}/users`}>
        {done().toList}
      </ButtonLink>
      <Show when={may('entitlement.write')}>
        <ButtonLink href={`${props.base}/services`}>{done().toServices}</ButtonLink>
      </Show>
      <Button onClick={() => props.onMore()}>{done().more}</Button>
    </div>
  </>
);
