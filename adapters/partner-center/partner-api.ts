import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { callHttp, type HttpAnswer } from '../http-call.js';
import { failWith, translateRefusal } from './translate-refusal.js';

export interface PartnerConnection {
  readonly baseUrl: string;
  /** A bearer token. */
  readonly token: string;
  /** Requests a minute and customer; the vendor documents 500 for subscriptions. */
  readonly requestsPerMinute: number;
}

export interface PartnerRequest {
  readonly body?: object;
  readonly etag?: string;
  /** Whose limit it counts against. */
  readonly customer?: string;
}

type Method = 'GET' | 'HEAD' | 'POST' | 'PATCH';

export interface PartnerApi {
  /** The body of a success. Whatever else comes is thrown as one of our failures. */
  call<T>(method: Method, path: string, request?: PartnerRequest): Promise<T>;
  /** true for a success, false for 404. */
  exists(path: string): Promise<boolean>;
}

/** The vendor's API over HTTP: who asks, how often, how long, and under which ids it can be found in the vendor's logs. */
export const connectPartnerApi = ({ baseUrl, token, requestsPerMinute }: PartnerConnection): PartnerApi => {
  const limiter = new RateLimiterMemory({ points: requestsPerMinute, duration: 60 });

  const keepWithinLimit = async (customer: string): Promise<void> => {
    try {
      await limiter.consume(customer);
    } catch (refused) {
      const nextRetryDelay = (refused as RateLimiterRes).msBeforeNext;
      throw ApplicationFailure.create({ message: 'our own limit for this tenant is reached', type: 'vendor_throttled', nextRetryDelay });
    }
  };

  const send = async (method: Method, path: string, { body, etag, customer }: PartnerRequest): Promise<HttpAnswer> => {
    if (customer !== undefined) await keepWithinLimit(customer);
    const ids = { 'ms-requestid': randomUUID(), 'ms-correlationid': randomUUID() };
    try {
      return await callHttp(new URL(path, baseUrl), {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          'ms-contract-version': 'v1',
          'ms-partnercenter-application': 'Licenza',
          ...ids,
          ...(etag === undefined ? {} : { 'if-match': etag }),
        },
        ...(body ? { body } : {}),
      });
    } catch (error) {
      throw failWith('vendor_unreachable', `${error instanceof Error ? error.message : 'no answer'} (${ids['ms-correlationid']})`);
    }
  };

  return {
    call: async <T>(method: Method, path: string, request: PartnerRequest = {}) => {
      const answer = await send(method, path, request);
      if (!answer.ok) throw translateRefusal(answer);
      try {
        return answer.json() as T;
      } catch (error) {
        throw failWith('vendor_unreachable', error instanceof Error ? error.message : 'half an answer');
      }
    },
    exists: async (path) => {
      const answer = await send('HEAD', path, {});
      if (!answer.ok && answer.status !== 404) throw translateRefusal(answer);
      return answer.ok;
    },
  };
};
