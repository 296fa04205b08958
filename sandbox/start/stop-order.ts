import type { Stoppable } from './keep-running.js';

/** What uses something is stopped before what it uses. Parts of one rank stop together. */
const ORDER = ['server', 'worker', 'outside', 'engine', 'database'] as const;
export type Rank = (typeof ORDER)[number];

export class StopOrder {
  private readonly parts: { rank: Rank; part: Stoppable }[] = [];
  private stopping?: Promise<void>;

  /** A part that comes up after stopping began is stopped at once. */
  async add<T extends Stoppable>(rank: Rank, starting: Promise<T>): Promise<T> {
    const part = await starting;
    this.parts.push({ rank, part });
    if (this.stopping) await part.stop();
    return part;
  }

  stop(): Promise<void> {
    this.stopping ??= this.stopInOrder();
    return this.stopping;
  }

  private async stopInOrder(): Promise<void> {
    for (const rank of ORDER) {
      const same = this.parts.filter((each) => each.rank === rank);
      await Promise.all(same.map(({ part }) => part.stop()));
    }
  }
}
