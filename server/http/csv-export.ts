import { once } from 'node:events';
import type { Request, Response } from 'express';
import type { Language } from '../../domain/customer/customer.js';
import { csvLine, csvMark } from '../../domain/csv/write-csv.js';
import { mayDo, type Permission } from '../../domain/permission/permissions.js';
import { stateWords } from '../../domain/words/state-words.js';
import { Failure } from '../../domain/failure/failure-code.js';
import type { Scope } from '../../prisma/client.js';
import { scopeOf, type Services, type SignedInUser } from '../context.js';

/** Who may have an export, which counts against them and their tenant; anybody else is answered here, and gets undefined. */
const exporterOf = async (
  { dear }: Pick<Services, 'dear'>,
  request: Request,
  response: Response,
  permission: Permission,
): Promise<SignedInUser | undefined> => {
  const user = request.session.user;
  if (user && mayDo(user, permission)) {
    try {
      await dear.spend(user, 'export');
      return user;
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'rate_limited') throw error;
      response
        .status(429)
        .set('retry-after', String(error.params.seconds ?? 60))
        .type('text/plain')
        .send('rate_limited');
      return undefined;
    }
  }
  response
    .status(user ? 403 : 401)
    .type('text/plain')
    .send(user ? 'forbidden' : 'not_signed_in');
  return undefined;
};

/** The language and the dates of who reads an export. */
export interface Reading {
  readonly language: Language;
  /** The words of states, as the screens have them. */
  readonly states: (typeof stateWords)[Language];
  /** When the file was asked for (ms). */
  readonly now: number;
  readonly date: (instant: string) => string;
}

const readingOf = (user: SignedInUser): Reading => {
  const language = user.language === 'it' ? 'it' : 'en';
  const dates = new Intl.DateTimeFormat(language === 'it' ? 'it-IT' : 'en-GB', {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: user.timeZone,
  });
  return { language, states: stateWords[language], now: Date.now(), date: (instant) => dates.format(new Date(instant)) };
};

type Cursor = [string, string];

interface CsvOf<Row> {
  readonly fileName: string;
  readonly head: readonly string[];
  readonly cells: (row: Row) => readonly string[];
  readonly pageAfter: (cursor?: Cursor) => Promise<{ rows: Row[]; nextCursor: Cursor | undefined }>;
}

/** Whoever reads slowly is waited for: the next page isn't read before this one is on its way, nor once the reader has gone. */
const drained = async (response: Response): Promise<void> => {
  const over = new AbortController();
  const { signal } = over;
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]).finally(() => {
    over.abort();
  });
};

/** Sends a list as a file for spreadsheets, page by page, so that none is too long for the memory. */
const streamCsv = async <Row>(response: Response, { fileName, head, cells, pageAfter }: CsvOf<Row>): Promise<void> => {
  let page = await pageAfter(); // before the first byte, so that what fails here is still answered as a failure
  response.type('text/csv; charset=utf-8').attachment(fileName);
  response.write(`${csvMark}${csvLine(head)}`);
  for (;;) {
    const lines = page.rows.map((row) => csvLine(cells(row))).join('');
    if (lines !== '' && !response.write(lines) && !response.destroyed) await drained(response);
    if (!page.nextCursor || response.destroyed) break;
    page = await pageAfter(page.nextCursor);
  }
  response.end();
};

/** A filter of several values, which stands in the address with commas. */
export const listed = (value: unknown): string[] | undefined => (typeof value === 'string' && value !== '' ? value.split(',') : undefined);

const PAGE = 200;

type InBoth<Text> = Readonly<Record<Language, Text>>;

/** A list as a file: who may have it, which of its rows, and what stands in them. */
interface ListExport<Filters, Row> {
  readonly permission: Permission;
  /** What the address asks for; undefined where it can't be understood. */
  readonly filtersOf: (query: Request['query'], user: SignedInUser) => Filters | undefined;
  readonly fileName: InBoth<string>;
  readonly head: InBoth<readonly string[]>;
  readonly cells: (row: Row, reading: Reading) => readonly string[];
  readonly page: (
    database: Services['database'],
    scope: Scope,
    filters: Filters,
    at: { readonly limit: number; readonly cursor?: Cursor },
  ) => ReturnType<CsvOf<Row>['pageAfter']>;
}

/** Answers with a list, with its filters, streamed page by page, in the user's language and time zone. */
export const listExport =
  <Filters, Row>({ permission, filtersOf, fileName, head, cells, page }: ListExport<Filters, Row>) =>
  (services: Services) =>
  async (request: Request, response: Response): Promise<void> => {
    const user = await exporterOf(services, request, response, permission);
    if (!user) return;
    const filters = filtersOf(request.query, user);
    if (filters === undefined) {
      response.status(400).type('text/plain').send('input_invalid');
      return;
    }
    const reading = readingOf(user);
    await streamCsv<Row>(response, {
      fileName: fileName[reading.language],
      head: head[reading.language],
      cells: (row) => cells(row, reading),
      pageAfter: (cursor) => page(services.database, scopeOf(user), filters, { limit: PAGE, ...(cursor ? { cursor } : {}) }),
    });
  };
