/** What of vitest's JSON report is counted. */
export interface Results {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}

/**
 * The closing line. A file that could not be loaded has no tests to count, and an error outside of any test fails the
 * run all the same: each of the two counts as one failure.
 */
export function resultLine(results: Results | undefined, exitCode: number): string {
  const passed = results?.numPassedTests ?? 0;
  const unloaded = (results?.testResults ?? []).filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const counted = (results?.numFailedTests ?? 0) + unloaded.length;
  const failed = exitCode === 0 ? counted : Math.max(counted, 1);
  const skipped = (results?.numPendingTests ?? 0) + (results?.numTodoTests ?? 0);
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
