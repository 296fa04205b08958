import { fileURLToPath } from 'node:url';
import { Worker, type WorkerOptions } from '@temporalio/worker';
import { openDatabase } from '../prisma/client.js';
import { createLog } from '../runtime/log.js';
import { createDataConverter } from '../runtime/payload-codec.js';
import type { Settings } from '../runtime/settings.js';
import { createLicenceVendorActivities } from './activities/licence-vendor.activities.js';
import { createMessageSender } from './activities/mail.activities.js';
import { aroundActivities } from './around-activities.js';
import { awaitEngine } from './await-engine.js';
import { createCardProcessor } from '../adapters/card-processor/stripe.js';
import { createLicenceVendor } from '../adapters/licence-vendor/client.js';
import { createMailer } from '../adapters/mail/smtp.js';
import { createProvisioningVendors } from '../adapters/provisioning-vendors.js';
import { createOrderVendorActivities } from './activities/order-vendor.activities.js';
import { createPaymentActivities } from './activities/payment.activities.js';
import { createPostman } from './postman.js';
import { createAttemptRecorder } from './store/record-attempt.js';
import { createOrderStore } from './store/order.store.js';
import { createStoreActivities } from './store/store.activities.js';

export interface RunningWorker {
  readonly worker: Worker;
  /** Settles when the worker has stopped; rejects when it failed. */
  readonly running: Promise<void>;
  /** Finishes what is in hand (up to 15 s), then lets go of everything. */
  stop(): Promise<void>;
}

export type WorkflowSource = Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'>;

/** Wires and starts one worker, once the engine is there. `workflows` is a ready bundle, or the path to bundle from. */
export const startWorker = async (settings: Settings, workflows: WorkflowSource): Promise<RunningWorker> => {
  const log = createLog('worker', settings.LOG_LEVEL);
  const connection = await awaitEngine(settings, log);
  const database = openDatabase(settings.DATABASE_URL);
  const mailer = createMailer(settings.SMTP_URL, settings.MAIL_FROM);
  const vendor = createLicenceVendor(settings.LICENCE_VENDOR_URL, settings.LICENCE_VENDOR_API_KEY);
  const cards = createCardProcessor({
    apiUrl: settings.CARD_API_URL,
    apiKey: settings.CARD_API_KEY,
    webhookSecret: settings.CARD_WEBHOOK_SECRET,
  });
  const sendMessage = createMessageSender(database, mailer, settings);
  const postman = createPostman(database, sendMessage, log);
  const worker = await Worker.create({
    connection,
    namespace: settings.TEMPORAL_NAMESPACE,
    taskQueue: settings.TEMPORAL_TASK_QUEUE,
    dataConverter: createDataConverter(settings.PAYLOAD_KEYS),
    ...workflows,
    activities: {
      ...createStoreActivities(database, settings),
      sendMessage,
      ...createLicenceVendorActivities(database, vendor),
      ...createOrderStore(database, new URL(settings.PUBLIC_URL).hostname, postman),
      ...createOrderVendorActivities(database, createProvisioningVendors(settings)),
      ...createPaymentActivities(database, cards, settings.PUBLIC_URL.replace(/\/$/, '')),
    },
    interceptors: { activity: [aroundActivities(log, createAttemptRecorder(database))] },
    shutdownGraceTime: '15s',
    // What hangs then is left to another worker: the process must be gone before its supervisor kills it.
    shutdownForceTime: '20s',
    maxCachedWorkflows: 500,
    // A command for a workflow whose worker has died goes to another one after this, well within the time that its caller waits.
    stickyQueueScheduleToStartTimeout: '4s',
  });
  const running = worker.run();
  running.catch(() => undefined); // main awaits it; a test may stop without looking
  const stop = async (): Promise<void> => {
    if (worker.getState() === 'RUNNING') worker.shutdown();
    await running.catch(() => undefined);
    await postman.stop();
    mailer.close();
    await database.close();
    await connection.close();
  };
  let stopped: Promise<void> | undefined;
  return { worker, running, stop: () => (stopped ??= stop()) };
};

/** Where the workflows are in a checkout. */
export const workflowsPath = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));
