import { createHmac } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { platformScope, type Database } from '../../prisma/client.js';
import { tenantVendor } from '../../records/tenant/tenant-row.js';
import type { Settings } from '../../runtime/settings.js';

interface Asker {
  readonly database: Database;
  readonly settings: Settings;
}

/** A confirmation by mail is worth something for so long. */
const CONFIRMED_DAYS = 30;

const OWN = `
  SELECT EXISTS (SELECT FROM vendor_tenant WHERE vendor = $1 AND lower(domain) = $2 AND state = 'ready' AND customer_id = $3) AS own,
         EXISTS (SELECT FROM vendor_tenant WHERE vendor = $1 AND lower(domain) = $2 AND state = 'ready' AND customer_id <> $3) AS foreign,
         EXISTS (SELECT FROM user_token WHERE purpose = 'domain' AND customer_id = $3 AND detail ->> 'domain' = $2
                    AND used_at > now() - make_interval(days => ${String(CONFIRMED_DAYS)})) AS confirmed`;

/** What a TXT record of the domain says when its owner wants this customer to buy for it. Another customer's says something else. */
export const proofRecord = ({ settings }: Asker, customerId: string, domain: string): string =>
  `licenza-verification=${createHmac('sha256', settings.TOKEN_SECRET).update(`domain:${customerId}:${domain}`).digest('base64url')}`;

const hasRecord = async ({ settings }: Asker, domain: string, record: string): Promise<boolean> => {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  if (settings.DNS_SERVERS.length > 0) resolver.setServers(settings.DNS_SERVERS);
  try {
    return (await resolver.resolveTxt(domain)).some((chunks) => chunks.join('').trim() === record);
  } catch {
    return false; // no such domain, no record, no answer: nothing is proven
  }
};

/**
 * Whether a customer may name the vendor's account of a domain: it owns it, or has proven that its owner wants so, by a TXT record or by a
 * confirmation from a mailbox there. An account that another customer owns is nobody else's, whatever is proven.
 */
export const mayNameAccount = async (asker: Asker, customerId: string, domain: string): Promise<boolean> => {
  const [found] = await asker.database.read<{ own: boolean; foreign: boolean; confirmed: boolean }>(platformScope, OWN, [
    tenantVendor,
    domain,
    customerId,
  ]);
  if (!found || found.foreign) return false;
  return found.own || found.confirmed || hasRecord(asker, domain, proofRecord(asker, customerId, domain));
};
