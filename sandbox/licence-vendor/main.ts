import { serveUntilStopped } from '../processes/serve-until-stopped.js';
import { startLicenceVendor } from './licence-vendor.js';

await serveUntilStopped(() =>
  startLicenceVendor({
    folder: process.env.LICENCE_VENDOR_FOLDER ?? '.data/vendor',
    port: Number(process.env.LICENCE_VENDOR_PORT ?? 4020),
    apiKey: process.env.LICENCE_VENDOR_API_KEY ?? '',
  }),
);
