import { seedId } from '../../prisma/seed.js';
import { createCardProcessor } from '../../adapters/card-processor/stripe.js';
import { createPartnerCenter } from '../../adapters/partner-center/client.js';
import { tenantVendor } from '../../records/tenant/tenant-row.js';
import { withClient } from '../../sandbox/database/external-database.js';
import type { World } from '../world.js';

/** A customer with an administrator, room on account, a card at the processor and an account at the vendor whose agreement is accepted. */
export interface Buyer {
  readonly customerId: string;
  readonly userId: string;
  readonly tenantId: string;
  readonly cardRef: string;
}

/** So many that no row of a customer is what everybody waits for. */
const BUYERS = 20;

export const contact = { firstName: 'Ada', lastName: 'Neri', email: 'ada@acquirente.example', phone: '+39 02 1234567' };
export const address = { line1: 'Via Dante 1', city: 'Milano', state: 'MI', postalCode: '20121', country: 'IT' };

const CUSTOMER = `
  WITH customer AS (
    INSERT INTO customer (id, tier1_id, channel_id, account_name, account_name_key, company, city, state_or_province, country, language,
                          contact_first_name, contact_last_name, contact_email, credit_limit_minor, card_customer_ref)
    SELECT $1, $2, $2, n, n, 'Acquirente S.r.l.', 'Milano', 'MI', 'IT', 'it', 'Ada', 'Neri', 'ada.' || $3::int || '@acquirente.example', 1000000000000, $4
      FROM (SELECT 'acquirente ' || $3::int AS n) each RETURNING *),
  tenant AS (
    INSERT INTO vendor_tenant (id, tier1_id, channel_id, customer_id, vendor, domain, vendor_ref, state, agreement, agreed_at)
    SELECT gen_random_uuid(), tier1_id, channel_id, id, $5, $6, $7, 'ready', $8, now() FROM customer RETURNING id),
  administrator AS (
    INSERT INTO app_user (id, role, login_name, login_name_key, first_name, last_name, email, state, language, tier1_id, channel_id, customer_id)
    SELECT gen_random_uuid(), 'customer_admin', contact_email, contact_email, 'Ada', 'Neri', contact_email, 'ready', 'it', tier1_id, channel_id, id
      FROM customer RETURNING id)
  SELECT tenant.id AS "tenantId", administrator.id AS "userId" FROM tenant, administrator`;

const accountAtVendor = async ({ partnerVariables }: World, domain: string): Promise<string> => {
  const { tenants } = createPartnerCenter({
    baseUrl: partnerVariables.PARTNER_API_URL!,
    signIn: { token: partnerVariables.PARTNER_API_KEY! },
    webhookSecret: partnerVariables.PARTNER_WEBHOOK_SECRET!,
    requestsPerMinute: 1_000_000,
  });
  const request = { domain, qualification: 'none', company: 'Acquirente S.r.l.', address, contact, language: 'it' } as const;
  const { accountRef } = await tenants!.create(request);
  await tenants!.acceptAgreement(accountRef, { ...contact, agreedAt: new Date().toISOString() });
  return accountRef;
};

const cardOf = async ({ cardVariables }: World, customerId: string): Promise<{ processorCustomer: string; cardRef: string }> => {
  const [apiUrl, apiKey, webhookSecret] = [cardVariables.CARD_API_URL!, cardVariables.CARD_API_KEY!, cardVariables.CARD_WEBHOOK_SECRET!];
  const cards = createCardProcessor({ apiUrl, apiKey, webhookSecret });
  const { processorCustomer } = await cards.ensureCustomer({ customerId, company: 'Acquirente S.r.l.', email: contact.email });
  // As its page would leave one.
  const response = await fetch(`${apiUrl}/v1/payment_methods/pm_card_visa/attach`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}` },
    body: new URLSearchParams({ customer: processorCustomer }),
  });
  return { processorCustomer, cardRef: ((await response.json()) as { id: string }).id };
};

/** Customers who can buy at once. */
export const makeBuyers = (world: World): Promise<readonly Buyer[]> =>
  withClient(world.databaseUrl, async (client) => {
    const buyers: Buyer[] = [];
    for (let number = 1; number <= BUYERS; number += 1) {
      const customerId = seedId(`buyer ${String(number)}`);
      const domain = `acquirente${String(number)}.onmicrosoft.com`;
      const vendorRef = await accountAtVendor(world, domain);
      const { processorCustomer, cardRef } = await cardOf(world, customerId);
      const values = [customerId, seedId('nordica'), number, processorCustomer, tenantVendor, domain, vendorRef, JSON.stringify(contact)];
      const { rows } = await client.query<Pick<Buyer, 'tenantId' | 'userId'>>(CUSTOMER, values);
      buyers.push({ customerId, cardRef, ...rows[0]! });
    }
    return buyers;
  });
