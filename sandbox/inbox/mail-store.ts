import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';

export interface StoredMail {
  id: string;
  receivedAt: string;
  from: string;
  to: string[];
  subject: string;
  messageId: string;
  bytes: number;
}

export interface ListedMail extends StoredMail {
  /** How many deliveries carried this Message-ID, this one included. */
  copies: number;
  /** True for every delivery of a Message-ID after the first. */
  isRepeat: boolean;
}

const KEPT_MAILS = 5_000;

/** Sorts by time of arrival, also within a millisecond of one process. */
let arrivals = 0;
const newId = (): string =>
  `${Date.now().toString(36).padStart(9, '0')}${(arrivals++ % 46_656).toString(36).padStart(3, '0')}${randomBytes(3).toString('hex')}`;

/** Mails as files: the source as it came, and a small note beside it with what the list shows. */
export class MailStore {
  private mails: StoredMail[] = [];

  private constructor(private readonly folder: string) {}

  static async open(folder: string): Promise<MailStore> {
    await mkdir(folder, { recursive: true });
    const store = new MailStore(folder);
    const notes = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
    const read = notes.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as StoredMail);
    store.mails = await Promise.all(read);
    return store;
  }

  async add(source: Buffer, from: string, to: string[]): Promise<StoredMail> {
    const parsed = await PostalMime.parse(source);
    const id = newId();
    const mail: StoredMail = {
      id,
      receivedAt: new Date().toISOString(),
      from,
      to,
      subject: parsed.subject ?? '',
      messageId: parsed.messageId ?? '',
      bytes: source.length,
    };
    await this.write(`${id}.eml`, source);
    await this.write(`${id}.json`, JSON.stringify(mail));
    this.mails.push(mail);
    await this.dropOldest();
    return mail;
  }

  /** Newest first; `to` is any part of a recipient's address. */
  list(to = '', limit = 200): ListedMail[] {
    const wanted = to.toLowerCase();
    const found: ListedMail[] = [];
    const deliveries = this.deliveriesByMessageId();
    for (let index = this.mails.length - 1; index >= 0 && found.length < limit; index--) {
      const mail = this.mails[index];
      if (mail?.to.some((address) => address.toLowerCase().includes(wanted))) found.push(listed(mail, deliveries));
    }
    return found;
  }

  find(id: string): ListedMail | undefined {
    const mail = this.mails.find((each) => each.id === id);
    return mail && listed(mail, this.deliveriesByMessageId());
  }

  source(id: string): Promise<Buffer> {
    return readFile(join(this.folder, `${id}.eml`));
  }

  async parsed(id: string): Promise<Email> {
    return PostalMime.parse(await this.source(id));
  }

  async clear(): Promise<void> {
    const gone = this.mails.splice(0);
    await Promise.all(gone.map((mail) => this.remove(mail)));
  }

  private deliveriesByMessageId(): Map<string, string[]> {
    const deliveries = new Map<string, string[]>();
    for (const { id, messageId } of this.mails) {
      if (messageId) deliveries.set(messageId, [...(deliveries.get(messageId) ?? []), id]);
    }
    return deliveries;
  }

  private async dropOldest(): Promise<void> {
    const gone = this.mails.splice(0, Math.max(0, this.mails.length - KEPT_MAILS));
    await Promise.all(gone.map((mail) => this.remove(mail)));
  }

  private async remove({ id }: StoredMail): Promise<void> {
    await rm(join(this.folder, `${id}.json`), { force: true });
    await rm(join(this.folder, `${id}.eml`), { force: true });
  }

  private async write(name: string, content: string | Buffer): Promise<void> {
    await writeFile(join(this.folder, `.${name}`), content);
    await rename(join(this.folder, `.${name}`), join(this.folder, name));
  }
}

function listed(mail: StoredMail, deliveries: Map<string, string[]>): ListedMail {
  const same = deliveries.get(mail.messageId) ?? [mail.id];
  return { ...mail, copies: same.length, isRepeat: same[0] !== mail.id };
}
