import { createSocket } from 'node:dgram';
import { once } from 'node:events';

const HEADER = 12;
const TXT = 16;

/** Where the first question of a query ends, and the name that it asks for. */
const questionOf = (query: Buffer): { name: string; end: number } => {
  const labels: string[] = [];
  let at = HEADER;
  while (query[at]) {
    const length = query[at]!;
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 5 };
};

const answerTo = (query: Buffer, texts: readonly string[]): Buffer => {
  const { end } = questionOf(query);
  const header = Buffer.from(query.subarray(0, HEADER));
  header.writeUInt16BE(0x8180, 2); // an answer, recursion available, no error
  header.writeUInt16BE(texts.length, 6);
  header.writeUInt32BE(0, 8);
  const records = texts.map((text) => {
    const data = Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'latin1')]);
    const record = Buffer.alloc(12);
    record.writeUInt16BE(0xc00c, 0); // the name asked for
    record.writeUInt16BE(TXT, 2);
    record.writeUInt16BE(1, 4);
    record.writeUInt16BE(data.length, 10);
    return Buffer.concat([record, data]);
  });
  return Buffer.concat([header, query.subarray(HEADER, end), ...records]);
};

/** A name server that knows TXT records alone, on loopback; `records` may be changed while it runs. */
export const startNameServer = async (): Promise<{ address: string; records: Map<string, string[]>; stop(): void }> => {
  const records = new Map<string, string[]>();
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => socket.send(answerTo(query, records.get(questionOf(query).name) ?? []), from.port, from.address));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { address: `127.0.0.1:${String(socket.address().port)}`, records, stop: () => socket.close() };
};
