import { useSearchParams } from '@solidjs/router';
import { Match, Switch, createEffect, createSignal } from 'solid-js';
import { api } from '../api.js';
import { ButtonLink } from '../components/button.js';
import '../components/dialog.css';
import { failureOf } from '../failure.js';
import { messages } from '../i18n.js';
import { AccessFrame } from './access-frame.js';
import { ChoosePassword } from './choose-password.js';
import { Outcome } from './outcome.js';

const access = messages('access');
const words = () => access().resetPassword;

/** Where the link of a forgotten password leads. Whether it still works is known only when it is used, so that looking at it uses nothing up. */
const ResetPasswordPage = () => {
  const [search] = useSearchParams();
  const token = typeof search.token === 'string' ? search.token : '';
  const [outcome, setOutcome] = createSignal<'done' | 'invalid' | undefined>(token === '' ? 'invalid' : undefined);
  const reset = async (password: string) => {
    try {
      await api.auth.resetPassword.mutate({ token, password });
      setOutcome('done');
    } catch (error) {
      if (failureOf(error).code !== 'token_invalid') throw error;
      setOutcome('invalid');
    }
  };
  createEffect(() => {
    document.title = `${words().title} · Licenza`;
  });
  return (
    <AccessFrame>
      <Switch>
        <Match when={outcome() === 'done'}>
          <Outcome title={words().done} text={words().doneText} signIn />
        </Match>
        <Match when={outcome() === 'invalid'}>
          <Outcome title={words().invalid} text={words().invalidText}>
            <div>
              <ButtonLink kind="primary" href="/forgot-password">
                {words().again}
              </ButtonLink>
            </div>
          </Outcome>
        </Match>
        <Match when={true}>
          <div class="stack-tight">
            <h1>{words().title}</h1>
            <p class="soft">{words().text}</p>
          </div>
          <ChoosePassword save={words().save} act={reset} />
        </Match>
      </Switch>
    </AccessFrame>
  );
};

export default ResetPasswordPage;
