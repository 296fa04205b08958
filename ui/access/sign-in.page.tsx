import { A, Navigate, useNavigate, useSearchParams } from '@solidjs/router';
import { For, Show, createEffect, createSignal } from 'solid-js';
import { api } from '../api.js';
import { Button } from '../components/button.js';
import '../components/dialog.css';
import { FormFailure } from '../components/form-failure.js';
import { PasswordInput, TextInput } from '../components/text-input.js';
import { createFormState } from '../form-state.js';
import { messages } from '../i18n.js';
import { config, me, refreshSession, type PublicConfig, sessionEnded } from '../session/session.js';
import { AccessFrame } from './access-frame.js';
import { CodeStep } from './code-step.js';

const access = messages('access');
const shell = messages('shell');

/** Only a path of this site; anything else would let a link send people elsewhere after signing in. */
const safeTarget = (next: string | string[] | undefined): string => (typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/');

const SignInPage = () => {
  const navigate = useNavigate();
  const [query] = useSearchParams();
  const [loginName, setLoginName] = createSignal('');
  const [password, setPassword] = createSignal('');
  const [challenge, setChallenge] = createSignal<string>();
  const enter = async () => {
    await refreshSession();
    navigate(safeTarget(query.next), { replace: true });
  };
  const form = createFormState(() => [
    ...(loginName().trim() === '' ? [{ field: 'loginName', code: 'required', params: {} }] : []),
    ...(password() === '' ? [{ field: 'password', code: 'required', params: {} }] : []),
  ]);
  const signIn = (name: string, secret: string) =>
    form.send(async () => {
      const answer = await api.auth.signIn.mutate({ loginName: name, password: secret });
      if (answer.ok) await enter();
      else setChallenge(answer.challenge);
    });
  const startAgain = () => {
    setChallenge(undefined);
    setPassword('');
    form.reset();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void signIn(loginName(), password());
  };
  const demo = (account: { loginName: string; password: string }) => {
    setLoginName(account.loginName);
    setPassword(account.password);
    void signIn(account.loginName, account.password);
  };
  createEffect(() => {
    document.title = `${access().signIn} · Licenza`;
  });
  return (
    <Show when={!me() || form.busy()} fallback={<Navigate href={safeTarget(query.next)} />}>
      <AccessFrame>
        <div class="stack-tight">
          <h1>{access().signIn}</h1>
          <p class="soft">{query.next === undefined ? access().tagline : access().signedOutNext}</p>
        </div>
        <Show when={sessionEnded()}>
          <p class="notice" data-tone="needs-you" role="status">
            {shell().failures.not_signed_in}
          </p>
        </Show>
        <Show
          when={challenge()}
          keyed
          fallback={
            <>
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
                <PasswordInput
                  name="password"
                  label={access().password}
                  value={password()}
                  onInput={setPassword}
                  autocomplete="current-password"
                  error={form.errorOf('password')}
                />
                <FormFailure failure={form.failure()} />
                <Button type="submit" kind="primary" busy={form.busy()}>
                  {access().signIn}
                </Button>
              </form>
              <A href="/forgot-password">{access().forgot}</A>
              <Show when={config()?.demoAccounts.length}>
                <DemoAccounts accounts={config()?.demoAccounts ?? []} onChoose={demo} />
              </Show>
            </>
          }
        >
          {(token) => <CodeStep challenge={token} onSignedIn={enter} onAgain={startAgain} />}
        </Show>
      </AccessFrame>
    </Show>
  );
};

type DemoAccount = PublicConfig['demoAccounts'][number];

const DemoAccounts = (props: { readonly accounts: readonly DemoAccount[]; readonly onChoose: (account: DemoAccount) => void }) => (
  <section class="demo">
    <h2>{access().demo}</h2>
    <p class="soft small">{access().demoHint}</p>
    <ul>
      <For each={props.accounts}>
        {(account) => (
          <li>
            <Button onClick={() => props.onChoose(account)}>
              {shell().states.role[account.role]}
              <small>{account.loginName}</small>
            </Button>
          </li>
        )}
      </For>
    </ul>
  </section>
);

export default SignInPage;
