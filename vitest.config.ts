import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**'],
    // net-ping in a worker thread is a segmentation fault, so tests run in processes.
    pool: 'forks',
    testTimeout: 60_000,
  },
});
