export interface SeenChange {
  readonly id: string;
  readonly kind: string;
  readonly customerId: string | null;
  readonly subjectId: string;
}

/** One stream of changes, read as a browser does: what came, in order, and the id to go on from. */
export interface ChangeStream {
  readonly seen: readonly SeenChange[];
  /** What the stream ended with, when it wasn't us who ended it. */
  readonly failure: () => string | undefined;
  lastEventId(): string | undefined;
  /** Settles when the stream is over, whoever ended it. */
  readonly ended: Promise<void>;
  /** Cuts the connection. */
  cut(): Promise<void>;
}

const eventOf = (block: string): Record<string, string> =>
  Object.fromEntries(
    block.split('\n').map((line): [string, string] => {
      const at = line.indexOf(':');
      return [line.slice(0, at), line.slice(at + 1).trim()];
    }),
  );

/** Opens the stream of changes of a session, after `lastEventId` where one is given; resolves once it is open. */
export const openChanges = async (url: string, cookie: string, lastEventId?: string): Promise<ChangeStream> => {
  const end = new AbortController();
  const input = lastEventId === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify({ lastEventId }))}`;
  const response = await fetch(`${url}/trpc/live.changes${input}`, { headers: { cookie }, signal: end.signal });
  if (!response.ok || !response.body) throw new Error(`no stream: ${String(response.status)}`);
  const seen: SeenChange[] = [];
  let failure: string | undefined;
  let opened = (): void => undefined;
  const open = new Promise<void>((resolve) => (opened = resolve));
  const read = async (body: AsyncIterable<Uint8Array>): Promise<void> => {
    let rest = '';
    for await (const chunk of body) {
      const blocks = (rest + new TextDecoder().decode(chunk)).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const { event, id, data = '' } of blocks.map(eventOf)) {
        if (event === 'serialized-error') failure = data;
        if (id !== undefined) seen.push({ id, ...(JSON.parse(data) as Omit<SeenChange, 'id'>) });
        // Without a place to go on from, the stream's first word says where it begins.
        if (id !== undefined || lastEventId !== undefined || failure !== undefined) opened();
      }
    }
  };
  const reading = read(response.body as unknown as AsyncIterable<Uint8Array>).catch(() => undefined);
  await open;
  return {
    seen,
    failure: () => failure,
    lastEventId: () => seen.at(-1)?.id,
    ended: reading,
    cut: async () => {
      end.abort();
      await reading;
    },
  };
};
