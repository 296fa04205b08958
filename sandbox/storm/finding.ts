export const findingKinds = ['lost', 'doubled', 'forgotten', 'stuck'] as const;
export type FindingKind = (typeof findingKinds)[number];

/** One thing that isn't as it was promised. */
export interface Finding {
  readonly kind: FindingKind;
  readonly what: string;
  /** When it was asked for, or last changed: which faults it fell among. */
  readonly at: Date;
}
