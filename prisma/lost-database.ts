/** Of Node, of Prisma, and of PostgreSQL where its class says less. */
const OUTAGE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'P2034',
  'P2037',
  '25006', // read-only, as the old primary is at a failover
  '25P03', // our own limit of a transaction that stands still
  '25P04',
  '40001',
  '40P01',
  '55P03', // our own limit of waiting for a lock
]);

/** PostgreSQL's classes of what says nothing about the statement: connection, resources (full disk, memory), an operator, the system below. */
const OUTAGE_CLASSES = new Set(['08', '53', '57', '58']);

const isOutageCode = (code: string | undefined): boolean =>
  code !== undefined && (OUTAGE_CODES.has(code) || (/^[0-9A-Z]{5}$/.test(code) && OUTAGE_CLASSES.has(code.slice(0, 2))));

/** An error with all that caused it, outermost first. */
export const causesOf = function* (error: unknown): Generator<object> {
  let current = error;
  for (let depth = 0; depth < 8 && typeof current === 'object' && current !== null; depth += 1) {
    yield current;
    if (current instanceof AggregateError) yield* current.errors as object[];
    const { cause, meta } = current as { cause?: unknown; meta?: { driverAdapterError?: unknown } };
    current = cause ?? meta?.driverAdapterError;
  }
};

const saysSo = (error: object): boolean => {
  const { code, originalCode, kind, message = '' } = error as { code?: string; originalCode?: string; kind?: string; message?: string };
  if (isOutageCode(code) || isOutageCode(originalCode)) return true;
  return (
    kind === 'DatabaseNotReachable' ||
    /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect|Can't reach database|the database system is|Unable to start a transaction|Server has closed the connection/i.test(
      message,
    )
  );
};

/**
 * True when an error means that the database can't be reached now, was lost in the middle, or can't do its work (read-only, full, out of
 * time): an outage of our own part, which passes, and says nothing about what was asked or about anybody outside.
 */
export const isLostDatabase = (error: unknown): boolean => {
  for (const cause of causesOf(error)) if (saysSo(cause)) return true;
  return false;
};
