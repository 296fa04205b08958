/**
 * Runs pieces of work one after the other in the order they were asked for. Two commands at once would
 * otherwise write side by side, and the earlier one could be the last to reach the database.
 */
export const inTurn = (): (<T>(work: () => Promise<T>) => Promise<T>) => {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
};
