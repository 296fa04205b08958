import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/print.css';
import { render } from 'solid-js/web';
import { App } from './app.js';
import { loadMessages } from './i18n.js';
import { loseSession, me, refreshSession } from './session/session.js';
import { failureOf } from './failure.js';
import { queryClient } from './query-client.js';

const root = document.getElementById('app');
if (root === null) throw new Error('The page has no #app.');

// A session that ended while the page was open: whoever asks next is told, and sent to sign in.
const onFailure = (error: unknown) => {
  if (me() && failureOf(error).code === 'not_signed_in') loseSession();
};
queryClient
  .getQueryCache()
  .subscribe((event) => event.type === 'updated' && event.action.type === 'error' && onFailure(event.action.error));
queryClient
  .getMutationCache()
  .subscribe((event) => event.type === 'updated' && event.action.type === 'error' && onFailure(event.action.error));

void refreshSession();
await loadMessages('shell');
render(() => <App />, root);
