import Plus from 'lucide-solid/icons/plus';
import { Index, Show, createSignal } from 'solid-js';
import { produce } from 'solid-js/store';
import { mostUsersInForm } from '../../domain/user/user-input.js';
import { api } from '../api.js';
import { Button, ButtonLink } from '../components/button.js';
import { FormFailure } from '../components/form-failure.js';
import { PageHead } from '../components/page-head.js';
import { refreshCustomer } from '../customer/customer.data.js';
import { createFormState } from '../form-state.js';
import { messages } from '../i18n.js';
import { may } from '../session/session.js';
import { useServices } from '../user/user.data.js';
import { useAccountScope } from '../users/account-scope.js';
import { AccountSections } from '../users/account-sections.js';
import './add-users.css';
import { AddedUsers, type AddedUser } from './added-users.js';
import { draftIssues, emptyUser, isBlank, useDraft, userInput, type UserDraft } from './draft.js';
import { pastedRows, type PasteColumn } from './pasted-rows.js';
import { UserRow } from './user-row.js';

const words = messages('addUsers');

/** B11, B12, B15: one user or several, row by row in one form; all of them are added, or none. */
const AddUsersPage = () => {
  const scope = useAccountScope();
  const { draft, setDraft, restored, reset } = useDraft(scope.customerId() ?? 'own');
  const [added, setAdded] = createSignal<readonly AddedUser[]>();
  const [wasRestored, setWasRestored] = createSignal(restored);
  const [pasted, setPasted] = createSignal(0);
  const form = createFormState(() => draftIssues(draft.users));
  const edit = (index: number, change: Partial<UserDraft>) => setDraft('users', index, change);
  const addRow = () => setDraft('users', draft.users.length, emptyUser());
  const removeRow = (index: number) => {
    setDraft(
      'users',
      produce((users) => void users.splice(index, 1)),
    );
    form.reset();
  };
  const paste = (index: number, text: string, column: PasteColumn): boolean => {
    const rows = pastedRows(text, column)?.slice(0, mostUsersInForm - index);
    if (rows === undefined) return false;
    setDraft(
      'users',
      produce((users) => rows.forEach((row, offset) => (users[index + offset] = { ...(users[index + offset] ?? emptyUser()), ...row }))),
    );
    setPasted(rows.length);
    return true;
  };
  const send = () =>
    form.send(async () => {
      const users = draft.users.map(userInput);
      const { userIds } = await api.users.add.mutate({ customerId: scope.customerId(), idempotencyKey: draft.idempotencyKey, users });
      setAdded(draft.users.map((user, index) => ({ ...user, id: userIds[index] ?? '' })));
      reset();
      form.reset();
      void refreshCustomer();
    });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    // Rows that were added and left empty aren't users.
    const filled = draft.users.filter((user) => !isBlank(user));
    if (filled.length > 0 && filled.length < draft.users.length) setDraft('users', filled);
    void send();
  };
  const discard = () => {
    reset();
    form.reset();
    setWasRestored(false);
  };
  const found = useServices(scope.customerId);
  const services = () => (may('entitlement.write') && found.isSuccess ? found.data : []);
  const wanted = (service: string) => draft.users.filter((user) => user.services.includes(service)).length;
  const invited = () => draft.users.filter((user) => user.sendActivationEmail).length;
  return (
    <Show
      when={added() === undefined}
      fallback={<AddedUsers users={added() ?? []} base={scope.base()} onMore={() => setAdded(undefined)} />}
    >
      <PageHead
        title={words().title}
        below={words().intro}
        actions={<ButtonLink href={`${scope.base()}/users/import`}>{words().importInstead}</ButtonLink>}
      />
      <AccountSections scope={scope} />
      <form class="stack" novalidate onSubmit={submit}>
        <Show when={wasRestored()}>
          <div class="notice notice-wide">
            <p role="status">{words().restored}</p>
            <Button size="small" onClick={discard}>
              {words().discard}
            </Button>
          </div>
        </Show>
        <div class="user-rows">
          <Index each={draft.users}>
            {(user, index) => (
              <UserRow
                index={index}
                user={user()}
                form={form}
                removable={draft.users.length > 1}
                onChange={(change) => edit(index, change)}
                services={services()}
                wanted={wanted}
                onRemove={() => removeRow(index)}
                onPaste={(text, column) => paste(index, text, column)}
              />
            )}
          </Index>
        </div>
        <div class="row row-wrap">
          <Button icon={Plus} disabled={draft.users.length >= mostUsersInForm} onClick={addRow}>
            {words().addRow}
          </Button>
          <span class="soft" role="status">
            {pasted() > 0 ? words().pasted(pasted()) : ''}
          </span>
          <Show when={draft.users.length >= mostUsersInForm}>
            <span class="soft">{words().most(mostUsersInForm)}</span>
          </Show>
        </div>
        <FormFailure failure={form.failure()} />
        <div class="add-users-foot">
          <p class="soft">{words().promise(invited(), draft.users.length - invited())}</p>
          <Button type="submit" kind="primary" busy={form.busy()}>
            {words().finish(draft.users.length)}
          </Button>
        </div>
      </form>
    </Show>
  );
};

export default AddUsersPage;
