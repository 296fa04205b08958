import { closeServer, listenOnLoopback, portOf } from '../http-server.js';
import { LicenceLedger } from './licence-ledger.js';
import { LicenceService } from './licence-service.js';
import { VendorFaults } from './vendor-faults.js';
import { handleVendorCall, type VendorParts } from './vendor-http.js';

export interface LicenceVendorOptions {
  folder: string;
  /** 0 takes a free one. */
  port: number;
  apiKey: string;
}

export interface RunningLicenceVendor {
  url: string;
  stop(): Promise<void>;
}

/** The vendor whose licences the product resells, over plain REST, with faults to order. */
export async function startLicenceVendor(options: LicenceVendorOptions): Promise<RunningLicenceVendor> {
  const ledger = new LicenceLedger(options.folder);
  const parts: VendorParts = {
    apiKey: options.apiKey,
    ledger,
    service: new LicenceService(ledger),
    faults: new VendorFaults(),
    calls: new Map(),
  };
  const server = await listenOnLoopback(options.port, (call) => handleVendorCall(call, parts));
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    stop: async () => {
      await closeServer(server);
      ledger.close();
    },
  };
}
