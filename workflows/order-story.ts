import { ApplicationFailure, condition, isCancellation, setHandler, workflowInfo } from '@temporalio/workflow';
import type { FailureCode } from '../domain/failure/failure-code.js';
import type { OrderNeeds, OrderState, OrderStep, UndoStep } from '../domain/order/order.js';
import { allowedCommands, orderCommands, type OrderCommand } from '../domain/order/remedies.js';
import type { TimelineKind } from '../domain/timeline/timeline-kind.js';
import type { Command } from './contracts/command.js';
import { orderNudged, type LinesAtVendor, type OrderCall, type OrderProgress, type PurchaseInput } from './contracts/purchase.js';
import { failureOf } from './failure-of.js';
import { openJournal } from './frame/journal.js';
import { done, openMailbox } from './frame/mailbox.js';
import { Undone, openStory, type LedgerEntry, type StoryState, type StoryStep } from './frame/story.js';
import { orderStore, orderVendors } from './proxies.js';

/** A card's hold lives seven days: after six the order is undone by itself, while the hold can be let go. */
const PATIENCE_MS = 6 * 24 * 3_600_000;

/** One step of an order. */
export interface OrderStepOf extends StoryStep<OrderStep, UndoStep, OrderCommand> {
  /** It begins by waiting, so it is written by itself; any other step is written by its first call. */
  readonly waits?: boolean;
  /** What the timeline says once it is done. */
  readonly tells: TimelineKind;
}

/** How an order stands. Plain: what it is, is here and nowhere else. */
interface OrderStory extends StoryState<OrderStep, UndoStep, OrderCommand> {
  state: OrderState;
  needs: OrderNeeds;
  lines: LinesAtVendor;
  corrected: boolean;
  leftOut: boolean;
  /** An outside service has said that something has happened. */
  nudged: boolean;
  /** The command that lets the vendors be asked for what is true. */
  asking: Command | undefined;
  /** The step that its first call is to write. */
  unwritten: OrderProgress | undefined;
}

type Stand = Omit<OrderProgress, 'orderId' | 'processId' | 'fence'>;

const newStory = (needs: OrderNeeds): OrderStory => ({
  state: 'placed',
  step: undefined,
  failure: undefined,
  undoing: undefined,
  undoAsked: false,
  goOn: undefined,
  undoBy: workflowInfo().startTime.getTime() + PATIENCE_MS,
  ledger: [{ by: 'release_payment', position: 0 }],
  needs,
  lines: { provisioning: 0, provisioned: 0, refused: 0 },
  corrected: false,
  leftOut: false,
  nudged: false,
  asking: undefined,
  unwritten: undefined,
});

/** An order on the frame: how it stands, what it writes of itself, and the commands that it takes. */
export const openOrder = ({ orderId, processId, needs }: Required<PurchaseInput>) => {
  const order = newStory(needs);
  const mailbox = openMailbox(processId);
  const journal = openJournal(processId);
  setHandler(orderNudged, () => {
    order.nudged = true;
  });

  const progress = (of: Stand): OrderProgress => {
    order.state = of.orderState ?? order.state;
    return { orderId, ...journal.stamped(of) };
  };
  const know = (told: LinesAtVendor): void => {
    order.lines = told;
    if (told.undoWithinMs !== undefined) order.undoBy = Math.min(order.undoBy, Date.now() + told.undoWithinMs);
  };
  const stepOf = ({ by }: LedgerEntry<UndoStep>): string => `undoing_${by}`;

  const isAllowed = (command: OrderCommand): boolean => {
    const { refused, provisioning, provisioned, inAccount = 0 } = order.lines;
    const lines = { refused, staying: provisioning + provisioned, inAccount };
    const { state, step, failure, undoing, goOn, undoAsked } = order;
    return goOn === undefined && !undoAsked && allowedCommands({ state, step, failure, undoing: undoing?.by, lines }).includes(command);
  };
  /** Goes on, as a command says; that it is done is written in the same statement. */
  const going = (kind: TimelineKind, command: Command): OrderProgress =>
    progress({
      state: 'running',
      step: order.undoing ? stepOf(order.undoing) : (order.step ?? 'queued'),
      orderState: order.undoing ? 'undoing' : 'in_progress',
      events: [journal.entry(kind, command.actor)],
      settles: done(command),
    });

  const carriedOut: Readonly<Record<OrderCommand, (command: Command) => Promise<void>>> = {
    retry: (command) => orderStore.recordOrder(going('order_retried', command)),
    correct: async (command) => {
      const { id: correctionId, actor } = command;
      order.needs = await orderStore.applyCorrection({ correctionId, actor, progress: going('order_corrected', command) });
      order.corrected = true;
    },
    leave_out: async (command) => {
      await orderStore.leaveOutRefused({ actor: command.actor, progress: going('order_lines_left_out', command) });
      order.leftOut = true;
    },
    // Done when the vendors have answered.
    reconcile: async (command) => {
      const { settles: _, ...asked } = going('order_reconcile_asked', command);
      await orderStore.recordOrder(asked);
      order.asking = command;
    },
    give_up: async (command) => {
      const { id: giveUpId, actor } = command;
      const { position } = order.undoing!;
      await orderStore.giveUpUndo({ giveUpId, position, actor, progress: going('order_undo_given_up', command) });
    },
    undo: async (command) => {
      const at = stepOf(order.ledger.at(-1)!);
      const events = [...(order.unwritten?.events ?? []), journal.entry('order_undo_asked', command.actor)];
      order.unwritten = undefined;
      await orderStore.recordOrder(progress({ state: 'running', step: at, orderState: 'undoing', events, settles: done(command) }));
      order.undoAsked = true;
      story.cut();
    },
  };
  const obey = async (command: Command): Promise<void> => {
    const asked = orderCommands.find((one) => command.kind === `order.${one}`);
    if (!asked || !isAllowed(asked)) return mailbox.refuse(command, 'state_conflict');
    try {
      await carriedOut[asked](command);
      if (asked !== 'undo') order.goOn = asked;
    } catch (error) {
      if (isCancellation(error)) throw error;
      await mailbox.fail(command, failureOf(error, 'internal'));
    }
  };

  const story = openStory<OrderStep, UndoStep, OrderCommand>(order, {
    mailbox,
    obey,
    lapsed: 'vendor_unreachable',
    begins: async (step) => {
      const { name, undo, waits } = step as OrderStepOf;
      const written = progress({ state: 'running', step: name, orderState: 'in_progress', ...(undo ? { undo } : {}) });
      if (waits) await orderStore.recordOrder(written);
      else order.unwritten = written;
    },
    stands: async (at, failure, until) => {
      order.unwritten = undefined; // a retried step is written by the command that retries it
      const asked = order.asking;
      order.asking = undefined;
      const stuck = { state: 'needs_attention', step: at, failure, orderState: 'needs_attention' } as const;
      await orderStore.recordOrder(
        progress({
          ...stuck,
          ...(until === undefined ? {} : { nextKind: 'order_undone_by_itself', nextAt: until }),
          ...(asked ? { settles: { commandId: asked.id, state: 'failed', code: failure } } : {}),
          events: [journal.entry('order_stuck', undefined, { failure })],
        }),
      );
    },
  });

  const mustGoOn = (): void => {
    if (order.undoAsked) throw new Undone();
  };
  return {
    order,
    story,
    mailbox,
    journal,
    progress,
    know,
    mustGoOn,
    stepOf,
    /** Calls the outside. The first call of a step writes the step: asked again after an outage of ours, it may never have been begun. */
    ask: async <T>(call: (asked: OrderCall) => Promise<T>): Promise<T> => {
      mustGoOn();
      const answer = await call(order.unwritten ? { orderId, begins: order.unwritten } : { orderId });
      order.unwritten = undefined;
      return answer;
    },
    /** Lets the vendors say what is true, where somebody has asked. */
    askVendors: async (): Promise<void> => {
      const { asking, step } = order;
      if (!asking || step === undefined) return;
      const events = [journal.entry('order_reconciled', asking.actor)];
      const found = await orderVendors.reconcileOrder({
        actor: asking.actor,
        progress: progress({ state: 'running', step, events, settles: done(asking) }),
      });
      order.asking = undefined;
      order.needs = found.needs;
      know(found.lines);
    },
    /** Waits, or less long when an outside service says that something has happened. */
    pause: async (ms: number): Promise<void> => {
      await condition(() => order.nudged || order.undoAsked, ms);
      order.nudged = false;
      mustGoOn();
    },
    fail: (code: FailureCode): never => {
      throw ApplicationFailure.nonRetryable(code, code);
    },
  };
};

export type OpenOrder = ReturnType<typeof openOrder>;
