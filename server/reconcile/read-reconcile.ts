import {
  reconcileAreas,
  type DifferenceCause,
  type DifferenceSubject,
  type FindingState,
  type ReconcileArea,
  type UnknownCause,
} from '../../domain/reconcile/difference.js';
import { platformScope, type Database, type Scope } from '../../prisma/client.js';

/** How the comparison of an area stands: its last whole pass, and the one that is under way. */
export interface AreaStand {
  readonly area: ReconcileArea;
  /** Null: never gone through yet. */
  readonly endedAt: string | null;
  readonly compared: number;
  readonly differed: number;
  readonly unknown: number;
  readonly unread: number;
  readonly isUnderWay: boolean;
  /** Why the one under way rests: a failure code. */
  readonly failure: string | null;
}

/** What a difference is about, named for people. */
interface Subject {
  readonly subjectType: DifferenceSubject | null;
  readonly subjectId: string | null;
  readonly title: string | null;
  readonly titleIt: string | null;
  readonly customerId: string | null;
  readonly customerName: string | null;
}

export interface ShownFinding extends Subject {
  readonly id: string;
  readonly area: ReconcileArea;
  readonly cause: DifferenceCause | UnknownCause;
  readonly state: FindingState;
  readonly object: string;
  readonly detail: Readonly<Record<string, string | number | null>>;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
}

/** Something that needs somebody, because it differs. */
export interface DifferenceItem extends Subject {
  readonly id: string;
  readonly cause: DifferenceCause;
  readonly openedAt: string;
  readonly params: Readonly<Record<string, string | number | null>>;
}

const MOST = 200;

const STANDS = `
  SELECT k.area, l.ended_at AS "endedAt", coalesce(l.compared, 0) AS compared, coalesce(l.unread, 0) AS unread, o.id IS NOT NULL AS "isUnderWay", o.failure_code AS failure,
         (SELECT count(*)::int FROM reconcile_finding f WHERE f.area = k.area AND f.state = 'confirmed') AS differed,
         (SELECT count(*)::int FROM reconcile_finding f WHERE f.area = k.area AND f.state = 'unknown') AS unknown
    FROM unnest($1::text[]) WITH ORDINALITY AS k (area, place)
    LEFT JOIN LATERAL (SELECT * FROM reconcile_pass p WHERE p.area = k.area AND p.ended_at IS NOT NULL ORDER BY p.id DESC LIMIT 1) l ON true
    LEFT JOIN reconcile_pass o ON o.area = k.area AND o.ended_at IS NULL
   ORDER BY k.place`;

const SUBJECT = `
  t.subject_type AS "subjectType", t.subject_id AS "subjectId", t.customer_id AS "customerId", c.company AS "customerName",
  CASE t.subject_type WHEN 'order' THEN (SELECT o.number FROM customer_order o WHERE o.id = t.subject_id)
                      WHEN 'process' THEN (SELECT p.title FROM process p WHERE p.id = t.subject_id)
                      WHEN 'subscription' THEN (SELECT pl.name_en FROM subscription s JOIN plan pl ON pl.id = s.plan_id WHERE s.id = t.subject_id)
                      ELSE c.company END AS title,
  CASE t.subject_type WHEN 'subscription' THEN (SELECT pl.name_it FROM subscription s JOIN plan pl ON pl.id = s.plan_id WHERE s.id = t.subject_id) END AS "titleIt"`;

const FINDINGS = `
  SELECT t.id, t.area, t.cause, t.state, t.object, t.detail, t.first_seen_at AS "firstSeenAt", t.last_seen_at AS "lastSeenAt", ${SUBJECT}
    FROM reconcile_finding t LEFT JOIN customer c ON c.id = t.customer_id
   WHERE t.state <> 'gone' ORDER BY array_position(ARRAY['confirmed', 'seen', 'unknown'], t.state), t.first_seen_at, t.id LIMIT ${String(MOST)}`;

const ITEMS = `
  SELECT t.id, t.cause, t.opened_at AS "openedAt", t.params, ${SUBJECT} FROM attention_item t JOIN customer c ON c.id = t.customer_id
   WHERE t.state = 'open' AND t.subject_id IS NOT NULL AND ($1::uuid IS NULL OR t.customer_id = $1) AND ($2::uuid[] IS NULL OR t.subject_id = ANY ($2))
   ORDER BY t.opened_at, t.id LIMIT $3`;

/** What was compared, when, how much, and what differs: the same for a page and for a terminal. */
export const readReconcile = async (database: Database): Promise<{ areas: AreaStand[]; findings: ShownFinding[] }> => {
  const [areas, findings] = await Promise.all([
    database.read<AreaStand>(platformScope, STANDS, [reconcileAreas]),
    database.read<ShownFinding>(platformScope, FINDINGS),
  ]);
  return { areas, findings };
};

/** The open items about differences, of a customer or of subjects or of all in scope; the oldest first. */
export const differenceItems = (
  database: Database,
  scope: Scope,
  { customerId, subjectIds, most = MOST }: { customerId?: string | undefined; subjectIds?: readonly string[] | undefined; most?: number },
): Promise<DifferenceItem[]> => database.read<DifferenceItem>(scope, ITEMS, [customerId ?? null, subjectIds ?? null, most]);
