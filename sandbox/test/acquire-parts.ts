import { findBrowser } from '../browser/find-browser.js';
import { acquireEngine } from '../engine/acquire-engine.js';
import { acquireTemporalServer } from '../engine/acquire-temporal-server.js';
import type { Report } from '../report.js';
import { acquireStripeMock } from '../stripe-mock/acquire-stripe-mock.js';
import { acquireTestServer } from '../test-server/acquire-test-server.js';

/** What every run of the tests needs from outside of the checkout. */
export async function acquireParts(report: Report): Promise<void> {
  await Promise.all([acquireEngine(report), acquireTestServer(report), findBrowser(report)]);
}

/**
 * What single tests need, which wait for it; to be got after the engine, whose build compiles most of Temporal's server. The
 * quick one first: two cores build one thing at a time. What went wrong is said by the test, which tries for itself.
 */
export async function acquireForSomeTests(report: Report): Promise<void> {
  await acquireStripeMock(report).catch(() => undefined);
  await acquireTemporalServer(report).catch(() => undefined);
}
