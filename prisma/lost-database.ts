const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08001',
  '53300',
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2037',
  'P2028',
]);

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
  if (CONNECTION_CODES.has(code ?? '') || CONNECTION_CODES.has(originalCode ?? '')) return true;
  return (
    kind === 'DatabaseNotReachable' ||
    /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect|Can't reach database|the database system is|Unable to start a transaction|Server has closed the connection/i.test(
      message,
    )
  );
};

/** True when an error of ours means that the database can't be reached now, or was lost in the middle. */
export const isLostDatabase = (error: unknown): boolean => {
  for (const cause of causesOf(error)) if (saysSo(cause)) return true;
  return false;
};
