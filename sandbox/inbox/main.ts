import { serveUntilStopped } from '../processes/serve-until-stopped.js';
import { startInbox } from './inbox.js';

await serveUntilStopped(() =>
  startInbox({
    folder: process.env.INBOX_FOLDER ?? '.data/inbox',
    smtpPort: Number(process.env.SMTP_PORT ?? 4011),
    httpPort: Number(process.env.INBOX_PORT ?? 4010),
    bounceUrl: process.env.BOUNCE_URL,
  }),
);
