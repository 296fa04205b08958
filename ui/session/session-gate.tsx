import { Navigate, useLocation, type RouteSectionProps } from '@solidjs/router';
import { Match, Switch, lazy } from 'solid-js';
import { ErrorState } from '../components/states.js';
import { loadMessages } from '../i18n.js';
import Shell from '../shell/shell.js';
import { failureText } from '../failure.js';
import { me, refreshSession, startFailure } from './session.js';

const FactorRequired = lazy(async () => {
  const [module] = await Promise.all([import('./factor-required.js'), loadMessages('account')]);
  return module;
});

/** Lets signed-in people through; others go to sign in first, and come back to where they wanted to go. */
export const SessionGate = (props: RouteSectionProps) => {
  const location = useLocation();
  const signIn = () => {
    const target = location.pathname + location.search;
    return target === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(target)}`;
  };
  return (
    <Switch>
      <Match when={me()?.identity.isFactorOverdue}>
        <FactorRequired />
      </Match>
      <Match when={me()}>
        <Shell {...props} />
      </Match>
      <Match when={me() === null}>
        <Navigate href={signIn()} />
      </Match>
      <Match when={startFailure()}>
        {(failure) => <ErrorState text={failureText(failure())} errorId={failure().errorId} onRetry={() => void refreshSession()} />}
      </Match>
    </Switch>
  );
};
