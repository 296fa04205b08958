import { Show, createSignal } from 'solid-js';
import { api } from '../api.js';
import { Button } from '../components/button.js';
import { Dialog } from '../components/dialog.js';
import { FormFailure } from '../components/form-failure.js';
import { PasswordInput } from '../components/text-input.js';
import { createFormState } from '../form-state.js';
import { messages } from '../i18n.js';
import { CodeInput } from '../second-factor/code-input.js';
import { asking } from './confirm-identity.js';
import { me } from './session.js';

const shell = messages('shell');
const words = () => shell().confirmIdentity;

/** Asks whoever really sits there for the password, or for a code where there is a second factor, before what is dangerous (C18). */
const ConfirmIdentityDialog = (props: { onClose: () => void }) => {
  const [secret, setSecret] = createSignal('');
  const byCode = () => me()?.identity.hasFactor ?? false;
  const field = () => (byCode() ? 'code' : 'password');
  const form = createFormState(() => (secret() === '' ? [{ field: field(), code: 'required', params: {} }] : []));
  const type = (text: string) => {
    setSecret(text);
    form.changed(field());
  };
  const confirm = async () => {
    await api.self.confirmIdentity.mutate(byCode() ? { code: secret() } : { password: secret() });
    asking()?.answer(true);
  };
  const footer = (
    <>
      <Button
        onClick={() => {
          props.onClose();
        }}
      >
        {shell().actions.cancel}
      </Button>
      <Button type="submit" kind="primary" busy={form.busy()}>
        {words().confirm}
      </Button>
    </>
  );
  return (
    <Dialog
      title={words().title}
      width="narrow"
      onClose={() => {
        props.onClose();
      }}
      onSubmit={() => void form.send(confirm)}
      held={form.busy()}
      footer={footer}
    >
      <p>{me()?.actor ? words().textActing(me()?.actor?.name ?? '') : words().text}</p>
      <input
        class="unseen"
        type="text"
        name="username"
        autocomplete="username"
        value={me()?.identity.name}
        readOnly
        tabIndex={-1}
        aria-hidden="true"
      />
      <Show
        when={byCode()}
        fallback={
          <PasswordInput
            name="password"
            label={words().password}
            value={secret()}
            autocomplete="current-password"
            error={form.errorOf('password')}
            onInput={type}
          />
        }
      >
        <CodeInput label={words().code} hint={words().codeHint} value={secret()} error={form.errorOf('code')} onInput={type} />
      </Show>
      <FormFailure failure={form.failure()} />
    </Dialog>
  );
};

export default ConfirmIdentityDialog;
