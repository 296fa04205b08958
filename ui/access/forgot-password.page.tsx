import { A } from '@solidjs/router';
import { Show, createEffect, createSignal } from 'solid-js';
import { api } from '../api.js';
import { Button } from '../components/button.js';
import '../components/dialog.css';
import { FormFailure } from '../components/form-failure.js';
import { TextInput } from '../components/text-input.js';
import { createFormState } from '../form-state.js';
import { messages } from '../i18n.js';
import { AccessFrame } from './access-frame.js';
import { Outcome } from './outcome.js';

const access = messages('access');
const words = () => access().forgotPassword;

/** Asks for a link to choose a new password. What is said is the same whether the name exists. */
const ForgotPasswordPage = () => {
  const [loginName, setLoginName] = createSignal('');
  const [sentFor, setSentFor] = createSignal<string>();
  const form = createFormState(() => (loginName().trim() === '' ? [{ field: 'loginName', code: 'required', params: {} }] : []));
  const ask = async () => {
    await api.auth.requestReset.mutate({ loginName: loginName().trim() });
    setSentFor(loginName().trim());
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void form.send(ask);
  };
  createEffect(() => {
    document.title = `${words().title} · Licenza`;
  });
  return (
    <AccessFrame>
      <Show
        when={sentFor() === undefined}
        fallback={
          <Outcome title={words().sent} text={words().sentText(sentFor() ?? '')}>
            <p class="soft">{words().nothing}</p>
            <div>
              <Button onClick={() => setSentFor(undefined)}>{words().again}</Button>
            </div>
          </Outcome>
        }
      >
        <div class="stack-tight">
          <h1>{words().title}</h1>
          <p class="soft">{words().text}</p>
        </div>
        <form class="panel access-form" novalidate onSubmit={submit}>
          <TextInput
            name="loginName"
            label={access().loginName}
            value={loginName()}
            onInput={setLoginName}
            autocomplete="username"
            autofocus
            maxLength={254}
            error={form.errorOf('loginName')}
          />
          <FormFailure failure={form.failure()} />
          <Button type="submit" kind="primary" busy={form.busy()}>
            {words().send}
          </Button>
        </form>
      </Show>
      <A href="/sign-in">{access().backToSignIn}</A>
    </AccessFrame>
  );
};

export default ForgotPasswordPage;
