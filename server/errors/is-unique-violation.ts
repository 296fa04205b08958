interface Cause {
  readonly kind?: string;
  readonly table?: string;
}

// Prisma names a row by its model, PostgreSQL by its table: AppUser, app_user.
const plain = (name: string): string => name.replaceAll('_', '').toLowerCase();

/** True when a write failed because another row has the same key, in the table of that name. */
export const isUniqueViolation = (error: unknown, table: string): boolean => {
  const { code, meta } = error as { code?: string; meta?: { modelName?: string; table?: string; driverAdapterError?: { cause?: Cause } } };
  const raw = meta?.driverAdapterError?.cause; // of a statement in SQL
  if (code === 'P2010') return raw?.kind === 'UniqueConstraintViolation' && raw.table === table;
  return code === 'P2002' && plain(meta?.modelName ?? meta?.table ?? '') === plain(table);
};
