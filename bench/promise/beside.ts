/** Does something over and over, so many at once, while `measured` is measured; fails if the work does. */
export const beside = async <Value>(atOnce: number, work: () => Promise<unknown>, measured: () => Promise<Value>): Promise<Value> => {
  let isOver = false;
  const lane = async () => {
    while (!isOver) await work();
  };
  const lanes = Promise.all(Array.from({ length: atOnce }, lane));
  lanes.catch(() => undefined); // awaited below
  try {
    return await measured();
  } finally {
    isOver = true;
    await lanes;
  }
};
