import { Show, Suspense } from 'solid-js';
import { lazyDialog } from '../lazy-dialog.js';
import { asking } from './confirm-identity.js';

const ConfirmIdentityDialog = lazyDialog(() => import('./confirm-identity.dialog.js'));

/** Where the question who it is stands, over whatever is open. */
export const ConfirmIdentity = () => (
  <Suspense>
    <Show when={asking()}>
      <ConfirmIdentityDialog onClose={() => asking()?.answer(false)} />
    </Show>
  </Suspense>
);
