import { sentenceOf } from '../problem.js';
import { createReport } from '../report.js';
import { acquireForSomeTests, acquireParts } from '../test/acquire-parts.js';

const report = createReport();
try {
  await acquireParts(report);
  await acquireForSomeTests(report);
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 1;
}
