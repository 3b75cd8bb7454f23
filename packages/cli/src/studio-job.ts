import { setPriority } from 'node:os'
import { openBatchDuck, openHouse, runStudioJob } from '@tend/jobs'
import type { Command } from 'commander'

/** What the server starts in a process of its own; people use `simulate` and `backtest`. */
export const addStudioJob = (program: Command, environment: NodeJS.ProcessEnv): void => {
  program
    .command('studio-job', { hidden: true })
    .description('Carry out a simulation or backtest that was written down by the server')
    .argument('<job>')
    .action(async (jobId: string) => {
      setPriority(10)
      const house = await openHouse(environment)
      const duck = await openBatchDuck(house.home, environment)
      try {
        await runStudioJob(house, duck, { jobId, clock: () => new Date() })
      } finally {
        duck.close()
        await house.store.close()
      }
    })
}
