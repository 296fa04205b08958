import { pino, type Logger } from 'pino';

/** Field names whose values never reach a log, wherever they stand in an object. */
const SECRET_FIELDS = ['password', 'token', 'cookie', 'authorization', 'secret', 'apiKey', 'set-cookie', 'oldPassword', 'newPassword'];

/** A structured logger on standard output; secrets are redacted, times are ISO-8601. */
export const createLog = (name: string, level: string): Logger =>
  pino({
    name,
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [
        `["${field}"]`,
        `*["${field}"]`,
        `*.*["${field}"]`,
        `req.headers["${field}"]`,
        `res.headers["${field}"]`,
      ]),
      censor: '[redacted]',
    },
  });

export type { Logger };
