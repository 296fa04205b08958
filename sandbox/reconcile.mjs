// npm run reconcile [-- --json …]: compares what the product of this machine has with its engine, vendors and card processor, and says what differs.
import { runBeside } from './launch/run-beside.mjs';

await runBeside('reconcile');
