import { Show, Suspense, lazy } from 'solid-js';
import { asking } from './confirm-identity.js';

const ConfirmIdentityDialog = lazy(() => import('./confirm-identity.dialog.js'));

/** Where the question who it is stands, over whatever is open. */
export const ConfirmIdentity = () => (
  <Suspense>
    <Show when={asking()}>
      <ConfirmIdentityDialog />
    </Show>
  </Suspense>
);
