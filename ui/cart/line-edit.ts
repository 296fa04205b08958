import { createEffect, createSignal, on, onCleanup, untrack, type Accessor } from 'solid-js';
import { api } from '../api.js';
import { createCommand } from '../command.js';
import { toast } from '../components/toast.js';
import { readWholeNumber } from '../components/number-input.js';
import { failureOf, failureText, issueText, type KnownFailure } from '../failure.js';
import { named } from '../format/named.js';
import { messages } from '../i18n.js';
import { quantityIssue } from '../offers/quantity.js';
import { refreshCart, showCart, type Cart, type CartLine } from './cart.data.js';

const cart = messages('cart');
const typingPauseMs = 450;

interface LineEdit {
  readonly typed: Accessor<string>;
  readonly type: (text: string) => void;
  readonly error: Accessor<string | undefined>;
  readonly failure: Accessor<KnownFailure | undefined>;
  readonly busy: Accessor<boolean>;
  readonly run: (act: () => Promise<Cart>) => Promise<void>;
}

/** A line being changed: a number is sent once its typing pauses, one after the other, and what the server refuses stays in its field. */
export const createLineEdit = (line: Accessor<CartLine>): LineEdit => {
  const command = createCommand();
  const [typed, setTyped] = createSignal(String(untrack(line).quantity));
  let timer: ReturnType<typeof setTimeout> | undefined;

  const run = async (act: () => Promise<Cart>): Promise<void> => {
    const done = await command.run(async () => showCart(await act()));
    if (!done) await refreshCart();
  };
  const send = async (): Promise<void> => {
    timer = undefined;
    const { id: lineId, quantity: held } = line();
    const quantity = readWholeNumber(typed());
    if (quantity === undefined || quantity === held || quantityIssue(quantity, line())) return;
    // What is under way is answered first; then the newest number goes.
    if (command.busy()) schedule();
    else await run(() => api.cart.change.mutate({ lineId, quantity }));
  };
  const schedule = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void send(), typingPauseMs);
  };
  // Changed in another tab: shown here, unless somebody is typing.
  createEffect(
    on(
      () => line().quantity,
      (quantity) => timer === undefined && setTyped(String(quantity)),
      { defer: true },
    ),
  );
  onCleanup(() => {
    if (timer === undefined) return;
    clearTimeout(timer);
    void send();
  });
  const error = () => {
    const local = quantityIssue(readWholeNumber(typed()), line());
    const refused = command.failure()?.issues.find(({ field }) => field === 'quantity');
    const issue = local ?? refused;
    return issue && issueText(issue);
  };
  return {
    typed,
    type: (text) => {
      setTyped(text);
      schedule();
    },
    error,
    failure: () => (command.failure()?.issues.length === 0 ? command.failure() : undefined),
    busy: command.busy,
    run,
  };
};

/** Takes a line out at once, and offers to put it back. */
export const removeLine = async (line: CartLine): Promise<void> => {
  const { id: lineId, offerId, quantity } = line;
  const title = named(`${line.productEn} ${line.planEn}`, `${line.productIt} ${line.planIt}`);
  const attempt = async (act: () => Promise<Cart>) => {
    try {
      showCart(await act());
      return true;
    } catch (error) {
      toast('failed', failureText(failureOf(error)));
      await refreshCart();
      return false;
    }
  };
  const putBack = () => void attempt(() => api.cart.add.mutate({ offerId, quantity }));
  const removed = await attempt(() => api.cart.remove.mutate({ lineId }));
  if (removed)
    toast('done', cart().removed(title), line.problem === 'offer_unavailable' ? undefined : { label: cart().putBack, run: putBack });
};
