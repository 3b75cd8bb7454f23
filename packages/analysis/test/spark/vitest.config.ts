import { defineConfig } from 'vitest/config'
import { jobsAtOnce } from './test-spark.ts'

export default defineConfig({
  test: {
    include: ['packages/analysis/test/spark/*.spark.ts'],
    testTimeout: 900_000,
    hookTimeout: 900_000,
    fileParallelism: false,
    maxConcurrency: jobsAtOnce,
  },
})
