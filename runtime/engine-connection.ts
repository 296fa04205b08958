import { readFile } from 'node:fs/promises';
import type { TLSConfig } from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { Settings } from './settings.js';

/** What both SDKs (client and worker) need to reach the engine. */
export interface EngineConnectionOptions {
  address: string;
  tls?: TLSConfig | boolean;
  apiKey?: string;
}

/** Connection options for any cluster: plain on loopback, TLS, client certificate, or API key. */
export const engineConnectionOptions = async (settings: Settings): Promise<EngineConnectionOptions> => {
  const { TEMPORAL_TLS_CERT_FILE: certFile, TEMPORAL_TLS_KEY_FILE: keyFile, TEMPORAL_API_KEY: apiKey } = settings;
  const tls =
    certFile && keyFile
      ? { clientCertPair: { crt: await readFile(certFile), key: await readFile(keyFile) } }
      : settings.TEMPORAL_TLS || apiKey !== undefined;
  return { address: settings.TEMPORAL_ADDRESS, ...(tls ? { tls } : {}), ...(apiKey ? { apiKey } : {}) };
};
