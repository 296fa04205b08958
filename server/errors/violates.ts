/** Whether the database refused a write by this constraint, or by a trigger that names itself as one. */
export const violates = (error: unknown, constraint: string): boolean =>
  error instanceof Error && `${error.message} ${JSON.stringify((error as { meta?: unknown }).meta ?? '')}`.includes(constraint);
