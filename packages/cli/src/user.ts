import { randomBytes } from 'node:crypto'
import { ApiFailure, seedUsers } from '@tend/api'
import { listStaff } from '@tend/care'
import { openHouse, UserError } from '@tend/jobs'
import type { Command } from 'commander'
import { sentenceOf } from './api-failure.ts'

export const addUser = (program: Command, environment: NodeJS.ProcessEnv): void => {
  program
    .command('user')
    .description('Make a sign-in for a person of the staff list; prints a first password')
    .argument('<username>')
    .requiredOption('--staff <id>', 'staff id, as in the staff fact')
    .action(async (username: string, flags: { staff: string }) => {
      const { store } = await openHouse(environment)
      try {
        const person = (await listStaff(store, { kind: 'all' })).find((one) => one.staff_id === flags.staff)
        if (!person) {
          throw new UserError(
            `The staff list has no active person ${flags.staff}: ingest a staff file and run the night first.`,
          )
        }
        const password = randomBytes(9).toString('base64url')
        const user = { username, password, staffId: person.staff_id, mustChangePassword: true }
        const made = await seedUsers(store, [user]).catch((error: unknown) => {
          throw error instanceof ApiFailure ? new UserError(sentenceOf(error), { cause: error }) : error
        })
        if (made === 0) throw new UserError(`There is a sign-in ${username} already.`)
        process.stdout.write(
          `${username} (${person.name}, ${person.role}) may sign in with the first password ${password}\n`,
        )
      } finally {
        await store.close()
      }
    })
}
