/** What our rows are compared with, each for itself: the engine, the commands it should have taken, each vendor, the card processor. */
export const reconcileAreas = ['engine', 'commands', 'microsoft', 'guardia', 'card'] as const;
export type ReconcileArea = (typeof reconcileAreas)[number];

/** What a difference's attention item is about; it's shown on that page, and on its customer's. */
export const differenceSubjects = ['process', 'order', 'subscription', 'customer'] as const;
export type DifferenceSubject = (typeof differenceSubjects)[number];

/** What can differ, and what it is about. What people read of each is in the messages. */
export const differenceCauses = {
  /** Our row says that it goes on; the engine has no such workflow. */
  workflow_missing: 'process',
  /** Our row says that it goes on; its workflow has ended, failed or was ended from outside. */
  workflow_ended: 'process',
  /** Our row has ended, and its workflow hasn't. */
  workflow_runs_on: 'process',
  /** It is under way, and no process of ours is. */
  order_without_process: 'order',
  subscription_without_process: 'subscription',
  /** A mail that is to go out, with nothing that would send it. */
  message_without_process: 'customer',
  /** A command that its process hasn't taken up, or has taken up and not settled. */
  command_unclaimed: 'process',
  command_unsettled: 'process',
  /** The vendor has more than one of what was bought once. */
  bought_twice: 'order',
  /** It was undone, or left out, and the vendor has it. */
  left_at_vendor: 'order',
  /** It has ended here, and lives there. */
  lives_at_vendor: 'subscription',
  /** It lives here; the vendor has never had it, or has ended or suspended it. */
  missing_at_vendor: 'subscription',
  ended_at_vendor: 'subscription',
  suspended_at_vendor: 'subscription',
  units_differ: 'subscription',
  term_differs: 'subscription',
  /** Money was taken that we don't have as taken. */
  captured_not_here: 'order',
  /** Money is held for an order that has ended. */
  held_after_end: 'order',
  /** What we have as held is free again; what we have as taken was not. */
  hold_lapsed: 'order',
  not_captured: 'order',
  captured_amount_differs: 'order',
  refunds_differ: 'order',
  /** The processor knows no such payment. */
  payment_missing: 'order',
} as const satisfies Record<string, DifferenceSubject>;
export type DifferenceCause = keyof typeof differenceCauses;

export const isDifferenceCause = (cause: string): cause is DifferenceCause => Object.hasOwn(differenceCauses, cause);

/** What somebody has there that no row of ours names and that carries no id of ours: reported, never claimed. */
export const unknownCauses = ['unknown_workflow', 'unknown_subscription', 'unknown_payment'] as const;
export type UnknownCause = (typeof unknownCauses)[number];

/** `seen` once; `confirmed` when it was seen again later with our row unchanged, which is what somebody is called for. */
export const findingStates = ['seen', 'confirmed', 'unknown', 'gone'] as const;
export type FindingState = (typeof findingStates)[number];

/** Facts of a difference, for whoever looks into it: ids, amounts, dates, states. No texts of people. */
export type DifferenceDetail = Readonly<Record<string, string | number | null>>;

/** How something differs, before it is known whose it is. */
export interface Differs {
  readonly cause: DifferenceCause;
  /** Of our row. */
  readonly subjectId: string;
  /** What is different, by its key there or here. */
  readonly object: string;
  /** Of our row: changes with it. */
  readonly version: string;
  readonly detail: DifferenceDetail;
}

/** Something that no row of ours names. */
export interface Unnamed {
  readonly cause: UnknownCause;
  readonly object: string;
  readonly detail: DifferenceDetail;
}
