/** What has to be stopped or removed, newest first. */
export class Stops {
  private readonly pending: (() => Promise<unknown>)[] = [];
  private stopping: Promise<void> | undefined;

  add(stop: () => Promise<unknown>): void {
    this.pending.push(stop);
  }

  /** Remembers to stop what was just started, and hands it on. */
  keep<T extends { stop(): Promise<unknown> }>(started: T): T {
    this.add(() => started.stop());
    return started;
  }

  /** Stops everything, whatever fails on the way; asked twice, once. */
  all(): Promise<void> {
    this.stopping ??= this.inOrder().finally(() => (this.stopping = undefined));
    return this.stopping;
  }

  private async inOrder(): Promise<void> {
    for (let stop = this.pending.pop(); stop; stop = this.pending.pop()) {
      await stop().catch((error: unknown) => {
        process.stderr.write(`While stopping: ${error instanceof Error ? error.message : String(error)}\n`);
      });
    }
  }
}
