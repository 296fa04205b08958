import { ApplicationFailure, CancellationScope, condition, isCancellation, patched } from '@temporalio/workflow';
import type { FailureCode } from '../../domain/failure/failure-code.js';
import type { LinesAtVendor, PurchaseInput, PurchaseResult } from '../contracts/purchase.js';
import type { OrderNeeds } from '../../domain/order/order.js';
import type { OrderCommand } from '../../domain/order/remedies.js';
import { Undone, openStory, type Step } from './order-story.js';
import { orderVendors, payments } from '../proxies.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The bank's page is forgotten by then; the customer is asked again. */
const CONFIRMATION_MS = 24 * HOUR;
/** The notice of a confirmation comes at once; asking is for when it was lost, and a day of asking has to fit a history. */
const SLOWEST_CONFIRMATION_POLL_MS = 5 * MINUTE;
/** Vendors refresh their status every quarter of an hour: asking more often than that tells nothing new for long. */
const FIRST_POLL_MS = 2 * SECOND;
const SLOWEST_POLL_MS = 15 * MINUTE;
/** Minutes are usual, hours happen; after a day somebody should ask. */
const LATE_MS = 24 * HOUR;

const failWith = (code: FailureCode): never => {
  throw ApplicationFailure.nonRetryable(code, code);
};

const hasOpenLines = ({ provisioning, refused }: LinesAtVendor): boolean => provisioning + refused > 0;

/**
 * A purchase: hold the money, have an account at the vendor, order, wait until it is there, take the money for what is there.
 * Each step can stand still until a person corrects, retries or undoes; undoing goes back through the ledger.
 */
export async function purchase(input: PurchaseInput): Promise<PurchaseResult> {
  const { orderId } = input;
  const story = openStory(input);

  /** Credit is held in the transaction that places the order; a card, and whatever a correction chose, is asked here. */
  const paysLater = (needs: OrderNeeds): boolean => needs.method === 'card' || story.wasCorrected();

  const holdMoney = async (): Promise<void> => {
    const deadline = Date.now() + CONFIRMATION_MS;
    let held = await story.ask(payments.authorisePayment);
    if (held.state === 'requires_action') await story.awaitPayment(new Date(deadline).toISOString());
    for (let pause = FIRST_POLL_MS; held.state === 'requires_action'; pause = Math.min(pause * 2, SLOWEST_CONFIRMATION_POLL_MS)) {
      if (Date.now() >= deadline) failWith('payment_authentication_failed');
      await story.pause(Math.min(pause, deadline - Date.now()));
      held = await story.ask(payments.authorisePayment);
    }
  };

  /** Another account that a correction named, or one that the vendor hasn't any more, made ready late. */
  const haveAccount = async (): Promise<void> => {
    const { tenant, agreement } = story.needs();
    if (patched('account-where-needed') && !tenant && !agreement) return;
    await story.ask(orderVendors.prepareTenant);
    await story.ask(orderVendors.acceptAgreement);
  };

  const placeLines = (): Promise<void> => story.ask(orderVendors.placeLines).then(story.know);

  /** Refused lines are asked for again, but where the vendors have just been asked what is true: that is told first. */
  const askAgain = async (how: OrderCommand | undefined): Promise<void> => {
    if (story.lines().refused === 0 || how === 'reconcile') return;
    if (how === 'correct' && patched('account-of-refused-lines')) await haveAccount();
    await placeLines();
  };

  const waitForLines = async (attempt: number, how?: OrderCommand): Promise<void> => {
    if (story.leftLinesOut()) await orderVendors.cancelLines({ orderId, only: 'left_out' });
    if (attempt > 1) await askAgain(how);
    const lateAt = Date.now() + LATE_MS;
    for (let pause = FIRST_POLL_MS; story.lines().provisioning > 0; pause = Math.min(pause * 2, SLOWEST_POLL_MS)) {
      if (Date.now() >= lateAt) failWith('vendor_provisioning_late');
      await story.pause(Math.min(pause, lateAt - Date.now()));
      story.know(await orderVendors.readLines({ orderId }));
    }
    const { refused, failure } = story.lines();
    if (refused > 0) failWith(failure ?? 'vendor_line_failed');
  };

  const steps: readonly Step[] = [
    { name: 'authorising_payment', when: paysLater, tells: 'order_payment_held', work: holdMoney },
    {
      name: 'preparing_tenant',
      when: ({ tenant }) => tenant,
      tells: 'order_tenant_ready',
      work: () => story.ask(orderVendors.prepareTenant),
    },
    {
      name: 'accepting_agreement',
      when: ({ agreement }) => agreement,
      tells: 'order_agreement_accepted',
      work: async (_attempt, how) => {
        if (story.wasCorrected() || how === 'reconcile') await story.ask(orderVendors.prepareTenant);
        await story.ask(orderVendors.acceptAgreement);
      },
    },
    {
      name: 'ordering',
      undo: { by: 'cancel_at_vendor', position: 1 },
      tells: 'order_lines_ordered',
      work: async (attempt, how) => {
        if (attempt > 1 && (story.wasCorrected() || how === 'reconcile')) await haveAccount();
        await placeLines();
      },
    },
    {
      name: 'provisioning',
      when: () => hasOpenLines(story.lines()),
      waits: true,
      tells: 'order_lines_provisioned',
      work: waitForLines,
    },
    {
      name: 'charging',
      when: paysLater,
      tells: 'order_charged',
      work: async () => {
        if (story.wasCorrected()) await holdMoney();
        await story.ask(payments.capturePayment);
      },
    },
  ];

  try {
    return await story.tell(steps);
  } catch (error) {
    if (!(error instanceof Undone || isCancellation(error))) throw error;
    return CancellationScope.nonCancellable(async () => {
      await condition(() => !story.isBusy());
      return story.undo();
    });
  }
}
