import { For, Show } from 'solid-js';
import { api, type Outputs } from '../api.js';
import { createCommand } from '../command.js';
import { Button } from '../components/button.js';
import { Moment } from '../components/moment.js';
import { Skeleton } from '../components/states.js';
import { StateChip } from '../components/state-chip.js';
import { toast } from '../components/toast.js';
import { failureText } from '../failure.js';
import { messages } from '../i18n.js';
import { QueryView } from '../query-view.js';
import { browserName } from '../users/browser-name.js';
import { BrowserText } from '../users/sign-in-history.js';
import './account.css';
import { useQuery } from '../use-query.js';

const account = messages('account');
const words = () => account().sessions;

type Session = Outputs['self']['sessions'][number];

/** Every browser that is signed in as oneself; each can be ended, or all the others at once. */
export const OwnSessions = () => {
  const sessions = useQuery(() => api.self.sessions.queryOptions(undefined));
  const command = createCommand();
  const end = async (id?: string) => {
    const done = await command.run(async () => {
      const { ended } = await api.self.endSessions.mutate({ id });
      toast('done', words().ended(ended));
    });
    const failure = command.failure();
    if (!done && failure) toast('failed', failureText(failure));
    await sessions.refetch();
  };
  return (
    <QueryView query={sessions} waiting={<Skeleton kind="rows" lines={3} />}>
      {(known) => (
        <>
          <table class="plain-table" aria-label={words().title}>
            <thead>
              <tr>
                <th scope="col">{words().browser}</th>
                <th scope="col" class="secondary">
                  {words().address}
                </th>
                <th scope="col">{words().seen}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              <For each={known()}>
                {(session) => <SessionRow session={session} busy={command.busy()} onEnd={() => void end(session.id)} />}
              </For>
            </tbody>
          </table>
          <Show when={known().length > 1}>
            <div class="sessions-foot">
              <Button busy={command.busy()} onClick={() => void end()}>
                {words().endOthers}
              </Button>
            </div>
          </Show>
        </>
      )}
    </QueryView>
  );
};

const SessionRow = (props: { readonly session: Session; readonly busy: boolean; readonly onEnd: () => void }) => (
  <tr>
    <th scope="row">
      <BrowserText browser={props.session.browser} />
      <div class="small soft">
        {words().since} <Moment at={props.session.createdAt} show="absolute" brief />
      </div>
    </th>
    <td class="secondary mono">{props.session.address ?? '—'}</td>
    <td>
      <Moment at={props.session.lastSeenAt} />
    </td>
    <td class="session-act">
      <Show when={!props.session.current} fallback={<StateChip bare tone="done" label={words().current} />}>
        <Button
          size="small"
          disabled={props.busy}
          aria-label={words().endOne(browserName(props.session.browser).browser)}
          onClick={() => props.onEnd()}
        >
          {words().end}
        </Button>
      </Show>
    </td>
  </tr>
);
