import { ApplicationFailure, CancellationScope, condition, isCancellation, patched, setHandler, workflowInfo } from '@temporalio/workflow';
import type { FailureCode } from '../../domain/failure/failure-code.js';
import type { OrderNeeds, OrderState, OrderStep } from '../../domain/order/order.js';
import { allowedCommands, freeSteps, type OrderCommand } from '../../domain/order/remedies.js';
import type { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import type { TimelineEntry } from '../contracts/activities.js';
import type { Actor } from '../contracts/open-customer.js';
import {
  correctOrder,
  giveUpUndo,
  leaveOutLines,
  orderNudged,
  reconcileOrder,
  retryOrder,
  undoOrder,
  type LinesAtVendor,
  type OrderCall,
  type OrderProgress,
  type PurchaseInput,
  type PurchaseResult,
  type Undoing,
} from '../contracts/purchase.js';
import { entryKeys } from '../entry-keys.js';
import { failureOf, throughOurOutages } from '../failure-of.js';
import { onUpdate } from './on-update.js';
import { orderStore, orderVendors, payments } from '../proxies.js';

/** Somebody, or time, has decided that the purchase is to be undone. */
export class Undone extends Error {}

/** A card's hold lives seven days: after six the purchase is undone by itself, while the hold can be let go. One deadline for all its standing still. */
const PATIENCE_MS = 6 * 24 * 3_600_000;

/** One step of a purchase. */
export interface Step {
  readonly name: OrderStep;
  /** Without it the step is always there; asked when the step's turn has come, and after each failure of it. */
  readonly when?: (needs: OrderNeeds) => boolean;
  readonly undo?: Undoing;
  /** It begins by waiting, so it is written by itself; any other step is written by its first call. */
  readonly waits?: boolean;
  /** What the timeline says once it is done. */
  readonly tells: TimelineKind;
  /** `how`: what a person has asked for, from the second attempt on. */
  readonly work: (attempt: number, how?: OrderCommand) => Promise<void>;
}

/** How one purchase stands: its step, what it stands still for, the commands it may be given, and its ledger. */
export const openStory = ({ orderId, processId, needs: asPlaced }: PurchaseInput) => {
  const nextKey = entryKeys();
  let needs: OrderNeeds = asPlaced ?? { method: 'account', tenant: false, agreement: false };
  let state: OrderState = 'placed';
  let step: OrderStep | undefined;
  let failure: FailureCode | undefined;
  let lines: LinesAtVendor = { provisioning: 0, provisioned: 0, refused: 0 };
  let undoing: Undoing | undefined;
  let undoAsked = false;
  let busy = false;
  let goOn: OrderCommand | undefined;
  let asking: Actor | undefined;
  let corrected = false;
  let leftOut = false;
  let nudged = false;
  // Asked for in a run that hears it in every wait. Noted where it's asked for, as a look for a patch is an event of its own.
  let undoCuts = false;
  let undoBy = workflowInfo().startTime.getTime() + PATIENCE_MS;
  let current: CancellationScope | undefined;
  let untold: TimelineEntry[] = [];
  let unwritten: OrderProgress | undefined;
  const ledger: Undoing[] = [{ by: 'release_payment', position: 0 }];

  const entry = (kind: TimelineKind, actor?: Actor, params?: Record<string, string>): TimelineEntry => ({
    kind,
    key: nextKey(),
    actor,
    params,
  });
  const progress = (of: Omit<OrderProgress, 'orderId' | 'processId'>): OrderProgress => {
    state = of.orderState ?? state;
    const events = [...untold, ...(of.events ?? [])];
    untold = [];
    return { orderId, processId, ...of, events };
  };
  const mayBe = (command: OrderCommand) => () => {
    const { refused, provisioning, provisioned, inAccount = 0 } = lines;
    const stand = { refused, staying: provisioning + provisioned, inAccount };
    const allowed = allowedCommands({ state, step, failure, undoing: undoing?.by, lines: stand });
    if (busy || goOn || undoAsked || !allowed.includes(command))
      throw ApplicationFailure.nonRetryable(`the order is ${state}`, 'state_conflict');
  };
  /** A command that writes: while it does, no other one is taken. What fails is told to who asked, and nothing has changed. */
  const commanded = async (command: OrderCommand, write: () => Promise<void>): Promise<void> => {
    busy = true;
    try {
      await write();
      goOn = command;
    } finally {
      busy = false;
    }
  };
  const going = (kind: TimelineKind, actor: Actor): OrderProgress =>
    progress({
      state: 'running',
      step: undoing ? `undoing_${undoing.by}` : (step ?? 'queued'),
      orderState: undoing ? 'undoing' : 'in_progress',
      events: [entry(kind, actor)],
    });

  onUpdate(retryOrder, mayBe('retry'), ({ actor }) => commanded('retry', () => orderStore.recordOrder(going('order_retried', actor))));
  onUpdate(correctOrder, mayBe('correct'), ({ actor, correctionId }) =>
    commanded('correct', async () => {
      needs = await orderStore.applyCorrection({ correctionId, actor, progress: going('order_corrected', actor) });
      corrected = true;
    }),
  );
  onUpdate(leaveOutLines, mayBe('leave_out'), ({ actor }) =>
    commanded('leave_out', async () => {
      await orderStore.leaveOutRefused({ actor, progress: going('order_lines_left_out', actor) });
      leftOut = true;
    }),
  );
  onUpdate(reconcileOrder, mayBe('reconcile'), ({ actor }) =>
    commanded('reconcile', async () => {
      await orderStore.recordOrder(going('order_reconcile_asked', actor));
      asking = actor;
    }),
  );
  onUpdate(giveUpUndo, mayBe('give_up'), ({ actor, giveUpId }) =>
    commanded('give_up', async () => {
      if (!undoing) return;
      await orderStore.giveUpUndo({ giveUpId, position: undoing.position, actor, progress: going('order_undo_given_up', actor) });
    }),
  );
  onUpdate(undoOrder, mayBe('undo'), ({ actor }) => {
    untold.push(entry('order_undo_asked', actor));
    undoAsked = true;
    undoCuts = patched('undo-cuts-every-wait');
    current?.cancel();
  });
  setHandler(orderNudged, () => {
    nudged = true;
  });

  /** What is left of the order's one deadline. Orders from before there was one have six days at each standstill. */
  const patienceLeft = (): number => (patched('one-deadline') ? Math.max(1, undoBy - Date.now()) : PATIENCE_MS);

  const know = (told: LinesAtVendor): void => {
    lines = told;
    if (told.undoWithinMs !== undefined) undoBy = Math.min(undoBy, Date.now() + told.undoWithinMs);
  };

  /** Stands still until a person says how to go on, and returns that; throws Undone when that is not at all. */
  const standStill = async (at: string, code: FailureCode, stuckState: OrderState): Promise<OrderCommand | undefined> => {
    failure = code;
    goOn = undefined;
    // What was asked for is being done: left asked for, a failed undoing would go round and round and wait for nobody.
    if (undoing && patched('undoing-stands-still')) undoAsked = false;
    const patience = undoing ? 0 : patienceLeft();
    const deadline = undoing ? undefined : new Date(Date.now() + patience).toISOString();
    await orderStore.recordOrder(
      progress({
        state: 'needs_attention',
        step: at,
        failure: code,
        orderState: stuckState,
        nextKind: deadline && 'order_undone_by_itself',
        nextAt: deadline,
        events: [entry('order_stuck', undefined, { failure: code })],
      }),
    );
    const told = () => (goOn !== undefined || undoAsked) && !busy;
    if (deadline === undefined) await condition(told);
    else if (!(await condition(told, patience))) undoAsked = true;
    const how = goOn;
    failure = undefined;
    goOn = undefined;
    if (undoAsked && !undoing) throw new Undone();
    return how;
  };

  /** Lets the vendors say what is true, as somebody has asked. */
  const askVendors = async (at: string, actor: Actor): Promise<void> => {
    asking = undefined;
    const events = [entry('order_reconciled', actor)];
    const found = await orderVendors.reconcileOrder({ actor, progress: progress({ state: 'running', step: at, events }) });
    needs = found.needs;
    know(found.lines);
  };

  /** Takes one step back. false: nobody could, and somebody gave it up. */
  const takeBack = async ({ by, position }: Undoing): Promise<boolean> => {
    const at = `undoing_${by}`;
    for (;;) {
      await orderStore.recordOrder(progress({ state: 'running', step: at, orderState: 'undoing' }));
      try {
        await throughOurOutages(() =>
          by === 'release_payment' ? payments.releasePayment({ orderId }) : orderVendors.cancelLines({ orderId }),
        );
        await orderStore.recordUndo({ position, progress: progress({ state: 'running', step: at, events: [entry(`order_${by}_done`)] }) });
        return true;
      } catch (error) {
        const code = failureOf(error, 'vendor_unreachable');
        await orderStore.recordUndo({ position, failure: code, progress: progress({ state: 'running', step: at }) });
        if ((await standStill(at, code, 'needs_attention')) === 'give_up') return false;
      }
    }
  };

  /** A step that hasn't cost anything yet can be called off while it runs. */
  const tryFreely = async (work: () => Promise<void>): Promise<void> => {
    current = new CancellationScope();
    try {
      await current.run(() => throughOurOutages(work));
    } catch (error) {
      if (isCancellation(error) && undoAsked) throw new Undone();
      throw error;
    } finally {
      current = undefined;
    }
  };

  /** One step, as often as it takes. */
  const take = async ({ name, when, undo, waits, tells, work }: Step): Promise<void> => {
    step = name;
    if (undo) ledger.push(undo);
    const begins = progress({ state: 'running', step: name, orderState: 'in_progress', undo });
    if (waits || !asPlaced) await orderStore.recordOrder(begins);
    else unwritten = begins;
    const tried = freeSteps.includes(name) ? tryFreely : throughOurOutages;
    let how: OrderCommand | undefined;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await tried(() => (asking ? askVendors(name, asking).then(() => work(attempt, how)) : work(attempt, how)));
        break;
      } catch (error) {
        if (error instanceof Undone || isCancellation(error)) throw error;
        how = await standStill(name, failureOf(error, 'vendor_unreachable'), 'needs_attention');
      }
      // A retried step was written by the command that retried it.
      unwritten = undefined;
      if (when && !when(needs)) return;
    }
    untold.push(entry(tells));
  };

  return {
    wasCorrected: () => corrected,
    leftLinesOut: () => leftOut,
    isBusy: () => busy,
    needs: () => needs,
    lines: () => lines,
    know,
    /** Calls the outside. The first call of a step writes the step: asked again after an outage of ours, it may never have been begun. */
    ask: async <T>(call: (asked: OrderCall) => Promise<T>): Promise<T> => {
      if (undoCuts) throw new Undone();
      const answer = await call(unwritten ? { orderId, begins: unwritten } : { orderId });
      unwritten = undefined;
      return answer;
    },
    /** The whole story: each step that is needed when its turn comes, and the end. Throws Undone when it is to be undone. */
    tell: async (steps: readonly Step[]): Promise<PurchaseResult> => {
      if (!asPlaced) {
        const opening = progress({ state: 'running', step: 'opening', orderState: 'in_progress', undo: ledger[0] });
        needs = await orderStore.openOrder(opening);
      }
      for (const next of steps) {
        if (undoAsked) throw new Undone();
        if (!next.when || next.when(needs)) await take(next);
      }
      if (undoAsked) throw new Undone();
      return orderStore.completeOrder({ at: new Date().toISOString(), progress: progress({ state: 'done', step: 'completed' }) });
    },
    awaitPayment: (until: string): Promise<void> =>
      orderStore.recordOrder(
        progress({
          state: 'waiting',
          step: 'awaiting_payment',
          orderState: 'awaiting_payment',
          nextKind: 'payment_confirmation_expires',
          nextAt: until,
        }),
      ),
    /** Waits, or less long when an outside service says that something has happened. */
    pause: async (ms: number): Promise<void> => {
      await condition(() => nudged || undoCuts, ms);
      nudged = false;
      if (undoCuts) throw new Undone();
    },
    undo: async (): Promise<PurchaseResult> => {
      // Called off before any worker had begun it: what came before is told all the same.
      untold = [...(unwritten?.events ?? []), ...untold];
      let givenUp = false;
      for (const entryOfLedger of ledger.toReversed()) {
        undoing = entryOfLedger;
        if (!(await takeBack(entryOfLedger))) givenUp = true;
      }
      if (givenUp) await orderStore.endGivenUp(progress({ state: 'ended', step: 'order_given_up' }));
      else await orderStore.cancelOrder(progress({ state: 'ended', step: 'order_undone', events: [entry('order_undone')] }));
      return { outcome: givenUp ? 'given_up' : 'cancelled' };
    },
  };
};
