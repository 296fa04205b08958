import { condition } from '@temporalio/workflow';

/**
 * Waits for an instant that may move, or until `over` says that waiting has no point any more.
 * `due` gives the instant (ISO-8601 UTC) as it stands. Long waits are one timer each.
 */
export const waitUntil = async (due: () => string, over: () => boolean): Promise<void> => {
  while (!over()) {
    const target = due();
    const remaining = Date.parse(target) - Date.now();
    if (remaining <= 0) return;
    await condition(() => over() || due() !== target, remaining);
  }
};
