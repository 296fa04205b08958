import type { FailureCode } from '../../domain/failure/failure-code.js';
import type { ProcessState } from '../../domain/process/process.js';
import type { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import type { Fence, Settlement } from './command.js';
import type { Actor } from './open-customer.js';

/** Something for the timeline. `key` is unique in the run, so that a repeated write is harmless. */
export interface TimelineEntry {
  readonly kind: TimelineKind;
  readonly key: string;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly actor?: Actor;
}

/** How a process stands now. */
export interface Progress {
  readonly processId: string;
  readonly state: ProcessState;
  readonly step: string;
  readonly nextKind?: string;
  readonly nextAt?: string;
  readonly failure?: FailureCode;
  readonly events?: readonly TimelineEntry[];
  /**
   * Where the write comes from: it loses against a later one, with everything beside it, and a business write that loses is an error.
   * Absent in workflow types from before there were fences.
   */
  readonly fence?: Fence;
  /** The command that causes this: it is settled in the same statement. */
  readonly settles?: Settlement;
}

/** Writes to the database: short, run as local activities. Ids, dates and codes only: what they name is looked up there. */
export interface StoreActivities {
  recordProgress(progress: Progress): Promise<void>;
  recordAccountEmailMoved(input: { messageId: string; dueAt: string; progress: Progress }): Promise<void>;
  /** Adds the reason that the actor left in the process's row to the timeline entry. */
  recordAccountEmailCalledOff(input: { messageId: string; progress: Progress }): Promise<void>;
  /** `protocol`: how its process is told of commands; absent in workflow types from before there was another one. */
  beginMessage(input: {
    messageId: string;
    processId: string;
    workflowId: string;
    runId: string;
    protocol?: 'commands';
  }): Promise<{ emergency: boolean }>;
  /** Adds the address that took the message to the timeline entry. */
  finishMessage(input: { messageId: string; outcome: 'delivered' | 'emergency'; progress: Progress }): Promise<void>;
  failMessage(input: { messageId: string; failure: FailureCode; progress: Progress }): Promise<void>;
  beginLicence(input: { licenceId: string; progress: Progress }): Promise<void>;
  finishLicence(input: { licenceId: string; vendorRef: string; progress: Progress }): Promise<void>;
  failLicence(input: { licenceId: string; failure: FailureCode; note: string; progress: Progress }): Promise<void>;
  moveLicence(input: { licenceId: string; startDate: string; at: string; progress: Progress }): Promise<void>;
  callOffLicence(input: { licenceId: string; progress: Progress }): Promise<void>;
  /** Makes the invitation's link the only valid one of its user, until an instant (ISO-8601 UTC). */
  armActivation(input: { messageId: string; expiresAt: string }): Promise<void>;
  /**
   * Says that an account e-mail is being sent. While its user hasn't been activated, its link becomes the only valid one until an
   * instant (ISO-8601 UTC), and a process watches it: the user's running one, or one that this starts.
   */
  beginAccountEmail(input: { messageId: string; expiresAt: string; progress: Progress }): Promise<void>;
  /** Writes the reminder that goes out before a link expires; the same one at each try. Not wanted where the invitation itself reached nobody. */
  writeReminder(input: { messageId: string; reminderId: string }): Promise<{ wanted: boolean } | undefined>;
  /** Adds the next rows of an import, and says how far it is. Repeating a call adds nothing twice. */
  addImportedUsers(input: {
    importId: string;
    processId: string;
  }): Promise<{ done: number; total: number; added: number; skipped: number }>;
}

/** Calls that leave the process: regular activities. */
export interface MailActivities {
  /** Renders and sends a message to its main or emergency address. Fails with mail_* codes. */
  sendMessage(input: { messageId: string; to: 'main' | 'emergency' }): Promise<void>;
}

export interface LicenceVendorActivities {
  /** Brings the licence at its vendor to our record's target. Idempotent. Fails with vendor_* codes. */
  provisionLicence(input: { licenceId: string }): Promise<{ vendorRef: string }>;
  /** Takes a change back at the vendor: a start is removed there, a resize or end restored to the units we hold. Idempotent. */
  withdrawLicence(input: { licenceId: string }): Promise<void>;
}
