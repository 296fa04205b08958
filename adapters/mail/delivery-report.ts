import PostalMime, { type Email } from 'postal-mime';

/** That a mail won't reach its recipient, as a mail server reports it (RFC 3464). The texts are that server's own. */
export interface FailedDelivery {
  /** RFC 3463: 5.1.1 is a mailbox that isn't there. */
  readonly status: string;
  readonly diagnostic: string;
  readonly reportedBy: string;
}

const DEEPEST_NESTING = 8;
const LARGEST_HEADERS = 65_536;
const LONGEST_TEXT = 300;

type Fields = ReadonlyMap<string, string>;

/** A group of fields as a header has them: a line that begins with a blank goes on with the one before. */
const fieldsOf = (group: string): Fields => {
  const fields = new Map<string, string>();
  for (const line of group.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const [, name, value] = /^([\w-]+)\s*:(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) fields.set(name.toLowerCase(), value.trim());
  }
  return fields;
};

/** A text of somebody else's, cut, on one line, without what isn't to be seen. */
const plain = (text = ''): string => [...text.replace(/[\p{C}\s]+/gu, ' ').trim()].slice(0, LONGEST_TEXT).join('');

/** The value of a field with a type before it: `smtp; 550 5.1.1 …`, `dns; mx.example`. */
const typed = (fields: Fields | undefined, name: string): string => plain(fields?.get(name)?.replace(/^[^;]*;/, ''));

const isReport = ({ headers }: Email): boolean => {
  const type = headers.find(({ key }) => key === 'content-type')?.value ?? '';
  return /^multipart\/report\b/i.test(type.trim()) && /report-type\s*=\s*"?(global-)?delivery-status\b/i.test(type);
};

const statusOf = ({ attachments }: Email): string | undefined => {
  const part = attachments.find(({ mimeType }) => mimeType === 'message/delivery-status' || mimeType === 'message/global-delivery-status');
  return typeof part?.content === 'string' ? part.content : undefined;
};

/**
 * Reads a mail as a report of a failed delivery. Undefined: it is none. An answer by somebody's machine, what is only delayed, and
 * what was passed on or delivered are none.
 */
export const readFailedDelivery = async (source: Buffer): Promise<FailedDelivery | undefined> => {
  const email = await PostalMime.parse(source, {
    attachmentEncoding: 'utf8',
    forceRfc822Attachments: true,
    maxNestingDepth: DEEPEST_NESTING,
    maxHeadersSize: LARGEST_HEADERS,
  }).catch(() => undefined);
  const text = email && isReport(email) ? statusOf(email) : undefined;
  if (text === undefined) return undefined;
  const [ofMessage, ...ofRecipients] = text
    .trim()
    .split(/\r?\n(?:[ \t]*\r?\n)+/)
    .map(fieldsOf);
  const failed = ofRecipients.find((fields) => fields.get('action')?.toLowerCase() === 'failed');
  if (!failed) return undefined;
  const [status = '5.0.0'] = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(failed.get('status') ?? '') ?? [];
  return { status, diagnostic: typed(failed, 'diagnostic-code'), reportedBy: typed(ofMessage, 'reporting-mta') };
};
