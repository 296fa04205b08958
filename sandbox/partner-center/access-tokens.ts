import { randomUUID } from 'node:crypto';
import { readText, sendJson, type Call } from '../http-server.js';
import type { PartnerOptions } from './partner-options.js';

/** The user's refresh token that the simulator takes, and those that it gave for it: older ones stay good, as the vendor's do. */
export const FIRST_REFRESH_TOKEN = 'refresh-0';
const isOurs = (token: string | null): boolean => token !== null && /^refresh-[\w-]+$/.test(token);

/** Tokens of the vendor's own sign-in (OAuth 2.0, RFC 6749 § 6), kept in memory: after a restart none is known any more. */
export class AccessTokens {
  private readonly endOf = new Map<string, number>();

  constructor(private readonly options: PartnerOptions) {}

  isLiving(token: string): boolean {
    return (this.endOf.get(token) ?? 0) > Date.now();
  }

  /** Refuses all of them from now on. */
  forget(): void {
    this.endOf.clear();
  }

  /** POST /oauth2/v2.0/token: the application's secret is the API key, its id any. */
  async grant({ method, request, response }: Call): Promise<void> {
    const form = new URLSearchParams(await readText(request));
    const refused = (error: string) => sendJson(response, error === 'invalid_client' ? 401 : 400, { error, error_description: error });
    if (method !== 'POST' || form.get('grant_type') !== 'refresh_token') return refused('unsupported_grant_type');
    if (!form.get('client_id') || form.get('client_secret') !== this.options.apiKey) return refused('invalid_client');
    if (!isOurs(form.get('refresh_token'))) return refused('invalid_grant');
    const token = `access-${randomUUID()}`;
    this.endOf.set(token, Date.now() + this.options.tokenSeconds * 1_000);
    const granted = {
      token_type: 'Bearer',
      expires_in: this.options.tokenSeconds,
      access_token: token,
      refresh_token: `refresh-${randomUUID()}`,
    };
    return sendJson(response, 200, granted);
  }
}
