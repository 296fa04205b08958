import { createTRPCUntypedClient, httpSubscriptionLink } from '@trpc/client';
import { createSignal } from 'solid-js';
import { trpcUrl } from './api.js';
import { queryClient } from './query-client.js';
import { isSessionOver, loseSession } from './session/session.js';
import type { Change } from '../server/live/changes.procedure.js';

/** What shows what a customer has, and who uses it. */
const subscribed = [
  'services.list',
  'subscriptions.list',
  'subscriptions.get',
  'customers.get',
  'customers.list',
  'users.list',
  'users.get',
  'overview.get',
  'timeline.ofCustomer',
  'timeline.ofOrder',
  'audit.ofCustomer',
];

/** The queries that each kind of change makes stale; one that names a subject is only asked again for that subject. */
const staleAfter: Readonly<Record<string, readonly string[]>> = {
  customer: ['customers.list', 'customers.count', 'customers.get', 'overview.get', 'audit.ofCustomer', 'timeline.ofCustomer'],
  // A seat, given or taken back, is told as a licence's change.
  licence: subscribed,
  subscription: subscribed,
  user: [
    'customers.get',
    'overview.get',
    'users.list',
    'users.count',
    'users.get',
    'users.signInHistory',
    'staff.list',
    'staff.get',
    'services.list',
    'timeline.ofUser',
  ],
  process: [
    'processes.list',
    'processes.counts',
    'processes.get',
    'processes.engine',
    'customers.list',
    'timeline.ofCustomer',
    'timeline.ofProcess',
    'timeline.ofUser',
    'timeline.ofOrder',
    'orders.list',
    'orders.get',
    'users.get',
    'overview.get',
  ],
  message: ['customers.get', 'messages.preview', 'timeline.ofUser'],
  timeline: ['timeline.ofCustomer', 'timeline.ofProcess', 'timeline.ofUser', 'timeline.ofOrder'],
  order: [
    'orders.list',
    'orders.get',
    'orders.openCounts',
    'timeline.ofOrder',
    'timeline.ofCustomer',
    'checkout.paymentMethods',
    'checkout.tenants',
  ],
  cart: ['cart.get'],
  command: ['commands.get', 'commands.list'],
  finding: ['reconcile.get'],
  attention: [
    'reconcile.differences',
    'overview.get',
    'processes.list',
    'processes.get',
    'customers.list',
    'timeline.ofCustomer',
    'timeline.ofProcess',
  ],
};

const gatherMs = 150;
const quietMs = 3_000;
const reopenMs = 5_000;
const [reconnecting, setReconnecting] = createSignal(false);

/** True when the stream has been gone for some seconds; shorter gaps pass unseen. */
export { reconnecting };

const pending: Change[] = [];
let gathering: ReturnType<typeof setTimeout> | undefined;

const concerns = (path: string, input: unknown, changes: readonly Change[]): boolean => {
  const { id, customerId, processId, userId, orderId } = (input ?? {}) as Readonly<Record<string, string | undefined>>;
  // A process, and what it sends, tell of a user or an order under ids of their own.
  if (processId !== undefined || userId !== undefined || orderId !== undefined || path === 'users.get' || path === 'orders.get')
    return true;
  const subject = id ?? customerId;
  return subject === undefined || changes.some((change) => change.subjectId === subject || change.customerId === subject);
};

const refresh = () => {
  const changes = pending.splice(0);
  void queryClient.invalidateQueries({
    predicate: ({ queryKey }) => {
      // The stream couldn't tell what was missed.
      if (changes.some((change) => change.kind === 'reset')) return true;
      const touching = changes.filter((change) => staleAfter[change.kind]?.includes(String(queryKey[0])));
      return touching.length > 0 && concerns(String(queryKey[0]), queryKey[1], touching);
    },
  });
  gathering = undefined;
};

const onChange = (change: Change) => {
  pending.push(change);
  gathering ??= setTimeout(refresh, gatherMs);
};

/**
 * Opens the one stream of this tab. The browser reconnects by itself and names the last id it saw, so the server
 * sends what was missed; where it gives up (the server was replaced), we begin anew from that id. Returns what closes it.
 */
export const followChanges = (): (() => void) => {
  const client = createTRPCUntypedClient({ links: [httpSubscriptionLink({ url: trpcUrl })] });
  let quiet: ReturnType<typeof setTimeout> | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let lastEventId: string | undefined;
  let connectedBefore = false;
  let closed = false;
  let close: () => void;
  const connected = (is: boolean) => {
    clearTimeout(quiet);
    if (is) {
      setReconnecting(false);
      // Without an id to resume from, the server can't know what was missed while the line was down.
      if (connectedBefore && lastEventId === undefined) onChange({ kind: 'reset', customerId: null, subjectId: '' });
      connectedBefore = true;
    } else quiet = setTimeout(() => setReconnecting(true), quietMs);
  };
  const open = () => {
    const stream = client.subscription('live.changes', lastEventId === undefined ? undefined : { lastEventId }, {
      onData: (event) => {
        const { id, data } = event as { id: string; data: Change };
        lastEventId = id;
        onChange(data);
      },
      onConnectionStateChange: ({ state }) => connected(state === 'pending'),
      onError: () => {
        connected(false);
        void isSessionOver().then((over) => {
          if (over && !closed) loseSession();
          else if (!closed) again = setTimeout(open, reopenMs);
        });
      },
    });
    close = () => stream.unsubscribe();
  };
  open();
  return () => {
    closed = true;
    close();
    clearTimeout(quiet);
    clearTimeout(again);
    setReconnecting(false);
  };
};
