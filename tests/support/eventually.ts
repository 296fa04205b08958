/** Repeats an assertion until it holds; after `withinMs` its last error is thrown. */
export const eventually = async <T>(assertion: () => Promise<T> | T, withinMs = 20_000): Promise<T> => {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
};
