import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { procedureFor } from '../trpc.js';

const licences = `
  SELECT l.id, l.units, l.target_units AS "targetUnits", l.start_date AS "startDate", l.starts_at AS "startsAt", l.state, l.change, l.version, l.failure_code AS "failureCode",
         l.failure_note AS "failureNote", l.ended_at AS "endedAt", p.id AS "planId", p.min_units AS "minUnits", p.max_units AS "maxUnits",
         pr.unit_type AS "unitType", pr.name_en || ' · ' || p.name_en AS "nameEn", pr.name_it || ' · ' || p.name_it AS "nameIt",
         (SELECT pc.id FROM process pc WHERE pc.kind = 'licence' AND pc.subject_id = l.id ORDER BY pc.created_at DESC LIMIT 1) AS "processId"
    FROM licence l JOIN plan p ON p.id = l.plan_id JOIN product pr ON pr.id = p.product_id
   WHERE l.customer_id = $1 ORDER BY l.ended_at NULLS FIRST, l.created_at, l.id`;

const users = `
  SELECT id, login_name AS "loginName", first_name AS "firstName", last_name AS "lastName", email, role, state, created_at AS "createdAt"
    FROM app_user WHERE customer_id = $1 AND deleted_at IS NULL ORDER BY created_at, id LIMIT 200`;

const accountEmail = `
  SELECT m.id, m.state, m.due_at AS "dueAt", m.to_address AS "toAddress", m.emergency_address AS "emergencyAddress", m.sent_to AS "sentTo", m.sent_at AS "sentAt",
         m.failure_code AS "failureCode"
    FROM message m WHERE m.customer_id = $1 AND m.template = 'account_created' ORDER BY m.created_at DESC LIMIT 1`;

const customer = `
  SELECT c.id, c.account_name AS "accountName", c.company, c.city, c.state_or_province AS "stateOrProvince", c.contact_first_name AS "contactFirstName",
         c.contact_last_name AS "contactLastName", c.contact_email AS "contactEmail", c.street1, c.street2, c.postal_code AS "postalCode", c.country, c.phone,
         c.emergency_email AS "emergencyEmail", c.language, c.time_zone AS "timeZone", c.tax_id AS "taxId", c.credit_limit_minor::float8 AS "creditLimitMinor", c.credit_used_minor::float8 AS "creditUsedMinor",
         c.credit_currency AS "creditCurrency", c.state, c.version, c.created_at AS "createdAt",
         ch.id AS "channelId", ch.name AS "channelName"
    FROM customer c LEFT JOIN channel ch ON ch.id = c.channel_id WHERE c.id = $1`;

export interface CustomerFactsRow {
  id: string;
  accountName: string;
  company: string;
  city: string;
  stateOrProvince: string;
  contactFirstName: string;
  contactLastName: string;
  contactEmail: string;
  street1: string | null;
  street2: string | null;
  postalCode: string | null;
  country: string | null;
  phone: string | null;
  emergencyEmail: string | null;
  language: 'en' | 'it';
  timeZone: string;
  taxId: string | null;
  /** How much the customer may owe on account, and how much of that orders have taken (minor units). */
  creditLimitMinor: number;
  creditUsedMinor: number;
  creditCurrency: string;
  state: 'active' | 'disabled' | 'deleted';
  version: number;
  createdAt: string;
  channelId: string | null;
  channelName: string | null;
}

export interface LicenceRow {
  id: string;
  units: number;
  targetUnits: number;
  startDate: string;
  startsAt: string;
  state: 'scheduled' | 'provisioning' | 'active' | 'failed' | 'ending' | 'ended';
  change: 'start' | 'resize' | 'end';
  version: number;
  failureCode: string | null;
  failureNote: string | null;
  endedAt: string | null;
  planId: string;
  minUnits: number;
  maxUnits: number;
  unitType: string;
  nameEn: string;
  nameIt: string;
  processId: string | null;
}

export interface UserRow {
  id: string;
  loginName: string;
  firstName: string;
  lastName: string;
  email: string;
  role: string;
  state: 'ready' | 'locked' | 'not_activated' | 'disabled';
  createdAt: string;
}

export interface AccountEmailRow {
  id: string;
  state: string;
  dueAt: string;
  toAddress: string;
  emergencyAddress: string | null;
  sentTo: string | null;
  sentAt: string | null;
  failureCode: string | null;
}

/** One customer with its licences, users and newest account e-mail. Error: not_found, also for another tenant's id. */
export const getCustomer = procedureFor('customer.read')
  .input(z.object({ id: z.uuid() }))
  .query(async ({ ctx: { database, scope }, input: { id } }) => {
    const [[facts], licenceRows, userRows, [email]] = await Promise.all([
      database.read<CustomerFactsRow>(scope, customer, [id]),
      database.read<LicenceRow>(scope, licences, [id]),
      database.read<UserRow>(scope, users, [id]),
      database.read<AccountEmailRow>(scope, accountEmail, [id]),
    ]);
    if (!facts) throw new Failure('not_found');
    return { ...facts, licences: licenceRows, users: userRows, accountEmail: email ?? null };
  });
