/** Kinds of long-running process; each is one Temporal workflow type. */
export const processKinds = [
  'customer',
  'licence',
  'message',
  'activation',
  'user_import',
  'order',
  'subscription_change',
  'subscription',
] as const;
export type ProcessKind = (typeof processKinds)[number];

/** The workflow type that runs a kind of process, for those built so far. A test compares it with what the worker registers. */
export const workflowTypes = {
  customer: 'sendAccountEmail',
  licence: 'changeLicence',
  message: 'transmitMessage',
  activation: 'activateUser',
  user_import: 'importUsers',
  order: 'fulfilOrder',
} as const satisfies Partial<Record<ProcessKind, string>>;

/** A message's further processes: what follows when it comes back after its first one has ended. */
export const followBounceType = 'followBounce';

/** What an operator sees of a process. `queued`: recorded here, not yet confirmed by the engine. */
export const processStates = ['queued', 'running', 'waiting', 'needs_attention', 'failed', 'done', 'ended'] as const;
export type ProcessState = (typeof processStates)[number];

/** What a process's row keeps for it and the engine isn't told: free text that people typed, by who typed it. */
export interface ProcessInput {
  readonly reasons?: Readonly<Record<string, string>>;
}

/** State → the states that may follow. Ended states have none; every other one has a way out. */
export const processTransitions: Readonly<Record<ProcessState, readonly ProcessState[]>> = {
  queued: ['running', 'waiting', 'needs_attention', 'done', 'failed', 'ended'],
  running: ['waiting', 'needs_attention', 'done', 'failed', 'ended'],
  waiting: ['running', 'needs_attention', 'done', 'failed', 'ended'],
  needs_attention: ['running', 'waiting', 'done', 'failed', 'ended'],
  failed: [],
  done: [],
  ended: [],
};

/** States in which a subject's process is alive; the database allows one alive process per kind and subject. */
export const activeProcessStates = ['queued', 'running', 'waiting', 'needs_attention'] as const satisfies readonly ProcessState[];

/**
 * The workflow id of a process: a business key, `kind/subject`, and `kind/subject/2` for the second
 * process of the same subject, so that an id is never started twice.
 */
export const workflowIdOf = (kind: ProcessKind, subjectId: string, ordinal = 1): string =>
  ordinal === 1 ? `${kind}/${subjectId}` : `${kind}/${subjectId}/${String(ordinal)}`;

const WORKFLOW_ID = /^([a-z_]+)\/([^/]+)(?:\/([2-9]|[1-9]\d+))?$/;

/** The inverse of {@link workflowIdOf}; undefined for an id that is not ours. */
export const parseWorkflowId = (id: string): { kind: ProcessKind; subjectId: string; ordinal: number } | undefined => {
  const [, word, subjectId, ordinal = '1'] = WORKFLOW_ID.exec(id) ?? [];
  const kind = processKinds.find((candidate) => candidate === word);
  return kind !== undefined && subjectId !== undefined ? { kind, subjectId, ordinal: Number(ordinal) } : undefined;
};
