import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/print.css';
import { render } from 'solid-js/web';
import { App } from './app.js';
import { loadMessages } from './i18n.js';
import { isSessionOver, loseSession, me, refreshSession } from './session/session.js';
import { failureOf } from './failure.js';
import { queryClient } from './query-client.js';

const root = document.getElementById('app');
if (root === null) throw new Error('The page has no #app.');

// A session that ended while the page was open: whoever asks next is told, and sent to sign in. One that was only replaced meanwhile
// has what was refused to the old one asked again.
const onFailure = async (error: unknown): Promise<void> => {
  if (!me() || failureOf(error).code !== 'not_signed_in') return;
  if (await isSessionOver()) loseSession();
  else await queryClient.refetchQueries({ predicate: ({ state }) => state.status === 'error' });
};
queryClient
  .getQueryCache()
  .subscribe((event) => event.type === 'updated' && event.action.type === 'error' && void onFailure(event.action.error));
queryClient
  .getMutationCache()
  .subscribe((event) => event.type === 'updated' && event.action.type === 'error' && void onFailure(event.action.error));

void refreshSession();
await loadMessages('shell');
render(() => <App />, root);
