import { A } from '@solidjs/router';
import { For, Show } from 'solid-js';
import { api, type Outputs } from '../api.js';
import { Button } from '../components/button.js';
import { Moment } from '../components/moment.js';
import { Skeleton } from '../components/states.js';
import { StateChip, type Tone } from '../components/state-chip.js';
import '../customer/customer.css';
import { messages } from '../i18n.js';
import { pagesOf } from '../pages-of.js';
import { QueryView } from '../query-view.js';
import { may } from '../session/session.js';
import { browserName } from './browser-name.js';
import './users.css';
import { useInfiniteQuery } from '../use-query.js';

const shell = messages('shell');
const users = messages('users');
const words = () => users().history;

type HistoryPage = Outputs['users']['signInHistory'];
type HistoryRow = HistoryPage['rows'][number];
type HistoryOf = { readonly own: true } | { readonly userId: string } | { readonly customerId: string | undefined };

const useHistory = (of: () => HistoryOf) =>
  useInfiniteQuery(() => {
    const subject = of();
    return {
      queryKey: ['own' in subject ? 'self.signInHistory' : 'users.signInHistory', subject] as const,
      queryFn: ({ pageParam: cursor, signal }: { pageParam: number | undefined; signal: AbortSignal }): Promise<HistoryPage> =>
        'own' in subject ? api.self.signInHistory.query({ cursor }, signal) : api.users.signInHistory.query({ ...subject, cursor }, signal),
      initialPageParam: undefined as number | undefined,
      getNextPageParam: (last: HistoryPage) => last.nextCursor,
    };
  });

const toneOf = (outcome: string): Tone => {
  if (outcome === 'signed_in') return 'done';
  if (outcome === 'impersonated') return 'waiting';
  return outcome === 'wrong_password' || outcome === 'wrong_code' || outcome === 'unknown_name' ? 'needs-you' : 'ended';
};

/** "Firefox on Linux"; the whole text that the browser sent is shown on hover. */
export const BrowserText = (props: { readonly browser: string | null }) => {
  const known = () => browserName(props.browser);
  const text = () => (known().browser === '' ? words().otherBrowser : words().browserOn(known().browser, known().system));
  return (
    <span class="clip history-browser" title={props.browser ?? undefined}>
      {props.browser === null || props.browser === '' ? '—' : text()}
    </span>
  );
};

/** B19: attempts to sign in, failures too: of one user, of an account, or one's own. */
export const SignInHistory = (props: { readonly of: HistoryOf; readonly withUser?: boolean }) => {
  const history = useHistory(() => props.of);
  return (
    <QueryView query={pagesOf(history, (pages) => pages.flatMap((page) => page.rows))} waiting={<Skeleton kind="rows" lines={6} />}>
      {(rows) => (
        <Show when={rows().length > 0} fallback={<p class="panel-body soft">{words().none}</p>}>
          <div class="table-scroll">
            <table class="plain-table history" aria-label={words().title}>
              <thead>
                <tr>
                  <th scope="col">{words().when}</th>
                  <Show when={props.withUser}>
                    <th scope="col">{words().who}</th>
                  </Show>
                  <th scope="col">{words().outcome}</th>
                  <th scope="col" class="secondary">
                    {words().address}
                  </th>
                  <th scope="col" class="secondary">
                    {words().browser}
                  </th>
                </tr>
              </thead>
              <tbody>
                <For each={rows()}>{(row) => <HistoryLine row={row} withUser={props.withUser} />}</For>
              </tbody>
            </table>
          </div>
          <Show when={history.hasNextPage}>
            <div class="data-list-more">
              <Button busy={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
                {shell().list.more}
              </Button>
            </div>
          </Show>
        </Show>
      )}
    </QueryView>
  );
};

const HistoryLine = (props: { readonly row: HistoryRow; readonly withUser?: boolean }) => (
  <tr>
    <td>
      <Moment at={props.row.at} show="absolute" brief />
    </td>
    <Show when={props.withUser}>
      <th scope="row">
        <Show when={props.row.userId} fallback={<span class="soft">{words().unknownUser}</span>}>
          {(id) => (
            <Show when={may('user.read')} fallback={props.row.name}>
              <A href={`/users/${id()}`}>{props.row.name}</A>
            </Show>
          )}
        </Show>
      </th>
    </Show>
    <td>
      <StateChip bare tone={toneOf(props.row.outcome)} label={words().outcomes[props.row.outcome] ?? props.row.outcome} />
      <Show when={props.row.actingName}>{(name) => <div class="small soft">{words().acting(name())}</div>}</Show>
      <div class="only-phone small soft">
        <span class="mono">{props.row.address ?? ''}</span> <BrowserText browser={props.row.browser} />
      </div>
    </td>
    <td class="secondary mono">{props.row.address ?? '—'}</td>
    <td class="secondary">
      <BrowserText browser={props.row.browser} />
    </td>
  </tr>
);
