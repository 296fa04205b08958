import type { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import type { Progress, TimelineEntry } from '../contracts/activities.js';
import type { Actor } from '../contracts/open-customer.js';
import { entryKeys } from '../entry-keys.js';

/** What a process writes of itself: each write with what there was to tell since the one before. Its fence is given to it where it is asked for. */
export interface Journal {
  entry(kind: TimelineKind, actor?: Actor, params?: TimelineEntry['params']): TimelineEntry;
  /** Told by the next write. */
  later(...entries: readonly TimelineEntry[]): void;
  stamped<Of extends Omit<Progress, 'processId'>>(of: Of): Of & Pick<Progress, 'processId' | 'events'>;
}

export const openJournal = (processId: string): Journal => {
  const nextKey = entryKeys();
  let untold: TimelineEntry[] = [];
  return {
    entry: (kind, actor, params) => ({
      kind,
      key: nextKey(),
      ...(actor === undefined ? {} : { actor }),
      ...(params === undefined ? {} : { params }),
    }),
    later: (...entries) => {
      untold.push(...entries);
    },
    stamped: (of) => {
      const events = [...untold, ...(of.events ?? [])];
      untold = [];
      return { processId, ...of, events };
    },
  };
};
