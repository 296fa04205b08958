/**
 * Checks a transition table at boot: each target is a known state, and each state that isn't an
 * accepted end leads somewhere. Throws an Error naming the first fault.
 */
export const checkTransitions = <S extends string>(name: string, table: Readonly<Record<S, readonly S[]>>, ends: readonly S[]): void => {
  for (const [from, targets] of Object.entries(table) as [S, readonly S[]][]) {
    for (const target of targets) {
      if (!Object.hasOwn(table, target)) throw new Error(`${name}: ${from} leads to unknown state ${target}`);
    }
    if (targets.length === 0 && !ends.includes(from)) throw new Error(`${name}: ${from} is a dead end`);
  }
};
