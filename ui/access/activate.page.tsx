import { useNavigate, useSearchParams } from '@solidjs/router';
import { Match, Show, Switch, createEffect, createSignal, on } from 'solid-js';
import { api } from '../api.js';
import { createCommand } from '../command.js';
import { Button } from '../components/button.js';
import '../components/dialog.css';
import { FormFailure } from '../components/form-failure.js';
import { ErrorState, Skeleton } from '../components/states.js';
import { failureOf, failureText } from '../failure.js';
import { changeLanguage, language, messages } from '../i18n.js';
import { chooseLanguage, me, refreshSession } from '../session/session.js';
import { AccessFrame } from './access-frame.js';
import { ChoosePassword } from './choose-password.js';
import { Outcome } from './outcome.js';
import { useQuery } from '../use-query.js';

const access = messages('access');
const words = () => access().activate;

/** Where the link of an invitation leads: choose a password, or learn why the link doesn't work and have another sent (B16). */
const ActivatePage = () => {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const token = typeof search.token === 'string' ? search.token : '';
  const link = useQuery(() => ({ ...api.auth.activation.queryOptions({ token }), enabled: token !== '', staleTime: Infinity }));
  const [done, setDone] = createSignal(false);
  createEffect(() => {
    document.title = `${words().title} · Licenza`;
  });
  // Whoever was invited is spoken to as in the invitation, whatever the browser's language is.
  createEffect(
    on(
      () => link.data?.language,
      (tongue) => tongue !== undefined && tongue !== language() && void changeLanguage(tongue),
    ),
  );
  const state = () => (token === '' ? 'unknown' : link.isPending || link.isError ? undefined : link.data?.state);
  const activate = async (password: string) => {
    await api.auth.activate.mutate({ token, password });
    // Following the link has signed in; should that not be known, the page says how to go on.
    const tongue = language();
    await refreshSession();
    // Another language was chosen here: it goes on in that one.
    if (me() && tongue !== link.data?.language) await chooseLanguage(tongue);
    if (me()) navigate('/', { replace: true });
    else setDone(true);
  };
  return (
    <AccessFrame>
      <Switch fallback={<Skeleton lines={4} />}>
        <Match when={done()}>
          <Outcome title={words().done} text={words().doneText} signIn />
        </Match>
        <Match when={link.isError}>
          <ErrorState text={failureText(failureOf(link.error))} onRetry={() => void link.refetch()} />
        </Match>
        <Match when={state() === 'valid'}>
          <div class="stack-tight">
            <h1>{words().title}</h1>
            <p class="soft">{words().welcome(link.data?.loginName ?? '')}</p>
          </div>
          <ChoosePassword save={words().save} loginName={link.data?.loginName} act={activate} />
        </Match>
        <Match when={state() === 'expired'}>
          <AskAgain title={words().expired} text={words().expiredText} token={token} />
        </Match>
        <Match when={state() === 'revoked'}>
          <AskAgain title={words().revoked} text={words().revokedText} token={token} />
        </Match>
        <Match when={state() === 'used'}>
          <Outcome title={words().used} text={words().usedText} signIn />
        </Match>
        <Match when={state() !== undefined}>
          <Outcome title={words().unknown} text={words().unknownText} />
        </Match>
      </Switch>
    </AccessFrame>
  );
};

/** The link is worth nothing any more; another can be had. The answer is the same for every link, so it tells strangers nothing. */
const AskAgain = (props: { readonly title: string; readonly text: string; readonly token: string }) => {
  const command = createCommand();
  const [sent, setSent] = createSignal(false);
  const act = () => api.auth.requestActivation.mutate({ token: props.token });
  const ask = async () => setSent(await command.run(act));
  return (
    <Show when={!sent()} fallback={<Outcome title={words().sent} text={words().sentText} />}>
      <Outcome title={props.title} text={props.text}>
        <FormFailure failure={command.failure()} />
        <div>
          <Button kind="primary" busy={command.busy()} onClick={() => void ask()}>
            {words().sendAgain}
          </Button>
        </div>
      </Outcome>
    </Show>
  );
};

export default ActivatePage;
