import { For, Show } from 'solid-js';
import type { Closing } from '../../domain/closing/closing.js';
import { api, type Outputs } from '../api.js';
import { Skeleton } from '../components/states.js';
import '../components/dialog.css';
import { formatMoney } from '../format/money.js';
import { formatDay } from '../format/times.js';
import { messages } from '../i18n.js';
import { QueryView } from '../query-view.js';
import { unitsText } from '../timeline/units.js';
import { serviceTitle } from '../user/user.data.js';
import { useQuery } from '../use-query.js';
import type { Customer } from './customer.data.js';

const customer = messages('customer');
const words = () => customer().closing;

type Item = Outputs['customers']['closing']['items'][number];

const titleOf = (item: Item): string =>
  [
    item.subject === 'order' ? words().order(item.nameEn) : serviceTitle(item),
    ...(item.units === null || item.unitType === null ? [] : [unitsText(item.units, item.unitType)]),
  ].join(' · ');

/** What is still owed of it, and until when it can be left. */
const owedText = (item: Item, timeZone: string): string | undefined => {
  if (item.subject !== 'bought' || item.termEndsAt === null) return undefined;
  const end = formatDay(item.termEndsAt, timeZone);
  const owed = item.owedMinor && item.currency ? words().owed(formatMoney(item.owedMinor, item.currency), end) : words().until(end);
  return [owed, ...(item.cancellableUntil === null ? [] : [words().cancellable(formatDay(item.cancellableUntil, timeZone))])].join(' ');
};

const shown: readonly Item['subject'][] = ['assigned', 'bought', 'order', 'user_import'];

/** Before a customer is closed: what ends, what goes on, what stands in the way, and what is owed. */
export const ClosingList = (props: { readonly customer: Customer; readonly closing: Closing }) => {
  const preview = useQuery(() => api.customers.closing.queryOptions({ id: props.customer.id, closing: props.closing }));
  const groups = (items: readonly Item[]) =>
    (['blocks', 'ends', 'goes_on'] as const)
      .map((fate) => ({ fate, items: items.filter((item) => item.fate === fate && shown.includes(item.subject)) }))
      .filter((group) => group.items.length > 0);
  return (
    <QueryView query={preview} waiting={<Skeleton lines={3} />}>
      {(known) => (
        <For each={groups(known().items)}>
          {(group) => (
            <section class="notice closing" data-tone={group.fate === 'blocks' ? 'needs-you' : 'ended'}>
              <h3>{words().fates[group.fate]}</h3>
              <ul>
                <For each={group.items}>
                  {(item) => (
                    <li>
                      {titleOf(item)}
                      <Show when={owedText(item, props.customer.timeZone)}>{(text) => <span class="small soft"> {text()}</span>}</Show>
                    </li>
                  )}
                </For>
              </ul>
            </section>
          )}
        </For>
      )}
    </QueryView>
  );
};
