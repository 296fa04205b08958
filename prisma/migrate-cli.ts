import { migrate } from './migrate.js';
import { seed } from './seed.js';

const url = process.env.MIGRATION_DATABASE_URL || process.env.DATABASE_URL;
if (!url) {
  process.stderr.write('migrate: DATABASE_URL is not set\n');
  process.exit(1);
}
const demo = process.env.LICENZA_SANDBOX === '1';
if (demo && process.env.NODE_ENV === 'production') {
  process.stderr.write('migrate: LICENZA_SANDBOX can not be on in production\n');
  process.exit(1);
}
try {
  const { applied } = await migrate(url);
  await seed(url, { demo });
  process.stdout.write(applied.length === 0 ? 'database is up to date\n' : `applied ${applied.join(', ')}\n`);
  process.exit(0); // Prisma's engine keeps a timer for its lock that would hold the process for ten seconds
} catch (error) {
  process.stderr.write(`migrate: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
