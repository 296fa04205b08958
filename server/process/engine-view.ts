import type { Client } from '@temporalio/client';
import { decodeOptionalFailureToOptionalError } from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { temporal } from '@temporalio/proto';

type Timestamp = { seconds?: { toNumber(): number } | number | null; nanos?: number | null } | null | undefined;

const instantOf = (stamp: Timestamp): string | null => {
  if (!stamp?.seconds) return null;
  const seconds = typeof stamp.seconds === 'number' ? stamp.seconds : Number(stamp.seconds);
  return new Date(seconds * 1000 + (stamp.nanos ?? 0) / 1e6).toISOString();
};

const ACTIVITY_STATES = ['unknown', 'scheduled', 'started', 'cancel_requested', 'paused', 'pause_requested'] as const;

export interface EngineView {
  readonly status: string;
  readonly runId: string;
  readonly historyLength: number;
  readonly startedAt: string;
  readonly closedAt: string | null;
  readonly pendingActivities: readonly {
    readonly id: string;
    readonly type: string;
    readonly state: string;
    readonly attempt: number;
    readonly maximumAttempts: number | null;
    readonly lastFailure: { readonly type: string; readonly message: string } | null;
    readonly lastStartedAt: string | null;
    readonly nextRetryAt: string | null;
  }[];
  readonly timers: readonly { readonly id: string; readonly dueAt: string }[];
  readonly pendingChildren: readonly { readonly workflowId: string }[];
}

const openTimers = (events: readonly temporal.api.history.v1.IHistoryEvent[]): EngineView['timers'] => {
  const open = new Map<string, { id: string; dueAt: string }>();
  for (const event of events) {
    const started = event.timerStartedEventAttributes;
    if (started?.timerId) {
      const { seconds = 0, nanos = 0 } = started.startToFireTimeout ?? {};
      const due = Date.parse(instantOf(event.eventTime) ?? '') + Number(seconds ?? 0) * 1000 + (nanos ?? 0) / 1e6;
      open.set(String(event.eventId), { id: started.timerId, dueAt: new Date(due).toISOString() });
    }
    const ended = event.timerFiredEventAttributes?.startedEventId ?? event.timerCanceledEventAttributes?.startedEventId;
    if (ended) open.delete(String(ended));
  }
  return [...open.values()];
};

const lastFailure = async (client: Client, failure: temporal.api.failure.v1.IFailure | null | undefined) => {
  if (!failure) return null;
  const error = await decodeOptionalFailureToOptionalError(client.options.loadedDataConverter, failure);
  return { type: failure.applicationFailureInfo?.type ?? 'unknown', message: (error?.message ?? '').slice(0, 300) };
};

/** What the engine itself knows of a workflow: pending work with attempts and failures, open timers. Throws the SDK's errors. */
export const readEngineView = async (client: Client, workflowId: string): Promise<EngineView> => {
  const handle = client.workflow.getHandle(workflowId);
  const [description, history] = await Promise.all([handle.describe(), handle.fetchHistory()]);
  const { raw } = description;
  const pendingActivities = await Promise.all(
    (raw.pendingActivities ?? []).map(async (activity) => ({
      id: activity.activityId ?? '',
      type: activity.activityType?.name ?? '',
      state: ACTIVITY_STATES[activity.state ?? 0] ?? 'unknown',
      attempt: activity.attempt ?? 1,
      maximumAttempts: activity.maximumAttempts ?? null,
      lastFailure: await lastFailure(client, activity.lastFailure),
      lastStartedAt: instantOf(activity.lastStartedTime),
      nextRetryAt:
        ACTIVITY_STATES[activity.state ?? 0] === 'scheduled'
          ? (instantOf(activity.nextAttemptScheduleTime) ?? instantOf(activity.scheduledTime))
          : null,
    })),
  );
  return {
    status: description.status.name,
    runId: description.runId,
    historyLength: description.historyLength,
    startedAt: description.startTime.toISOString(),
    closedAt: description.closeTime?.toISOString() ?? null,
    pendingActivities,
    timers: description.status.name === 'RUNNING' ? openTimers(history.events ?? []) : [],
    pendingChildren: (raw.pendingChildren ?? []).map((child) => ({ workflowId: child.workflowId ?? '' })),
  };
};
