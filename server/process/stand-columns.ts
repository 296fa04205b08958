import type { ProcessKind, ProcessState } from '../../domain/process/process.js';
import type { StandFacts } from '../../domain/process/usual-time.js';

/** What is known of a process about how it stands: by `standOf` it is late, tried again, or needs somebody. */
export interface StandRow extends StandFacts {
  readonly kind: ProcessKind;
  readonly state: ProcessState;
  readonly retrySince: string | null;
  readonly retryFailure: string | null;
  readonly retryNextAt: string | null;
}

/** The columns of {@link StandRow} of the process `p`, but for kind, state and next date. */
export const standColumns = `
  p.work_since AS "workSince", p.usual_seconds AS "usualSeconds", p.stuck_since AS "stuckSince", p.retry_attempt AS "retryAttempt", p.retry_since AS "retrySince",
  p.retry_failure AS "retryFailure", p.retry_next_at AS "retryNextAt"`;

/** The order of processes by how much they need somebody, worst first: the same as `standOf` has it. */
export const worstFirst = `
  CASE WHEN p.state = 'needs_attention' OR p.stuck_since IS NOT NULL THEN 0 WHEN p.retry_attempt IS NOT NULL THEN 1
       WHEN p.state IN ('queued', 'running') AND p.work_since < now() - coalesce(p.usual_seconds, 60) * interval '1 second' THEN 2 ELSE 3 END, p.next_at NULLS LAST`;
