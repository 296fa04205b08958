import { defineConfig } from 'vitest/config';

/**
 * One run, one set of real parts: tests/support/global-setup.ts starts database, engine, inbox and vendor,
 * and each file makes its own stack on them. Two files at once is what two cores carry.
 */
export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    environment: 'node',
    globalSetup: ['tests/support/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    // What other processes write is waited for; a second is too little where two test files and their browsers share two cores.
    expect: { poll: { timeout: 15_000 } },
  },
});
