import { serveUntilStopped } from '../processes/serve-until-stopped.js';
import { startPartnerCenter } from './partner-center.js';
import { SANDBOX_LIMITS } from './partner-options.js';

await serveUntilStopped(() =>
  startPartnerCenter({
    folder: process.env.PARTNER_API_FOLDER ?? '.data/partner-center',
    port: Number(process.env.PARTNER_API_PORT ?? 4021),
    apiKey: process.env.PARTNER_API_KEY ?? '',
    webhookSecret: process.env.PARTNER_WEBHOOK_SECRET ?? '',
    webhookUrl: process.env.PARTNER_WEBHOOK_URL || undefined,
    provisioningMs: Number(process.env.PARTNER_PROVISIONING_MS || 20_000),
    limits: process.env.PARTNER_SANDBOX_LIMITS === '1' ? SANDBOX_LIMITS : undefined,
  }),
);
