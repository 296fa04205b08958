import { hashPassword } from '../../server/security/password.js';
import { seedId } from '../../prisma/seed.js';
import type { Api } from '../api.js';
import { fill } from '../fill.js';
import type { Bench } from '../suite.js';

export const password = 'bench-password-1';
export const loginNameOf = (number: number): string => `persona.${String(number)}@fiordaliso.example`;

const FIRST = 'Ada Bruno Carla Dario Elena Fabio Gaia Ivo Lara Marco Nadia Omar Paola Rocco Sara Tullio Ugo Viola Wanda Zeno';
const LAST =
  'Rossi Bianchi Ferrari Russo Colombo Ricci Marino Greco Bruno Gallo Conti Costa Giordano Mancini Rizzo Lombardi Moretti Barbieri Fontana Santoro';

// All have one password, and so one hash: to verify it costs the same.
const USERS = `
  INSERT INTO app_user (id, role, login_name, login_name_key, first_name, last_name, email, state, staff_permission, password_hash,
                        tier1_id, channel_id, customer_id, created_at)
  SELECT gen_random_uuid(), 'customer_user', name, name, ($2::text[])[n * 7 % 19 + 1], ($3::text[])[n / 20 % 20 + 1], name, 'ready', 'staff_member', $4,
         c.tier1_id, c.channel_id, c.id, timestamptz '2024-01-01' + interval '10 minutes' * n
    FROM generate_series(1, $5::int) n, LATERAL (SELECT 'persona.' || n || '@fiordaliso.example' AS name) l, customer c WHERE c.id = $1`;

// Half of them were there lately.
const SIGN_INS = `
  INSERT INTO sign_in_event (user_id, tier1_id, channel_id, customer_id, outcome, address, at)
  SELECT id, tier1_id, channel_id, customer_id, 'signed_in', '192.0.2.1', now() - interval '1 day'
    FROM app_user WHERE customer_id = $1 AND hashtext(id::text) % 2 = 0`;

export const account = seedId('fiordaliso');

/** A page of the account's users, as its list asks for it. */
export const askingForUsers = (api: Api) => api.asking('users.list', { customerId: account, sort: 'name', direction: 'asc', limit: 50 });

/** So many users in one account, who can sign in by loginNameOf(1), … and `password`. Returns its hash. */
export const fillUsers = async (bench: Bench, databaseUrl: string, count: number): Promise<string> => {
  const hash = await hashPassword(password);
  await fill(bench, { databaseUrl, tables: ['app_user', 'sign_in_event'], label: `Writing ${String(count)} users` }, [
    [USERS, [account, FIRST.split(' '), LAST.split(' '), hash, count]],
    [SIGN_INS, [account]],
  ]);
  return hash;
};
