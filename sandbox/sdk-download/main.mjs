// Lets the Temporal SDK download one of its servers into a folder: `node main.mjs dev-server|time-skipping FOLDER`.
// A process of its own, because the SDK's native part prints and can't be interrupted.
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [kind, downloadDir] = process.argv.slice(2);
const environment =
  kind === 'dev-server'
    ? await TestWorkflowEnvironment.createLocal({
        server: { executable: { type: 'cached-download', downloadDir, version: 'v1.5.1' } },
      })
    : await TestWorkflowEnvironment.createTimeSkipping({
        server: { executable: { type: 'cached-download', downloadDir } },
      });
await environment.teardown();
process.exit(0);
