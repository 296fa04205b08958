import { serveUntilStopped } from '../processes/serve-until-stopped.js';
import { startCardProcessor } from './card-processor.js';

const { CARD_PROCESSOR_FOLDER, CARD_PROCESSOR_PORT, CARD_API_KEY = '', CARD_WEBHOOK_URL, CARD_WEBHOOK_SECRET = '' } = process.env;

await serveUntilStopped(() =>
  startCardProcessor({
    folder: CARD_PROCESSOR_FOLDER ?? '.data/cards',
    port: Number(CARD_PROCESSOR_PORT ?? 4022),
    apiKey: CARD_API_KEY,
    webhook: CARD_WEBHOOK_URL ? { url: CARD_WEBHOOK_URL, secret: CARD_WEBHOOK_SECRET } : undefined,
  }),
);
