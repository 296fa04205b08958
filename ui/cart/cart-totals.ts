interface Charged {
  readonly billingCycle: string;
  readonly chargeMinor: number;
  readonly commitment: { readonly charges: number };
}

/** What is charged more than once, by how often (minor units). */
export const recurringOf = (lines: readonly Charged[]): { billingCycle: string; chargeMinor: number }[] =>
  ['monthly', 'annual']
    .map((billingCycle) => ({
      billingCycle,
      chargeMinor: lines
        .filter((line) => line.billingCycle === billingCycle && line.commitment.charges > 1)
        .reduce((sum, line) => sum + line.chargeMinor, 0),
    }))
    .filter(({ chargeMinor }) => chargeMinor > 0);
