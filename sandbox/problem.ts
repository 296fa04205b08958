/** Something the person at the terminal can mend: printed as its one sentence, with no stack. */
export class Problem extends Error {
  override name = 'Problem';
}

export const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
