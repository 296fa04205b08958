import { ApplicationFailure } from '@temporalio/common';
import { isFailureCode, type FailureCode } from '../../domain/failure/failure-code.js';
import type {
  DifferenceCause,
  DifferenceDetail,
  Differs,
  ReconcileArea,
  UnknownCause,
  Unnamed,
} from '../../domain/reconcile/difference.js';
import type { CustomerTenant } from '../../prisma/customer-tenant.js';

/** A difference, or something unnamed, with the place that was compared when it was seen, and whose it is. */
export interface Found {
  readonly place: string;
  readonly cause: DifferenceCause | UnknownCause;
  readonly object: string;
  readonly version: string;
  readonly detail: DifferenceDetail;
  /** Absent of what no row of ours names. */
  readonly subjectId?: string;
  readonly tenant?: CustomerTenant;
}

/** A part of a pass: what was compared, what was found, and where the next part goes on. */
export interface Slice {
  readonly compared: number;
  /** Each is compared as a whole: what was found in it before and isn't in `found` is gone. */
  readonly places: readonly string[];
  /** Places that can't be read at present: what was found there before stays as it is. */
  readonly unread: readonly string[];
  readonly found: readonly Found[];
  /** Undefined: this was the last one. */
  readonly next: string | undefined;
  /** Why it stopped before its end, and for how long it should rest. */
  readonly stopped?: Stop;
}

export interface Stop {
  readonly code: FailureCode;
  readonly restMs?: number | undefined;
}

/** What a slice may take. */
export interface Bounds {
  readonly rows: number;
  /** Rows that were written since are left to whoever is writing them (ms). */
  readonly settledForMs: number;
  /** Begins nothing more after this instant (ms of the process' own clock). */
  readonly until: number;
  /** A place that has failed again and again is passed over, and counted as unread. */
  readonly passOver: boolean;
}

/** One kind of rows of an area, walked through by key. */
export interface Stage {
  readonly name: string;
  compare(after: string | undefined, bounds: Bounds): Promise<Slice>;
}

export interface Comparison {
  readonly area: ReconcileArea;
  compare(cursor: string | null, bounds: Bounds): Promise<Slice>;
}

/** Stages one after the other; the cursor says which, and how far it is. */
export const inStages = (area: ReconcileArea, stages: readonly Stage[]): Comparison => ({
  area,
  compare: async (cursor, bounds) => {
    const [, name, after] = /^([a-z_]+)\|(.*)$/s.exec(cursor ?? '') ?? [];
    const at = Math.max(
      0,
      stages.findIndex((stage) => stage.name === name),
    );
    const stage = stages[at];
    if (!stage) throw new Error(`nothing is compared in ${area}`);
    const slice = await stage.compare(after === '' ? undefined : after, bounds);
    if (slice.next !== undefined) return { ...slice, next: `${stage.name}|${slice.next}` };
    // What stopped at its very first row goes on there.
    if (slice.stopped) return { ...slice, next: `${stage.name}|${after ?? ''}` };
    const following = stages[at + 1];
    return { ...slice, next: following && `${following.name}|` };
  },
});

const FAILED: FailureCode = 'internal';

/** Why the outside gave no answer. */
export const stopOf = (error: unknown): Stop => {
  if (error instanceof ApplicationFailure && isFailureCode(error.type)) {
    const delay: unknown = error.nextRetryDelay;
    return { code: error.type, ...(typeof delay === 'number' ? { restMs: delay } : {}) };
  }
  const code = (error as { code?: unknown }).code;
  return { code: typeof code === 'string' && isFailureCode(code) ? code : FAILED };
};

/** Rows of a customer, with what a finding takes over from them. */
export const found = (place: string, tenant: CustomerTenant, { cause, subjectId, object, version, detail }: Differs): Found => ({
  place,
  cause,
  object,
  version,
  detail,
  subjectId,
  tenant,
});

export const unnamed = (place: string, { cause, object, detail }: Unnamed): Found => ({ place, cause, object, version: '', detail });

/** Columns of a row `t` that say whose it is. */
export const tenantColumns = 't.tier1_id AS "tier1Id", t.channel_id AS "channelId", t.customer_id AS "customerId"';

export const tenantOf = ({ tier1Id, channelId, customerId }: CustomerTenant): CustomerTenant => ({ tier1Id, channelId, customerId });

/**
 * Looks at places one after the other until they, or the time, are used up. A failure ends the slice there, unless the place has to be
 * passed over; what is refused for good isn't asked twice in one pass.
 */
export const placeByPlace = async <Place>(
  places: readonly Place[],
  { until, passOver, rows }: Bounds,
  {
    keyOf,
    nameOf,
    look,
  }: {
    keyOf: (place: Place) => string;
    nameOf: (place: Place) => string;
    look: (place: Place) => Promise<{ compared: number; found: readonly Found[] }>;
  },
): Promise<Slice> => {
  let compared = 0;
  let last: string | undefined;
  const [seen, unread, all]: [string[], string[], Found[]] = [[], [], []];
  for (const [index, place] of places.entries()) {
    if (index > 0 && performance.now() > until) return { compared, places: seen, unread, found: all, next: last };
    try {
      const one = await look(place);
      compared += one.compared;
      all.push(...one.found);
      seen.push(nameOf(place));
    } catch (error) {
      const isFinal = error instanceof ApplicationFailure && error.nonRetryable === true;
      const skips = isFinal || (passOver && index === 0);
      if (!skips) return { compared, places: seen, unread, found: all, next: last, stopped: stopOf(error) };
      unread.push(nameOf(place));
    }
    last = keyOf(place);
  }
  return { compared, places: seen, unread, found: all, next: places.length < rows ? undefined : last };
};
