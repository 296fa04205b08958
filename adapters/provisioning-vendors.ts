import { createLicenceVendor } from './licence-vendor/client.js';
import { createLicenceProvisioning } from './licence-vendor/provisioning.js';
import type { PartnerSignIn } from './partner-center/access-token.js';
import { createPartnerCenter } from './partner-center/client.js';
import type { ProvisioningVendor } from './provisioning-vendor.js';

/** Where the vendors are, and how we sign in there. */
export interface VendorSettings {
  readonly PARTNER_API_URL: string;
  /** A bearer token; with PARTNER_TOKEN_URL the secret of the application that tokens are got for. */
  readonly PARTNER_API_KEY: string;
  readonly PARTNER_TOKEN_URL?: string | undefined;
  readonly PARTNER_CLIENT_ID?: string | undefined;
  readonly PARTNER_REFRESH_TOKEN?: string | undefined;
  readonly PARTNER_WEBHOOK_SECRET: string;
  readonly PARTNER_REQUESTS_PER_MINUTE: number;
  readonly LICENCE_VENDOR_URL: string;
  readonly LICENCE_VENDOR_API_KEY: string;
}

/** The vendors that products name, by their codes in the catalogue. */
export const vendorCodes = ['microsoft', 'guardia'] as const;
export type VendorCode = (typeof vendorCodes)[number];
export type Vendors = Readonly<Record<VendorCode, ProvisioningVendor>>;

const signInOf = (settings: VendorSettings): PartnerSignIn => {
  const { PARTNER_API_KEY: key, PARTNER_TOKEN_URL: tokenUrl, PARTNER_CLIENT_ID: clientId, PARTNER_REFRESH_TOKEN: refreshToken } = settings;
  if (tokenUrl === undefined) return { token: key };
  return { tokenUrl, clientId: clientId ?? '', clientSecret: key, refreshToken: refreshToken ?? '' };
};

export const createProvisioningVendors = (settings: VendorSettings): Vendors => ({
  microsoft: createPartnerCenter({
    baseUrl: settings.PARTNER_API_URL,
    signIn: signInOf(settings),
    webhookSecret: settings.PARTNER_WEBHOOK_SECRET,
    requestsPerMinute: settings.PARTNER_REQUESTS_PER_MINUTE,
  }),
  guardia: createLicenceProvisioning(createLicenceVendor(settings.LICENCE_VENDOR_URL, settings.LICENCE_VENDOR_API_KEY)),
});
