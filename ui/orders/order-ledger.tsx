import { For, Show } from 'solid-js';
import { Moment } from '../components/moment.js';
import { StateChip } from '../components/state-chip.js';
import { messages } from '../i18n.js';
import { undoTones } from '../state-tones.js';
import { ownCause } from './order-cause.js';
import type { LedgerEntry, Order } from './orders.data.js';

const shell = messages('shell');
const orders = messages('orders');
const words = () => orders().ledger;

/** C6: for each step that leaves something behind, what takes it back, and whether that was done, or failed. */
export const OrderLedger = (props: { readonly order: Order }) => (
  <section class="panel order-ledger" aria-label={words().title}>
    <div class="panel-head">
      <h2>{words().title}</h2>
    </div>
    <div class="table-scroll">
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col">{words().step}</th>
            <th scope="col" class="secondary">
              {words().undo}
            </th>
            <th scope="col">{words().state}</th>
            <th scope="col" class="secondary">
              {words().at}
            </th>
          </tr>
        </thead>
        <tbody>
          <For
            each={props.order.ledger}
            fallback={
              <tr>
                <td colSpan={4} class="soft">
                  {words().empty}
                </td>
              </tr>
            }
          >
            {(entry) => (
              <tr>
                <th scope="row">{words().steps[entry.step]?.done ?? entry.step}</th>
                <td class="secondary">{words().steps[entry.step]?.undo ?? entry.step}</td>
                <td>
                  <StateChip
                    bare
                    tone={undoTones[entry.state]}
                    label={entry.givenUp ? words().givenUp : shell().states.undo[entry.state]}
                  />
                  <Show when={whyNot(props.order, entry)}>{(text) => <p class="small">{text()}</p>}</Show>
                </td>
                <td class="secondary nowrap">
                  <Moment at={entry.givenUp?.at ?? entry.undoneAt ?? entry.at} past />
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  </section>
);

/** Why a step isn't undone: who gave that up and why, else what failed. */
const whyNot = (order: Order, { givenUp, state, failureCode }: LedgerEntry): string | undefined => {
  if (givenUp) return words().givenUpBy(givenUp.by, givenUp.reason);
  return state === 'undo_failed' ? ownCause(order, failureCode) : undefined;
};
