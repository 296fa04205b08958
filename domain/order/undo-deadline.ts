/** How long a line could be given back at its vendor; instants, ISO-8601 UTC. Absent of a line that isn't there. */
export interface LineWindow {
  readonly boughtAt: string | null;
  readonly cancellableUntil: string | null;
}

/** Of a window's seven days the seventh is left for the undoing itself, which may be refused and need a person. */
const SHARE = 6 / 7;

/**
 * How long (ms) an order may go on standing still, so that what it has at its vendors can be given back in time. Undefined where nothing
 * is there, or the window of whatever is there is closed. A duration and no instant: it is the vendor's clock that closes a window.
 */
export const undoWithin = (lines: readonly LineWindow[], now: number): number | undefined => {
  const left = lines.flatMap(({ boughtAt, cancellableUntil }) => {
    if (boughtAt === null || cancellableUntil === null || Date.parse(cancellableUntil) <= now) return [];
    const from = Date.parse(boughtAt);
    return [Math.max(0, from + Math.floor((Date.parse(cancellableUntil) - from) * SHARE) - now)];
  });
  return left.length === 0 ? undefined : Math.min(...left);
};
