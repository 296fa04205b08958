import { A, useParams } from '@solidjs/router';
import { Show, Suspense, createEffect, createSignal, on } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { PageHead } from '../components/page-head.js';
import { Panel } from '../components/panel.js';
import { Skeleton } from '../components/states.js';
import { StateChip } from '../components/state-chip.js';
import '../components/dialog.css';
import '../customer/customer.css';
import { useNow } from '../format/times.js';
import { messages } from '../i18n.js';
import { QueryView } from '../query-view.js';
import { may } from '../session/session.js';
import { userTones } from '../state-tones.js';
import { LiveThread } from '../timeline/live-thread.js';
import { SignInHistory } from '../users/sign-in-history.js';
import { nameOf, roleText } from '../users/user-columns.js';
import { userDialogs, type UserDialogName } from './dialogs.js';
import { UserActions } from './user-actions.js';
import { UserFacts } from './user-facts.js';
import { UserServices } from './user-services.js';
import { useUser, type User } from './user.data.js';
import { whyNot } from './why-not.js';
import './user.css';

const shell = messages('shell');
const user = messages('user');

const UserPage = () => {
  const params = useParams<{ user: string }>();
  const found = useUser(() => params.user);
  return (
    <QueryView query={found} waiting={<Skeleton kind="thread" lines={8} />}>
      {(known) => <UserView user={known()} />}
    </QueryView>
  );
};

const UserView = (props: { readonly user: User }) => {
  const [dialog, setDialog] = createSignal<UserDialogName>();
  createEffect(
    on(
      () => props.user.id,
      () => setDialog(undefined),
      { defer: true },
    ),
  );
  return (
    <>
      <PageHead
        title={nameOf(props.user)}
        state={<StateChip tone={userTones[props.user.state]} label={shell().states.user[props.user.state]} />}
        below={
          <>
            <A href={may('process.read') ? `/customers/${props.user.customerId}/users` : '/users'}>{props.user.customerName}</A>
            <span>{roleText(props.user)}</span>
          </>
        }
        actions={<UserActions user={props.user} onOpen={setDialog} />}
      />
      <WhyNot user={props.user} />
      <div class="subject subject-first">
        <div>
          <Panel title={user().thread} padded>
            <LiveThread
              subject={{ userId: props.user.id }}
              actionsNow={() => []}
              actionsNext={() => []}
              linkProcesses={may('process.engine')}
            />
          </Panel>
          <UserServices user={props.user} />
          <Panel title={user().history}>
            <SignInHistory of={{ userId: props.user.id }} />
          </Panel>
        </div>
        <div>
          <UserFacts user={props.user} />
        </div>
      </div>
      <Suspense>
        <Show when={dialog()} keyed>
          {(name) => <Dynamic component={userDialogs[name]} user={props.user} onClose={() => setDialog(undefined)} />}
        </Show>
      </Suspense>
    </>
  );
};

const WhyNot = (props: { readonly user: User }) => {
  const now = useNow();
  const why = () => whyNot(props.user, now());
  return (
    <p class="notice why-not" data-tone={why().tone} role="status">
      {why().text}
    </p>
  );
};

export default UserPage;
