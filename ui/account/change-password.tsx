import { createSignal } from 'solid-js';
import { passwordLength } from '../../domain/user/user.js';
import { api } from '../api.js';
import { Button } from '../components/button.js';
import { FormFailure } from '../components/form-failure.js';
import { PasswordInput } from '../components/text-input.js';
import { toast } from '../components/toast.js';
import { createFormState } from '../form-state.js';
import { messages } from '../i18n.js';
import { queryClient } from '../query-client.js';
import { me } from '../session/session.js';

const account = messages('account');
const words = () => account().password;

/** B18: one's own password, with the old one; every other session ends. */
export const ChangePassword = () => {
  const [old, setOld] = createSignal('');
  const [fresh, setFresh] = createSignal('');
  const [again, setAgain] = createSignal('');
  const [compared, setCompared] = createSignal(false);
  const form = createFormState(() => [
    ...(old() === '' ? [{ field: 'oldPassword', code: 'required', params: {} }] : []),
    ...(fresh().length < passwordLength.min ? [{ field: 'newPassword', code: 'password_short', params: {} }] : []),
  ]);
  const differ = () => compared() && fresh() !== again();
  const clear = () => {
    for (const set of [setOld, setFresh, setAgain]) set('');
    setCompared(false);
    form.reset();
  };
  const change = async () => {
    await api.self.changePassword.mutate({ oldPassword: old(), newPassword: fresh() });
    clear();
    toast('done', words().done);
    await queryClient.invalidateQueries({ queryKey: ['self.sessions'] });
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setCompared(true);
    if (form.check() && !differ()) void form.send(change);
  };
  return (
    <form class="stack" novalidate onSubmit={submit}>
      <input
        class="unseen"
        type="text"
        name="username"
        autocomplete="username"
        value={me()?.user.loginName}
        readOnly
        tabIndex={-1}
        aria-hidden="true"
      />
      <PasswordInput
        name="oldPassword"
        label={words().old}
        value={old()}
        autocomplete="current-password"
        error={form.errorOf('oldPassword')}
        onInput={(text) => {
          setOld(text);
          form.changed('oldPassword');
        }}
      />
      <PasswordInput
        name="newPassword"
        label={words().fresh}
        hint={words().hint(passwordLength.min)}
        value={fresh()}
        autocomplete="new-password"
        error={form.errorOf('newPassword')}
        onInput={setFresh}
      />
      <PasswordInput
        name="again"
        label={words().again}
        value={again()}
        autocomplete="new-password"
        error={differ() ? words().differ : undefined}
        onInput={setAgain}
      />
      <FormFailure failure={form.failure()} />
      <div class="row row-wrap">
        <Button type="submit" kind="primary" busy={form.busy()}>
          {words().save}
        </Button>
        <span class="small soft">{words().note}</span>
      </div>
    </form>
  );
};
