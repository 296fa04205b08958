import { once } from 'node:events';
import type { Request, Response } from 'express';
import { csvLine, csvMark } from '../../domain/csv/write-csv.js';
import { mayDo, type Permission } from '../../domain/permission/permissions.js';
import { Failure } from '../../domain/failure/failure-code.js';
import type { Services, SignedInUser } from '../context.js';

/** Who may have an export, which counts against them and their tenant; anybody else is answered here, and gets undefined. */
export const exporterOf = async (
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
export const readingOf = (user: SignedInUser): { language: 'en' | 'it'; date: (instant: string) => string } => {
  const language = user.language === 'it' ? 'it' : 'en';
  const dates = new Intl.DateTimeFormat(language === 'it' ? 'it-IT' : 'en-GB', {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: user.timeZone,
  });
  return { language, date: (instant) => dates.format(new Date(instant)) };
};

interface CsvOf<Row> {
  readonly fileName: string;
  readonly head: readonly string[];
  readonly cells: (row: Row) => readonly string[];
  readonly pageAfter: (cursor?: [string, string]) => Promise<{ rows: Row[]; nextCursor: [string, string] | undefined }>;
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
export const streamCsv = async <Row>(response: Response, { fileName, head, cells, pageAfter }: CsvOf<Row>): Promise<void> => {
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
