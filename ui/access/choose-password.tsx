import { createSignal } from 'solid-js';
import { passwordLength } from '../../domain/user/user.js';
import { Button } from '../components/button.js';
import { FormFailure } from '../components/form-failure.js';
import { PasswordInput } from '../components/text-input.js';
import { createFormState } from '../form-state.js';
import { messages } from '../i18n.js';

const access = messages('access');
const words = () => access().activate;

interface ChoosePasswordProps {
  readonly save: string;
  /** Tells the browser's password store whose password this is, where the page knows. */
  readonly loginName?: string;
  readonly act: (password: string) => Promise<unknown>;
}

/** A new password, typed twice. */
export const ChoosePassword = (props: ChoosePasswordProps) => {
  const [password, setPassword] = createSignal('');
  const [again, setAgain] = createSignal('');
  const [compared, setCompared] = createSignal(false);
  const form = createFormState(() =>
    password().length < passwordLength.min ? [{ field: 'password', code: 'password_short', params: {} }] : [],
  );
  const differ = () => compared() && password() !== again();
  const act = async () => {
    await props.act(password());
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setCompared(true);
    if (form.check() && !differ()) void form.send(act);
  };
  return (
    <form class="panel access-form" novalidate onSubmit={submit}>
      <input
        class="unseen"
        type="text"
        name="username"
        autocomplete="username"
        value={props.loginName ?? ''}
        readOnly
        tabIndex={-1}
        aria-hidden="true"
      />
      <PasswordInput
        name="password"
        label={words().password}
        hint={words().hint(passwordLength.min)}
        value={password()}
        onInput={setPassword}
        autocomplete="new-password"
        error={form.errorOf('password')}
      />
      <PasswordInput
        name="again"
        label={words().again}
        value={again()}
        onInput={setAgain}
        autocomplete="new-password"
        error={differ() ? words().differ : undefined}
      />
      <FormFailure failure={form.failure()} />
      <Button type="submit" kind="primary" busy={form.busy()}>
        {props.save}
      </Button>
    </form>
  );
};
