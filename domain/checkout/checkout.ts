import { z } from 'zod';
import { idempotencyKey } from '../customer/create-customer.js';
import { optionalLine, requiredEmail, requiredLine } from '../text/safe-text.js';
import { educationSegments, governmentCloudCountry, isVettedByVendor, qualifications } from '../tenant/qualification.js';
import { isDomain, isTenantPrefix, tenantPrefix } from '../tenant/tenant-domain.js';

const COUNTRY = /^[A-Z]{2}$/;
const PHONE = /^\+?[0-9 ()./-]{4,40}$/;
const phone = () => requiredLine(40).refine((text) => PHONE.test(text), { error: 'phone' });

/** Who accepts the vendor's customer agreement (B33). The instant of acceptance is the server's. */
export const agreementSigner = z.strictObject({
  firstName: requiredLine(60),
  lastName: requiredLine(60),
  email: requiredEmail(),
  phone: phone(),
  accepted: z.literal(true, { error: 'agreement_not_accepted' }),
});

const prefix = requiredLine(60).transform(tenantPrefix).refine(isTenantPrefix, { error: 'tenant_domain' });

const newTenantFields = z.strictObject({
  kind: z.literal('new'),
  prefix,
  qualification: z
    .enum(qualifications, { error: 'qualification' })
    .refine((one) => !isVettedByVendor(one), { error: 'qualification_vetted' }),
  /** Of an education customer. */
  educationSegment: z.enum(educationSegments, { error: 'education_segment' }).optional(),
  website: optionalLine(253)
    .transform((text) =>
      text
        ?.toLowerCase()
        .replace(/^https?:\/\//, '')
        .replace(/\/$/, ''),
    )
    .refine((text) => text === undefined || isDomain(text), { error: 'website' }),
  /** Of a government one: the vendor gives it a code when it has validated it. */
  validationCode: optionalLine(80),
  company: requiredLine(120),
  address: z.strictObject({
    line1: requiredLine(120),
    city: requiredLine(80),
    state: requiredLine(80),
    postalCode: requiredLine(20),
    country: requiredLine(2).refine((code) => COUNTRY.test(code), { error: 'country' }),
  }),
  contact: z.strictObject({ firstName: requiredLine(60), lastName: requiredLine(60), email: requiredEmail(), phone: phone() }),
  agreement: agreementSigner,
});

/** A new account at the vendor (B33): `prefix`.onmicrosoft.com and what the vendor asks about it, also by the kind of the customer. */
export const newTenant = newTenantFields
  .refine(({ qualification, educationSegment }) => qualification !== 'education' || educationSegment !== undefined, {
    path: ['educationSegment'],
    error: 'required',
  })
  .refine(({ qualification, validationCode }) => qualification !== 'government_community' || validationCode !== undefined, {
    path: ['validationCode'],
    error: 'required',
  })
  .refine(({ qualification, address }) => qualification !== 'government_community' || address.country === governmentCloudCountry, {
    path: ['qualification'],
    error: 'qualification_country',
  });

/** An account that the customer has at the vendor already (B34). */
export const existingTenant = z.strictObject({
  kind: z.literal('existing'),
  domain: requiredLine(253)
    .transform((text) => text.toLowerCase())
    .refine(isDomain, { error: 'domain' }),
  agreement: agreementSigner,
});

/** One that an earlier purchase made or named. */
export const knownTenant = z.strictObject({ kind: z.literal('known'), tenantId: z.uuid() });

export const tenantChoice = z.discriminatedUnion('kind', [newTenant, existingTenant, knownTenant], { error: 'required' });

/** How it is paid (B35). */
export const paymentChoice = z.discriminatedUnion(
  'method',
  [z.strictObject({ method: z.literal('account') }), z.strictObject({ method: z.literal('card'), cardRef: requiredLine(100) })],
  { error: 'required' },
);

/** The form of *Buy*. `shownTotalMinor` is the amount that stood on the screen: what is shown is what is charged. */
export const buyInput = z.strictObject({
  idempotencyKey,
  cartVersion: z.int32(),
  shownTotalMinor: z.number().int().min(0),
  currency: z.string().length(3),
  tenant: tenantChoice.optional(),
  payment: paymentChoice,
  purchaseReference: optionalLine(60),
});

/** What may be put right in an order that stands still (C4, correct and retry). */
export const orderCorrection = z.strictObject({ tenant: tenantChoice.optional(), payment: paymentChoice.optional() });

export type TenantChoice = z.output<typeof tenantChoice>;
export type PaymentChoice = z.output<typeof paymentChoice>;
export type BuyInput = z.output<typeof buyInput>;
export type OrderCorrection = z.output<typeof orderCorrection>;
