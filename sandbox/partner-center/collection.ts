import type { Answer } from './partner-errors.js';

/** A collection as the vendor lists it. */
export const collection = (items: readonly object[], links: object = {}, objectType = 'Collection'): Answer => ({
  status: 200,
  body: { totalCount: items.length, items, links, attributes: { objectType } },
});

/** The largest page that is given, where the caller names no size. */
const PAGE = 500;
const TOKEN = 'MS-ContinuationToken';

const offsetOf = (token: string | undefined): number => {
  const offset = Number(Buffer.from(token ?? '', 'base64url').toString());
  return Number.isInteger(offset) && offset > 0 ? offset : 0;
};

/** A page of one: it goes on where `links.next` says, with the token that is to be sent along. */
export const pageOf = (all: readonly object[], path: string, query: URLSearchParams, token: string | undefined): Answer => {
  const asked = Number(query.get('size') ?? 0);
  const size = Number.isInteger(asked) && asked > 0 ? Math.min(asked, PAGE) : PAGE;
  const from = offsetOf(token);
  const until = from + size;
  const link = (offset: number, seek: string) => ({
    uri: `${path}?${new URLSearchParams([...query].filter(([name]) => name.toLowerCase() !== 'seekoperation').concat([['seekOperation', seek]])).toString()}`,
    method: 'GET',
    headers: [{ key: TOKEN, value: Buffer.from(String(offset)).toString('base64url') }],
  });
  const self = { uri: `${path}?${query.toString()}`, method: 'GET', headers: [] };
  const links = { self, ...(until < all.length ? { next: link(until, 'Next') } : {}) };
  return {
    status: 200,
    body: { totalCount: all.length, items: all.slice(from, until), links, attributes: { objectType: 'SeekBasedResourceCollection' } },
  };
};
