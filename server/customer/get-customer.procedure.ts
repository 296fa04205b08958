import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { mayDo } from '../../domain/permission/permissions.js';
import type { SubscriptionSource, SubscriptionState } from '../../domain/subscription/subscription.js';
import { newestBounce, type BounceRow } from '../message/bounce-sql.js';
import { namedSubscription, subscriptionNames } from '../subscription/subscription-sql.js';
import { procedureFor } from '../trpc.js';

const subscriptions = `
  SELECT s.id, s.source, s.units, s.target_units AS "targetUnits", s.start_date AS "startDate", s.starts_at AS "startsAt", s.state, s.change, s.version,
         s.failure_code AS "failureCode", s.failure_note AS "failureNote", s.ended_at AS "endedAt", s.term_ends_at AS "termEndsAt", p.id AS "planId",
         p.min_units AS "minUnits", p.max_units AS "maxUnits", ${subscriptionNames},
         (SELECT pc.id FROM process pc WHERE pc.kind = 'licence' AND pc.subject_id = s.id ORDER BY pc.created_at DESC LIMIT 1) AS "processId"
    FROM ${namedSubscription} WHERE s.customer_id = $1 ORDER BY s.ended_at NULLS FIRST, s.created_at, s.id`;

const users = `
  SELECT id, login_name AS "loginName", first_name AS "firstName", last_name AS "lastName", email, role, state, created_at AS "createdAt"
    FROM app_user WHERE customer_id = $1 AND deleted_at IS NULL ORDER BY created_at, id LIMIT 200`;

const accountEmail = `
  SELECT m.id, m.state, m.due_at AS "dueAt", m.to_address AS "toAddress", m.emergency_address AS "emergencyAddress", m.sent_to AS "sentTo", m.sent_at AS "sentAt",
         m.failure_code AS "failureCode", ${newestBounce('m.id')} AS bounce
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
  /** How much the customer may owe on account, and how much of that orders have taken (minor units); null for who may read no orders. */
  creditLimitMinor: number | null;
  creditUsedMinor: number | null;
  creditCurrency: string;
  state: 'active' | 'disabled' | 'deleted';
  version: number;
  createdAt: string;
  channelId: string | null;
  channelName: string | null;
}

export interface SubscriptionRow {
  id: string;
  source: SubscriptionSource;
  units: number;
  targetUnits: number;
  /** The day that was agreed, of what was assigned. */
  startDate: string | null;
  startsAt: string;
  termEndsAt: string | null;
  state: SubscriptionState;
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
  bounce: BounceRow | null;
}

/** One customer with its subscriptions, users and newest account e-mail. Error: not_found, also for another tenant's id. */
export const getCustomer = procedureFor('customer.read')
  .input(z.object({ id: z.uuid() }))
  .query(async ({ ctx: { database, scope, user }, input: { id } }) => {
    const [[facts], subscriptionRows, userRows, [email]] = await Promise.all([
      database.read<CustomerFactsRow>(scope, customer, [id]),
      database.read<SubscriptionRow>(scope, subscriptions, [id]),
      database.read<UserRow>(scope, users, [id]),
      database.read<AccountEmailRow>(scope, accountEmail, [id]),
    ]);
    if (!facts) throw new Failure('not_found');
    const money = mayDo(user, 'order.read') ? {} : { creditLimitMinor: null, creditUsedMinor: null };
    return { ...facts, ...money, subscriptions: subscriptionRows, users: userRows, accountEmail: email ?? null };
  });
