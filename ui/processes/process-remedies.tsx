import { useNavigate } from '@solidjs/router';
import { Show, Suspense, createSignal, type JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { lazyDialog } from '../lazy-dialog.js';
import { failureKinds, isFailureCode } from '../../domain/failure/failure-code.js';
import { api } from '../api.js';
import type { ThreadAction } from '../components/thread.js';
import { messages } from '../i18n.js';
import { commandLabel, commandsOffered, recommended } from '../orders/order-commands.js';
import { orderDialogs } from '../orders/order-dialogs.js';
import type { OrderCommand } from '../orders/orders.data.js';
import { may } from '../session/session.js';
import { useQuery } from '../use-query.js';
import type { ProcessRow } from './processes.data.js';

const RetryDialog = lazyDialog(() => import('./retry.dialog.js'));
const timeline = messages('timeline');
const processes = messages('processes');

/** Whether another try may end otherwise: what was refused for good is refused again until something has changed. */
const retryHelps = ({ failureCode, state }: ProcessRow): boolean =>
  state !== 'needs_attention' || !isFailureCode(failureCode) || failureKinds[failureCode].retry === 'yes';

/** What can be done about a process where it stands: an order's own remedies, best first; otherwise another try, and where else to go. */
export const useRemedies = (process: () => ProcessRow): { actions: () => ThreadAction[]; dialogs: () => JSX.Element } => {
  const navigate = useNavigate();
  const [retrying, setRetrying] = createSignal(false);
  const [command, setCommand] = createSignal<OrderCommand>();
  const order = useQuery(() => ({
    ...api.orders.get.queryOptions({ id: process().subjectId }),
    enabled: process().kind === 'order' && may('order.read'),
  }));
  const known = () => (process().kind === 'order' && order.isSuccess ? order.data : undefined);
  const isStuck = () => process().state === 'needs_attention';
  const retry = (): ThreadAction[] => {
    const { state, retryAttempt, stuckSince } = process();
    const helps = isStuck() || (state === 'running' && (retryAttempt !== null || stuckSince !== null));
    return helps && may('process.retry')
      ? [{ label: timeline().actions.retry_now, primary: retryHelps(process()), run: () => setRetrying(true) }]
      : [];
  };
  const ofOrder = (): ThreadAction[] => {
    const found = known();
    if (found === undefined) return [];
    return commandsOffered(found).map((one) => ({
      label: commandLabel(one, found),
      primary: one === recommended(found),
      run: () => setCommand(one),
    }));
  };
  const elsewhere = (): ThreadAction[] =>
    isStuck() && process().kind === 'licence'
      ? [{ label: processes().openCustomer, run: () => navigate(`/customers/${process().customerId}`) }]
      : [];
  return {
    actions: () => (process().kind === 'order' && isStuck() ? ofOrder() : [...retry(), ...elsewhere()]),
    dialogs: () => (
      <Suspense>
        <Show when={retrying()}>
          <RetryDialog targets={[process()]} onClose={() => setRetrying(false)} />
        </Show>
        <Show when={known()}>
          {(found) => (
            <Show when={command()} keyed>
              {(one) => <Dynamic component={orderDialogs[one]} order={found()} onClose={() => setCommand(undefined)} />}
            </Show>
          )}
        </Show>
      </Suspense>
    ),
  };
};
