import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { z } from 'zod';
import { callHttp, type HttpAnswer } from '../http-call.js';
import { accessTokens, type PartnerSignIn } from './access-token.js';
import { collectionOf, withoutNulls, type NextLink } from './shapes.js';
import { failWith, noteWithIds, translateRefusal, type CallIds } from './translate-refusal.js';

export interface PartnerConnection {
  readonly baseUrl: string;
  readonly signIn: PartnerSignIn;
  /** Requests a minute and customer; the vendor documents 500 for subscriptions. */
  readonly requestsPerMinute: number;
}

export interface PartnerRequest {
  readonly body?: object;
  readonly etag?: string;
  /** Whose limit it counts against. */
  readonly customer?: string;
  /** What a link of the vendor's wants to be sent along. */
  readonly headers?: Readonly<Record<string, string>>;
}

interface Answered {
  readonly answer: HttpAnswer;
  readonly ids: CallIds;
}

type Method = 'GET' | 'HEAD' | 'POST' | 'PATCH';

export interface PartnerApi {
  /** The body of a success, read by its shape. Whatever else comes is thrown as one of our failures. */
  call<Shape extends z.ZodType>(method: Method, path: string, shape: Shape, request?: PartnerRequest): Promise<z.output<Shape>>;
  /** What a change answers with: undefined where the vendor sends nothing, or nothing that can be read, with its success. */
  change<Shape extends z.ZodType>(path: string, shape: Shape, request: PartnerRequest): Promise<z.output<Shape> | undefined>;
  /** All items of a collection, over however many pages it comes. */
  list<Shape extends z.ZodType>(path: string, shape: Shape, request?: PartnerRequest): Promise<z.output<Shape>[]>;
  /** true for a success, false for 404. */
  exists(path: string): Promise<boolean>;
}

/** More pages than this are none that the vendor means. */
const MOST_PAGES = 200;

const idOf = (answer: HttpAnswer, name: string, sent: string): string => answer.header(name) ?? sent;

/** The vendor's API over HTTP: who asks, how often, how long, and under which ids it can be found in the vendor's logs. */
export const connectPartnerApi = ({ baseUrl, signIn, requestsPerMinute }: PartnerConnection): PartnerApi => {
  const tokens = accessTokens(signIn);
  const limiter = new RateLimiterMemory({ points: requestsPerMinute, duration: 60 });

  const keepWithinLimit = async (customer: string): Promise<void> => {
    try {
      await limiter.consume(customer);
    } catch (refused) {
      const nextRetryDelay = (refused as RateLimiterRes).msBeforeNext;
      throw ApplicationFailure.create({ message: 'our own limit for this tenant is reached', type: 'vendor_throttled', nextRetryDelay });
    }
  };

  const sendWith = async (token: string, method: Method, path: string, { body, etag, headers }: PartnerRequest): Promise<Answered> => {
    const sent = { request: randomUUID(), correlation: randomUUID() };
    try {
      const answer = await callHttp(new URL(path, baseUrl), {
        method,
        headers: {
          ...headers,
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          'ms-contract-version': 'v1',
          'ms-partnercenter-application': 'Licenza',
          'ms-requestid': sent.request,
          'ms-correlationid': sent.correlation,
          ...(etag === undefined ? {} : { 'if-match': etag }),
        },
        ...(body ? { body } : {}),
      });
      const ids = { request: idOf(answer, 'ms-requestid', sent.request), correlation: idOf(answer, 'ms-correlationid', sent.correlation) };
      return { answer, ids };
    } catch (error) {
      throw failWith('vendor_unreachable', noteWithIds(error instanceof Error ? error.message : 'no answer', sent));
    }
  };

  /** Nothing was done by a call whose token was refused: it is sent once more with another one. */
  const send = async (method: Method, path: string, request: PartnerRequest): Promise<Answered> => {
    if (request.customer !== undefined) await keepWithinLimit(request.customer);
    const token = await tokens.current();
    const answered = await sendWith(token, method, path, request);
    const other = answered.answer.status === 401 ? await tokens.instead(token) : undefined;
    return other === undefined ? answered : sendWith(other, method, path, request);
  };

  const succeed = async (method: Method, path: string, request: PartnerRequest): Promise<Answered> => {
    const answered = await send(method, path, request);
    if (!answered.answer.ok) throw translateRefusal(answered.answer, answered.ids);
    return answered;
  };

  const call = async <Shape extends z.ZodType>(method: Method, path: string, shape: Shape, request: PartnerRequest = {}) => {
    const { answer, ids } = await succeed(method, path, request);
    const read = shape.safeParse(bodyOf(answer, ids));
    if (read.success) return read.data;
    // The same again may be answered better; and where it bought something, repeating reads that.
    throw failWith('vendor_error', noteWithIds(`${method} was answered with what can’t be read: ${z.prettifyError(read.error)}`, ids));
  };

  return {
    call,
    change: async (path, shape, request) => {
      const { answer } = await succeed('PATCH', path, request);
      return shape.safeParse(withoutNulls(answer.details())).data;
    },
    list: async (path, shape, request = {}) => {
      const collection = collectionOf(shape);
      const items: z.output<typeof shape>[] = [];
      let next: NextLink | undefined = { uri: path, headers: [] };
      for (let page = 0; next && page < MOST_PAGES; page += 1) {
        const headers = Object.fromEntries(next.headers.map(({ key, value }) => [key.toLowerCase(), value]));
        const found: z.output<typeof collection> = await call('GET', pathOfLink(next.uri), collection, { ...request, headers });
        items.push(...found.items);
        next = found.next;
      }
      return items;
    },
    exists: async (path) => {
      const { answer, ids } = await send('HEAD', path, {});
      if (!answer.ok && answer.status !== 404) throw translateRefusal(answer, ids);
      return answer.ok;
    },
  };
};

/** A link is a path without the version, as the vendor writes it, and never leads to another host. */
const pathOfLink = (uri: string): string => {
  const { pathname, search } = new URL(uri, 'http://vendor');
  return `${/^\/v\d+\//.test(pathname) ? pathname : `/v1${pathname}`}${search}`;
};

/** The body without its nulls. */
const bodyOf = (answer: HttpAnswer, ids: CallIds): unknown => {
  try {
    return withoutNulls(answer.json());
  } catch (error) {
    throw failWith('vendor_unreachable', noteWithIds(error instanceof Error ? error.message : 'half an answer', ids));
  }
};
